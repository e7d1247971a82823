import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RigBench, withBench } from '../../hardware/rig/acceptance/bench.ts';
import { MOST_EVAPORATION, stuckBalance } from '../../hardware/rig/acceptance/stuckBalance.ts';
import { PumpFailure, RigTrouble } from '../../hardware/rig/run/phases.ts';
import type { Stand } from '../../hardware/rig/run/stand.ts';
import { countsIn } from '../../src/domain/drive.ts';
import { pulses } from '../../src/domain/units.ts';
import { SHORT } from './acceptanceRun.ts';

const SEED = 20_261;
const HOUR = 3_600_000;
const PULSE_UG = 250;

/** A pan, its beaker and its line, each within what such things do. */
const live = fc.record({
  digitUg: fc.constantFrom(1, 10, 100, 1_000, 10_000),
  deviation: fc.integer({ min: 0, max: 20 }),
  lossUgPerHour: fc.integer({ min: 0, max: MOST_EVAPORATION }),
  tareUg: fc.integer({ min: -50_000, max: 50_000_000 }),
  readings: fc.array(
    fc.record({
      afterMs: fc.integer({ min: 1_000, max: 3 * HOUR }),
      given: fc.integer({ min: 0, max: 200 }),
      /** What of the last two pulses is on its way, in hundredths. */
      onItsWay: fc.integer({ min: 0, max: 100 }),
      /** In hundredths of three standard deviations. */
      noise: fc.integer({ min: -100, max: 100 }),
      isShut: fc.boolean(),
    }),
    { minLength: 2, maxLength: 30 },
  ),
});

test(`a balance that lives is never called stuck, whatever beaker, tare, line and digits do (seed ${SEED})`, () => {
  let same = 0;
  fc.assert(
    fc.property(live, ({ digitUg, deviation, lossUgPerHour, tareUg, readings }) => {
      const stuck = stuckBalance({ digitUg, repeatabilityUg: deviation });
      let [atMs, count, arrived, last] = [0, 0, 0, Number.NaN];
      for (const { afterMs, given, onItsWay, noise, isShut } of readings) {
        atMs += afterMs;
        count += given;
        if (!isShut)
          arrived = Math.max(arrived, count * PULSE_UG - Math.min(2, count) * PULSE_UG * (onItsWay / 100));
        const mass = tareUg + arrived - (lossUgPerHour * atMs) / HOUR + 3 * deviation * (noise / 100);
        const massUg = Math.round(mass / digitUg) * digitUg;
        if (massUg === last && given > 0) same += 1;
        last = massUg;
        expect(stuck.shows({ atMs, massUg }, count, isShut)).toBeNull();
      }
    }),
    { seed: SEED, numRuns: 5_000 },
  );
  // Some of them showed the same to the digit though something was given.
  expect(same).toBeGreaterThan(0);
});

test.each([
  ['two boluses of 0.05 U, 0.01 mg', 10, 4, 4],
  ['25 U, 10 mg', 10_000, 1_000, 60],
  ['25 U, 1.25 mg', 1_250, 1_000, 60],
] as const)('a balance that is stuck is found by %s', (_what, digitUg, given, minutes) => {
  const stuck = stuckBalance({ digitUg, repeatabilityUg: 15 });
  expect(stuck.shows({ atMs: 0, massUg: 5_000_000 }, 0, false)).toBeNull();
  expect(stuck.shows({ atMs: minutes * 60_000, massUg: 5_000_000 }, given, false)).toMatchObject({
    pulses: given,
    digits: Math.floor((given * PULSE_UG) / digitUg),
  });
});

test('slow basal shows it where the loss of the beaker is known, and what a closed line holds when it is opened', () => {
  const at = (hours: number) => ({ atMs: hours * HOUR, massUg: 5_000_000 });
  const slow = stuckBalance({ digitUg: 10, repeatabilityUg: 15 });
  slow.loses(140);
  expect(slow.shows(at(0), 0, false)).toBeNull();
  expect(slow.shows(at(1), 4, false)).not.toBeNull();
  const shut = stuckBalance({ digitUg: 10, repeatabilityUg: 15 });
  expect(shut.shows(at(0), 0, false)).toBeNull();
  // It lived until the line was closed.
  expect(shut.shows({ ...at(0.1), massUg: 5_000_010 }, 60, true)).toBeNull();
  expect(shut.shows({ ...at(0.2), massUg: 5_000_010 }, 60, true)).toBeNull();
  expect(shut.shows({ ...at(0.3), massUg: 5_000_010 }, 60, false)).toMatchObject({ pulses: 60 });
});

/** What becomes of 40 pulses that a pump counts while its balance shows the same. */
const after40 = async (made: number): Promise<unknown> => {
  let bolus = 0;
  let counts = 0;
  const weighed = { ok: true, weighing: { massUg: 5_000_000, at: 0 } };
  const pump = {
    runtime: { state: () => ({ ledger: { doses: { basal: 0, bolus, extended: 0, prime: 0 } } }) },
    counts: async () => counts,
    hands: {},
    balance: { settled: async () => weighed, read: async () => weighed },
    time: { answered: <Answer>(question: Promise<Answer>) => question },
  };
  const stand = {
    profile: SHORT,
    withPump: (_: unknown, use: (on: unknown) => Promise<void>) => use(pump),
  } as unknown as Stand;
  const weigh = async (bench: RigBench): Promise<void> => {
    await bench.settled();
    bolus = 40;
    counts = countsIn(pulses(made));
    await bench.settled();
  };
  return withBench(stand, {}, weigh).then(
    () => null,
    (failure: unknown) => failure,
  );
};

test('SR-034 a pump that counts what its motor never made has failed, and its balance has not', async () => {
  expect(await after40(0)).toBeInstanceOf(PumpFailure);
  expect(await after40(40)).toBeInstanceOf(RigTrouble);
});
