import { expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

const U = 1_000_000;
const counted = (settings: Parameters<typeof flat>[1], presses: number): Bench => {
  const pump = running(flat(U, { quickBolusStepUu: 500_000, ...settings }));
  pump.give({ type: 'clearQuick' });
  for (let press = 0; press < presses; press += 1) pump.give({ type: 'addQuickStep' });
  return pump;
};

test('each press is one step of the setting', req('SR-035'), () => {
  const pump = counted({}, 3);
  expect(pump.give({ type: 'requestQuick' })).toEqual([
    { type: 'bolus.admitted', bolus: expect.stringMatching(/^quick-/), amountUu: 1_500_000 },
  ]);
});

test(
  'what is above the largest bolus is not counted, so that what is heard is what is asked',
  req('SR-021', 'SR-035'),
  () => {
    const pump = counted({ maxBolusUu: 2 * U }, 9);
    expect(pump.ledger.quick.steps).toBe(4);
    expect(types(pump.give({ type: 'requestQuick' }))).toEqual(['bolus.admitted']);
  },
);

test('without a step there is no quick bolus', req('SR-035'), () => {
  const [refused] = counted({ quickBolusStepUu: 0 }, 3).give({ type: 'requestQuick' });
  expect(refused).toMatchObject({ reasons: ['the quick bolus is switched off; set its step first.'] });
});

test('a button that may be stuck neither requests nor confirms', req('SR-035'), () => {
  const stuck = counted({}, 1);
  stuck.give({ type: 'distrustButton' });
  expect(types(stuck.give({ type: 'requestQuick' }))).toEqual(['bolus.refused']);
  const later = counted({}, 1);
  later.give({ type: 'requestQuick' });
  later.give({ type: 'distrustButton' });
  expect(later.give({ type: 'confirmQuick' })).toEqual([]);
  later.give({ type: 'trustButton' });
  expect(types(later.give({ type: 'confirmQuick' }))).toEqual(['bolus.confirmed']);
});

test('a hold confirms what was counted, and nothing else', req('SR-026', 'SR-035'), () => {
  const pump = counted({}, 1);
  pump.give({ type: 'requestQuick' });
  pump.give({ type: 'discardBolus' });
  expect(pump.give({ type: 'confirmQuick' })).toEqual([]);
  pump.take({ type: 'bolus.requested', bolus: 'by hand', amountUu: U });
  expect(pump.give({ type: 'confirmQuick' })).toEqual([]);
});
