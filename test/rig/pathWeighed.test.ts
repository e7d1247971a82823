import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WeighingProfile } from '../../hardware/rig/measure/mass.ts';
import {
  excessIn,
  type Mark,
  NOTHING_DONE,
  shortfallIn,
  windowOf,
} from '../../hardware/rig/paths/ports/volume.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { drivenHere, event, type Planted, PULSE, path, UP } from './portBench.ts';

/** What balance and load cell say of a path, and whom it blames. */

const SUSPENDED = path(
  ...UP,
  event({ type: 'resume.requested' }),
  ...PULSE,
  ...PULSE,
  event({ type: 'suspend.requested' }),
);

const one = async (planted: Planted = {}) => {
  const { results, driver } = await drivenHere([SUSPENDED], { weighs: 'weighed', ...planted });
  return { result: results[0], driver };
};

test('SR-003 SR-021 what was ordered has come, and nothing more while the pump is suspended', async () => {
  const { result, driver } = await one();
  expect(result?.firstDivergence).toBeNull();
  expect(result).toMatchObject({ outcome: 'pass', checks: { volume: 2 } });
  expect(result?.checks.force).toBeGreaterThan(2);
  const windows = driver.instruments()?.scale?.windows() ?? [];
  expect(windows.map(({ isQuiet }) => isQuiet)).toEqual([false, true]);
});

test('SR-003 a pump that delivers while it is suspended fails, though its plunger does not move', async () => {
  const { result } = await one({ injection: { runsUuPerHour: 1_000_000 } });
  expect(result).toMatchObject({ outcome: 'fail', amiss: 'volume' });
  expect(result?.firstDivergence).toMatch(/the balance has gained .*ordered/);
});

test('SR-021 a pump of which a part seeps past its seal fails, though its encoder sees each pulse', async () => {
  const { result } = await one({ injection: { seepPercent: 40 } });
  expect(result).toMatchObject({ outcome: 'fail', amiss: 'volume' });
  expect(result?.firstDivergence).toMatch(/on the path the balance has gained/);
});

test('a motor that makes less than it was told is a failure of the pump, and no error of the balance', async () => {
  const { result } = await one({ injection: { slipPercent: 30 } });
  expect(result).toMatchObject({ outcome: 'fail' });
});

test('a balance that is stuck is an error of the rig', async () => {
  const { result } = await one({ arrange: ({ balance }) => balance.fault({ kind: 'stuck' }) });
  expect(result).toMatchObject({ outcome: 'error', amiss: 'defect' });
  expect(result?.firstDivergence).toMatch(/balance: .*the same to the digit/);
});

test('a load cell that is stuck is an error of the rig', async () => {
  const { result } = await one({ arrange: ({ simulators }) => simulators.force.fault({ kind: 'stuck' }) });
  expect(result).toMatchObject({ outcome: 'error', amiss: 'defect' });
  expect(result?.firstDivergence).toMatch(/load cell: .*it is stuck/);
});

test('a load cell that says nothing is an error of the rig', async () => {
  const { result } = await one({
    arrange: ({ simulators }) => simulators.force.fault({ kind: 'noReply' }),
  });
  expect(result).toMatchObject({ outcome: 'error', amiss: 'defect' });
  expect(result?.firstDivergence).toMatch(/force: no answer to 3 questions/);
});

test('a load cell that sticks while a pump is driven is an error of the rig, before its pump can fail for it', async () => {
  const { result } = await one({
    weighs: 'unweighed',
    arrange: ({ clock, simulators }) =>
      void clock.wakeAt(after(clock.now(), milliseconds(20_000)), () =>
        simulators.force.fault({ kind: 'stuck' }),
      ),
  });
  expect(result).toMatchObject({ outcome: 'error', amiss: 'defect' });
  expect(result?.firstDivergence).toMatch(/load cell: .*it is stuck/);
});

test('a balance that does not come to rest is an error of the rig', async () => {
  const { result } = await one({ arrange: ({ balance }) => balance.fault({ kind: 'vibration' }) });
  expect(result).toMatchObject({ outcome: 'error', amiss: 'defect' });
  expect(result?.firstDivergence).toMatch(/not at rest within/);
});

const PROFILE: WeighingProfile = {
  digitUg: 10,
  repeatabilityUg: 15,
  adjustmentPpm: 20,
  celsius: 20,
  celsiusStandard: 0.5,
};
const UG_PER_U = 9_953;
const MICROSTEPS_PER_U = 814.873;
const SEED = 20_275;

const pan = fc.record({
  pulses: fc.integer({ min: 0, max: 400 }),
  unverified: fc.integer({ min: 0, max: 2 }),
  minutes: fc.integer({ min: 1, max: 600 }),
  lossUgPerHour: fc.integer({ min: 0, max: 1_000 }),
  /** Of each reading, in hundredths of three standard deviations. */
  noise: fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -100, max: 100 })),
  onItsWay: fc.integer({ min: 0, max: 100 }),
});

type Moment = typeof pan extends fc.Arbitrary<infer Value> ? Value : never;

/** What is found in a window in which so many pulses come, and so much more, U. */
const windowWith = (
  { pulses, unverified, minutes, lossUgPerHour, noise, onItsWay }: Moment,
  moreU: number,
) => {
  const [n0, n1] = noise.map(each => (each / 100) * 3 * 15);
  const arrived = Math.max(0, pulses * 0.025 - (onItsWay / 100) * Math.min(3, pulses) * 0.025) + moreU;
  const mass = arrived * UG_PER_U - (lossUgPerHour * minutes) / 60;
  const mark = (atMs: number, massUg: number, least: number, most: number): Mark => ({
    weight: { atMs, massUg: Math.round(massUg / 10) * 10 },
    least: least * 0.025 * MICROSTEPS_PER_U,
    most: most * 0.025 * MICROSTEPS_PER_U,
    drips: onItsWay > 0,
  });
  return windowOf(
    { ...mark(0, n0 ?? 0, 0, 0), drips: false },
    mark(minutes * 60_000, mass + (n1 ?? 0), pulses - Math.min(pulses, unverified), pulses),
    NOTHING_DONE,
    { profile: PROFILE, evaporation: { value: lossUgPerHour, standard: 10 } },
  );
};

test(`SR-003 SR-021 of a pump that gives what was ordered no window is outside, of others each (seed ${SEED})`, () => {
  let judged = 0;
  fc.assert(
    fc.property(pan, moment => {
      const well = windowWith(moment, 0);
      if (well === null) throw new Error('nothing was done, and nothing is known');
      expect([excessIn(well), shortfallIn(well)]).toEqual([0, 0]);
      // Twice the limit, and what may have been on its way.
      const more = windowWith(moment, 2 * well.limit + 0.08);
      expect(more && excessIn(more)).toBeGreaterThan(0);
      const less = windowWith(moment, -2 * well.limit - 0.08 - 0.05);
      expect(less && shortfallIn(less)).toBeGreaterThan(0);
      judged += 1;
    }),
    { seed: SEED, numRuns: 2_000 },
  );
  expect(judged).toBeGreaterThan(0);
});

test('what the rig holds back or nobody counts is not held against a pump', () => {
  const mark = (massUg: number, least: number): Mark => ({
    weight: { atMs: massUg, massUg },
    least,
    most: least,
    drips: false,
  });
  const weighing = { profile: PROFILE, evaporation: { value: 0, standard: 0 } };
  const [from, to] = [mark(0, 0), mark(1, 815)];
  const open = windowOf(from, to, NOTHING_DONE, weighing);
  expect(open && shortfallIn(open)).toBeGreaterThan(0.9);
  const held = windowOf(from, to, { ...NOTHING_DONE, heldBack: 'closed' }, weighing);
  expect(held && [held.least, shortfallIn(held)]).toEqual([null, 0]);
  expect(windowOf(from, to, { ...NOTHING_DONE, unknown: 'changed' }, weighing)).toBeNull();
});
