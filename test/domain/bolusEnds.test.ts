import { describe, expect, test } from 'vitest';
import { countForBolus, endBolus, startNormal, voidForBolus } from '../../src/domain/ledger/bolus.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import type { BolusRecord } from '../../src/domain/ledger/state.ts';
import { microunits } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';
import { flat, running } from './bench.ts';

const PULSE = 25_000;
const bench = shared(() => running(flat(0)));
const held = shared(() => {
  const pump = running(flat(0));
  pump.give({ type: 'holdBasal' });
  return pump.ledger;
});

const record = (change: Partial<BolusRecord> = {}): BolusRecord => ({
  bolus: 'b',
  requestedUu: microunits(4 * PULSE),
  deliveredUu: microunits(0),
  phase: 'active',
  spread: null,
  createdMonoMs: null,
  automatic: false,
  ...change,
});

const withCurrent = (current: BolusRecord | null, ledger: Ledger = bench().ledger): Ledger => ({
  ...ledger,
  bolus: { ...ledger.bolus, current },
});

describe('SR-025 a pulse of a bolus', () => {
  test.each([0, 1, 2, 3])(
    'completes it when it is the last, and not before: after %d',
    req('SR-025'),
    pulses => {
      const ledger = withCurrent(record({ deliveredUu: microunits(pulses * PULSE) }));
      const counted = countForBolus(ledger, 'b');
      expect(counted.ledger.bolus.current?.deliveredUu).toBe((pulses + 1) * PULSE);
      expect(counted.derived).toEqual(pulses === 3 ? [{ type: 'bolus.completed', bolus: 'b' }] : []);
    },
  );

  test('of a bolus that nobody knows is a defect, named', req('SR-025'), () => {
    const says = 'a pulse of the bolus other was counted, and nobody knows that bolus';
    expect(() => countForBolus(withCurrent(record()), 'other')).toThrow(says);
    const { ledger } = endBolus(withCurrent(record()), 'cancelled');
    expect(() => countForBolus(ledger, 'other')).toThrow(says);
  });

  test('that never moved settles a bolus that has ended, and no other', req('SR-025'), () => {
    expect(voidForBolus(withCurrent(record()), 'b').derived).toEqual([]);
    for (const ledger of [withCurrent(null), withCurrent(record({ bolus: 'next' }))])
      expect(voidForBolus(ledger, 'b').derived).toEqual([{ type: 'bolus.settled', bolus: 'b' }]);
  });
});

describe('SR-023 a bolus that ends', () => {
  test.each<[boolean, () => Ledger, string]>([
    [true, held, 'lowGlucose'],
    [false, held, 'cancelled'],
    [true, () => bench().ledger, 'cancelled'],
    [false, () => bench().ledger, 'cancelled'],
  ])('says why: automatic %s', req('SR-023', 'SR-090'), (automatic, ledger, reason) => {
    const ended = endBolus(withCurrent(record({ automatic }), ledger()), 'cancelled').ledger;
    expect(ended.bolus.last).toEqual({ bolus: 'b', requestedUu: 4 * PULSE, deliveredUu: 0, reason });
    expect([ended.bolus.current, ended.bolus.nextAt]).toEqual([null, null]);
  });

  test('takes back the pulse that it was offered, and nobody else’s', req('SR-023'), () => {
    const offered = (channel: 'basal' | 'bolus' | null) =>
      endBolus({ ...withCurrent(record()), offered: channel }, 'cancelled').ledger.offered;
    expect([offered('bolus'), offered('basal'), offered(null)]).toEqual([null, 'basal', null]);
  });

  test('is never started again, and only one that waits is started', req('SR-023'), () => {
    for (const current of [null, record()])
      expect(() => startNormal(withCurrent(current), bench().at())).toThrow(
        'a bolus was started that is not pending',
      );
    const started = startNormal(withCurrent(record({ phase: 'pending' })), bench().at()).bolus;
    expect(started.current?.phase).toBe('active');
    expect(started.nextAt).toBe(bench().at().monoMs);
  });
});
