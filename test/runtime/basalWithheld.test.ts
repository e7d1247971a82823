import { describe, expect, test } from 'vitest';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

const limit = (pump: CorePump) => pump.shown().find(({ alarm }) => alarm === 'hourlyLimit');
const basal = (pump: CorePump): number => pump.runtime.state().ledger.doses.basal;

/** Limits that leave 3.75 U to the hour. */
const lowered: Settings = { ...exampleSettings, maxBolusUu: 500_000 };

/** A pump that has given 5 U within the hour when its limits are lowered. */
const withFullHour = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'bolus.requested', bolus: 'dinner', amountUu: 5_000_000 });
  await pump.give({ type: 'bolus.confirmed', bolus: 'dinner' });
  await pump.wait(5 * MINUTE);
  await pump.give({ type: 'settings.changed', settings: lowered });
  await pump.wait(3 * MINUTE);
  return pump;
};

describe('SR-080 basal that the hour has no room for', () => {
  test('is told with a HIGH alarm that comes back until basal goes on', req('SR-015', 'SR-080'), async () => {
    const pump = await withFullHour();
    const before = basal(pump);
    expect(limit(pump)).toMatchObject({ priority: 'high', condition: 'present', signal: 'sounding' });
    await pump.give({ type: 'alarm.acknowledged', alarm: 'hourlyLimit' });
    await pump.wait(MINUTE);
    expect(limit(pump)).toMatchObject({ priority: 'high', condition: 'present', signal: 'acknowledged' });
    await pump.wait(MINUTE);
    expect(limit(pump)?.signal).toBe('sounding');
    expect(basal(pump)).toBe(before);
    await pump.give({ type: 'alarm.acknowledged', alarm: 'hourlyLimit' });
    await pump.wait(58 * MINUTE);
    expect(basal(pump)).toBeGreaterThan(before);
    expect(limit(pump)).toMatchObject({ condition: 'gone' });
    await pump.give({ type: 'alarm.acknowledged', alarm: 'hourlyLimit' });
    expect(limit(pump)).toBeUndefined();
  });

  test('is not withheld any more when a person suspends delivery', async () => {
    const pump = await withFullHour();
    await pump.give({ type: 'suspend.requested' });
    expect(limit(pump)).toMatchObject({ condition: 'gone' });
    await pump.give({ type: 'resume.requested' });
    await pump.wait(3 * MINUTE);
    expect(limit(pump)).toMatchObject({ priority: 'high', condition: 'present' });
  });
});
