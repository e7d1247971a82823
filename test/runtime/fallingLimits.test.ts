import { expect, test } from 'vitest';
import type { Settings } from '../../src/domain/settings.ts';
import { flat } from '../domain/bench.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { holdKey } from '../support/holdKey.ts';
import { req } from '../support/req.ts';

const U = 1_000_000;
const SETTINGS: Settings = flat(200_000, { maxBasalUuPerHour: 3 * U });
/** An hour may hold 3.75 U, a day 10 U. */
const LESS: Settings = { ...SETTINGS, maxBolusUu: 500_000, maxDailyUu: 10 * U };

/** 5 U of a bolus were given. */
const bolusing = async (): Promise<CorePump> => {
  const pump = await corePump({ settings: SETTINGS });
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'bolus.requested', bolus: 'dinner', amountUu: 10 * U });
  await pump.give({ type: 'bolus.confirmed', bolus: 'dinner' });
  await pump.wait(200_000);
  return pump;
};

test(
  'SR-015 SR-118 a limit that falls below what the hour holds ends the bolus, and is no fault of the pulse under way',
  req('SR-015', 'SR-118'),
  async () => {
    const pump = await bolusing();
    let fell = false;
    // At the worst moment: the pulse is on record, and the motor has not been told.
    pump.runtime.observe(({ commands }) => {
      if (fell || !commands.some(({ type }) => type === 'recordIntent')) return;
      fell = true;
      pump.runtime.submit({ type: 'settings.changed', settings: LESS });
    });
    await pump.wait(5_000);
    expect(fell).toBe(true);
    expect(pump.runtime.faulted()).toBeNull();
    expect(pump.runtime.state().ledger.bolus.last).toMatchObject({ bolus: 'dinner', reason: 'stopped' });
    const { bolus } = pump.runtime.state().ledger.doses;
    await pump.wait(60_000);
    expect(pump.runtime.state().ledger.doses.bolus).toBe(bolus);
    expect(pump.shown().map(({ alarm }) => alarm)).toEqual(
      expect.arrayContaining(['hourlyLimit', 'bolusIncomplete']),
    );
  },
);

test('SR-016 SR-050 on a day that is full another set is filled', req('SR-016', 'SR-050'), async () => {
  const pump = await bolusing();
  await pump.wait(300_000);
  await pump.give({ type: 'settings.changed', settings: { ...SETTINGS, maxDailyUu: 10 * U } });
  await pump.give({ type: 'change.requested' });
  await pump.give({ type: 'cartridge.removed' });
  await pump.give({ type: 'set.disconnected' });
  await pump.give({ type: 'rewind.requested' });
  await pump.wait(1_500);
  await pump.give({ type: 'cartridge.inserted' });
  await pump.wait(1_500);
  await pump.give({ type: 'cartridge.replaced', volumeUu: 200 * U, unitsPerMl: 100 });
  await pump.give({ type: 'prime.started' });
  await holdKey(pump, 5_000);
  expect(pump.runtime.faulted()).toBeNull();
  expect(pump.runtime.state().ledger.doses.prime).toBeGreaterThanOrEqual(10);
});
