import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { holdKey } from '../support/holdKey.ts';
import { req } from '../support/req.ts';

/** The cartridge was pulled out, which stops therapy; the next one is seated, and nobody has acknowledged. */
const loaded = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'cartridge.removed' });
  await pump.give({ type: 'set.disconnected' });
  await pump.give({ type: 'rewind.requested' });
  await pump.wait(1_500);
  await pump.give({ type: 'cartridge.inserted' });
  await pump.wait(1_500);
  await pump.give({ type: 'cartridge.replaced', volumeUu: 200_000_000, unitsPerMl: 100 });
  expect(is(pump, { supply: { changing: 'loaded' }, conditions: 'stopped' })).toBe(true);
  return pump;
};

const is = (pump: CorePump, state: object): boolean => pump.runtime.state().pump.matches(state);
const shown = (pump: CorePump) => pump.shown().map(({ alarm }) => alarm);
const refusals = (pump: CorePump) =>
  pump.steps.flatMap(({ commands }) => commands.filter(({ type }) => type === 'refuse'));

const DEPLETED: Fact = { type: 'battery.measured', percent: 1, millivolts: 3_400, minutesLeft: 1 };
const HOT: Fact = { type: 'temperature.measured', insideDeciC: 300, batteryDeciC: 530 };
const CRITICAL: Fact = { type: 'battery.measured', percent: 5, millivolts: 3_500, minutesLeft: 19 };

describe('filling a set while an alarm stops therapy', () => {
  test.each([
    ['a battery that is depleted', DEPLETED, 'batteryDepleted'],
    ['a battery that is too hot', HOT, 'temperature'],
  ])(
    'SR-002 SR-068 ends with %s',
    req('SR-002', 'SR-068', 'SR-049'),
    async (_title, fact: Fact, alarm: string) => {
      const pump = await loaded();
      await pump.give({ type: 'prime.started' });
      await holdKey(pump, 3_000);
      expect(is(pump, { supply: { changing: 'primingTubing' } })).toBe(true);
      await pump.give(fact);
      expect(is(pump, { supply: { changing: 'loaded' } })).toBe(true);
      expect(shown(pump)).toEqual(expect.arrayContaining(['cartridgeRemoved', alarm]));
      await pump.wait(400);
      const moved = pump.devices.moved();
      await holdKey(pump, 5_000);
      expect(pump.devices.moved()).toBe(moved);
    },
  );

  test.each([
    ['depleted', DEPLETED],
    ['critical, and lasts for less than the step and ten minutes', CRITICAL],
  ])(
    'SR-068 is refused while the battery is %s, and the person hears why',
    req('SR-068'),
    async (_title, fact) => {
      const pump = await loaded();
      await pump.give(fact);
      await pump.give({ type: 'prime.started' });
      expect(refusals(pump)).toMatchObject([
        { request: 'change', reasons: [expect.stringContaining('charge it first')] },
      ]);
      expect(is(pump, { supply: { changing: 'loaded' } })).toBe(true);
      await pump.give({ type: 'prime.skipped' });
      await pump.give({ type: 'fill.requested', amountUu: 300_000 });
      expect(refusals(pump)).toHaveLength(2);
      expect(is(pump, { supply: { changing: 'primed' } })).toBe(true);
      expect(pump.runtime.state().ledger.doses.prime).toBe(0);
    },
  );
});
