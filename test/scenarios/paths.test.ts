import { describe, expect, test } from 'vitest';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const U = 1_000_000;

/** Every place of a path of which `specs/scenarios` tells one, through the real runtime and simulated devices. */
const delivering = async (changes: Partial<Settings> = {}): Promise<SimulatedPump> => {
  const pump = await simulatedPump({ transport: 'memory', settings: { ...exampleSettings, ...changes } });
  await pump.give({ type: 'resume.requested' });
  return pump;
};

const flat = (rateUuPerHour: number): Partial<Settings> => ({
  basalProfile: [{ fromMinute: 0, rateUuPerHour }],
});

const bolus = (name: string, amountUu: number): readonly [Fact, Fact] => [
  { type: 'bolus.requested', bolus: name, amountUu },
  { type: 'bolus.confirmed', bolus: name },
];

const start = async (pump: SimulatedPump, name: string, amountUu: number): Promise<void> => {
  for (const fact of bolus(name, amountUu)) await pump.give(fact);
};

const doses = (pump: SimulatedPump) => pump.runtime.state().ledger.doses;
const counted = (pump: SimulatedPump): number => {
  const { basal, bolus: normal, extended } = doses(pump);
  return (basal + normal + extended) * PULSE;
};

/** What the last bolus that ended was said to have given, in µU. */
const reported = (pump: SimulatedPump): number | undefined =>
  pump.steps
    .flatMap(({ commands }) => commands)
    .flatMap(command => (command.type === 'reportBolus' ? [command.deliveredUu] : []))
    .at(-1);

const everyPulse = (amountUu: number): readonly number[] =>
  Array.from({ length: amountUu / PULSE }, (_, index) => index + 1);

describe('path 1: the line is blocked at pulse k of a bolus', () => {
  test('SR-057 SR-058 SR-023 for every k less than 2 U is missing at the alarm, and nothing moves after it', {
    ...req('SR-057', 'SR-058', 'SR-023'),
    timeout: 120_000,
  }, async () => {
    const amountUu = 0.5 * U;
    for (const k of everyPulse(amountUu)) {
      // Much basal, so that a line that is blocked at the last pulse fills soon.
      const pump = await delivering({ ...flat(3 * U) });
      await start(pump, 'lunch', amountUu);
      await pump.wait((k - 1) * 1_000);
      pump.world.inject({ occlusion: true });
      const before = pump.world.model.deliveredUu();
      for (let minutes = 0; minutes < 60 && pump.shown()[0]?.alarm !== 'occlusion'; minutes += 1)
        await pump.wait(MINUTE);
      expect(pump.shown()[0]).toMatchObject({ alarm: 'occlusion', priority: 'high' });
      const all = counted(pump);
      expect(all - before).toBeLessThan(2 * U);
      expect(doses(pump).bolus * PULSE).toBeLessThanOrEqual(amountUu);
      await pump.wait(10 * MINUTE);
      expect(counted(pump)).toBe(all);
      await pump.close();
    }
  });
});

describe('path 3: suspending and confirming at one moment', () => {
  test(
    'SR-037 SR-023 whichever comes in first, no pulse of the bolus begins',
    req('SR-037', 'SR-023'),
    async () => {
      const [requested, confirmed] = bolus('lunch', U);
      const suspended: Fact = { type: 'suspend.requested' };
      for (const pair of [[suspended, confirmed] as const, [confirmed, suspended] as const]) {
        const pump = await delivering();
        await pump.give(requested);
        await pump.give(...pair);
        await pump.wait(MINUTE);
        expect(doses(pump).bolus).toBe(0);
        expect(pump.runtime.state().pump.matches({ permission: 'suspendedByUser', bolus: 'idle' })).toBe(
          true,
        );
        await pump.close();
      }
    },
  );
});

describe('path 4: a bolus is cancelled', () => {
  test.each([
    ['while pulse k is under way', 50],
    ['between pulse k and the next', 500],
  ])(
    'SR-030 SR-025 %s, for every k: no further pulse begins, and what was given is what is reported',
    {
      ...req('SR-030', 'SR-025'),
      timeout: 60_000,
    },
    async (_when, afterMs) => {
      const amountUu = 0.5 * U;
      for (const k of everyPulse(amountUu)) {
        const pump = await delivering(flat(0));
        await start(pump, 'lunch', amountUu);
        await pump.wait((k - 1) * 1_000 + afterMs);
        await pump.give({ type: 'bolus.cancelled' });
        await pump.give({ type: 'bolus.cancelled' });
        await pump.wait(MINUTE);
        expect(doses(pump).bolus).toBe(k);
        expect(reported(pump)).toBe(k * PULSE);
        expect(Math.abs(pump.world.model.deliveredUu() - k * PULSE)).toBeLessThan(PULSE);
        await pump.close();
      }
    },
  );
});

describe('path 5: basal, an extended and a normal bolus at once', () => {
  test.each([0.025, 0.8, 3, 15])(
    'SR-034 SR-036 beside a basal of %d U/h each is given whole, and together they are what the plunger did',
    { ...req('SR-034', 'SR-036'), timeout: 60_000 },
    async rate => {
      const settings = {
        basalProfile: [
          { fromMinute: 0, rateUuPerHour: rate * U },
          { fromMinute: 120, rateUuPerHour: 0 },
        ],
      };
      const pump = await delivering({ ...settings, maxBasalUuPerHour: 15 * U });
      await pump.give({
        type: 'bolus.requested',
        bolus: 'pizza',
        kind: 'extended',
        amountUu: 4 * U,
        durationMs: 15 * MINUTE,
      });
      await pump.give({ type: 'bolus.confirmed', bolus: 'pizza' });
      await pump.wait(5 * MINUTE);
      await start(pump, 'salad', 2 * U);
      await pump.wait(15 * MINUTE);
      expect(doses(pump)).toMatchObject({ extended: 160, bolus: 80, inDoubt: 0 });
      const minutes = 20;
      expect(Math.abs(doses(pump).basal * PULSE - (rate * U * minutes) / 60)).toBeLessThanOrEqual(2 * PULSE);
      expect(Math.abs(pump.world.model.deliveredUu() - counted(pump))).toBeLessThan(PULSE);
      const begun = pump.steps.flatMap(({ commands, envelope }) =>
        commands.some(command => command.type === 'moveMotor' && command.pulse.channel === 'bolus')
          ? [envelope.monoMs]
          : [],
      );
      for (const [index, at] of begun.entries())
        expect(at - (begun[index - 1] ?? 0)).toBeGreaterThanOrEqual(950);
      await pump.close();
    },
  );
});

describe('path 19: the hour at its limit', () => {
  test.each([
    ['a step below it', 200_000, true],
    ['at it', 250_000, true],
    ['a step above it', 300_000, false],
  ])('SR-015 a bolus that takes the hour to %s', req('SR-015'), async (_place, secondUu, admitted) => {
    // An hour holds the highest basal and one and a half of the largest bolus; basal keeps its room.
    const pump = await delivering({ ...flat(200_000), maxBasalUuPerHour: 200_000, maxBolusUu: 500_000 });
    await start(pump, 'first', 500_000);
    await pump.wait(MINUTE);
    await start(pump, 'second', secondUu);
    await pump.wait(MINUTE);
    expect(doses(pump).bolus * PULSE).toBe(500_000 + (admitted ? secondUu : 0));
    await pump.close();
  });
});
