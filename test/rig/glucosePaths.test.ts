import { expect, test } from 'vitest';
import { simulatedBench } from '../../hardware/rig/bench/bench.ts';
import type { RigPump } from '../../hardware/rig/bench/rigPump.ts';
import { SENSED } from '../../hardware/rig/paths/glucose/causes.ts';
import {
  driveGlucose,
  type GlucosePath,
  type GlucoseResult,
} from '../../hardware/rig/paths/glucose/drive.ts';
import { lowSuspendModel } from '../../hardware/rig/paths/glucose/sky.ts';
import {
  glucosePaths,
  glucoseTransitions,
  UNDRIVEN_GLUCOSE,
} from '../../hardware/rig/paths/glucose/suite.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { RigTrouble } from '../../hardware/rig/run/phases.ts';
import { standOf } from '../../hardware/rig/run/stand.ts';
import { lowSuspendMachine } from '../../machines/therapy/lowSuspend/lowSuspend.ts';
import { counts } from '../../src/domain/units.ts';

/** Paths of low-glucose suspend: what brings them about is a value at a service, over HTTP, or that none comes. */

const paths = glucosePaths(lowSuspendMachine);

/** Drives them, each with a pump whose world this may change. */
const driven = async (
  which: readonly GlucosePath[],
  alter: (pump: RigPump) => RigPump = pump => pump,
): Promise<readonly GlucoseResult[]> => {
  const stand = standOf({
    profile: SIMULATED_RIG,
    open: simulatedBench('memory', SIMULATED_RIG),
    transport: null,
    fault: null,
    signal: new AbortController().signal,
  });
  const results: GlucoseResult[] = [];
  for (const path of which)
    await stand.withPump({ settings: SENSED, sensor: true }, async pump => {
      results.push(await driveGlucose(alter(pump), path));
    });
  await stand.halt();
  await stand.release();
  return results;
};

test('every transition of the chart is on a path, or has its reason', () => {
  const taken = new Set(
    paths.flatMap(({ events }) => {
      let state = lowSuspendModel.initial;
      return events.flatMap(event => {
        const edge = lowSuspendModel.step(state, event);
        state = edge.target;
        return edge.taken;
      });
    }),
  );
  expect(paths.length).toBeGreaterThan(0);
  expect(glucoseTransitions().filter(id => !taken.has(id))).toEqual([...UNDRIVEN_GLUCOSE.keys()]);
});

test('SR-089 SR-091 SR-092 values, their absence and a person take the pump along every path, and basal is off where the chart says so', {
  timeout: 240_000,
}, async () => {
  const results = await driven(paths);
  console.log(
    `${results.length} paths of glucose, ${results.reduce((sum, each) => sum + each.driven, 0)} steps, ${new Set(results.flatMap(({ taken }) => taken)).size} transitions`,
  );
  expect(results.map(({ amiss, driven: done }) => [amiss, done])).toEqual(
    results.map(({ steps }) => [null, steps]),
  );
  const looks = results.flatMap(result => result.looks);
  expect(looks.filter(({ isOff }) => isOff).length).toBeGreaterThan(5);
  expect(looks.filter(({ isOff }) => !isOff).length).toBeGreaterThan(5);
});

const SHORTEST = paths
  .toSorted((one, other) => one.events.length - other.events.length)
  .find(({ events }) => events.length > 2);
const shortest = (): readonly GlucosePath[] => {
  if (SHORTEST === undefined) throw new Error('no path has more than two events');
  return [SHORTEST];
};

test('SR-089 a pump that low glucose does not stop fails', async () => {
  const [result] = await driven(shortest(), pump => ({
    ...pump,
    give: async (...facts) => pump.give(...facts.filter(({ type }) => type !== 'settings.changed')),
  }));
  expect(result?.amiss).toMatch(/^step 1 \(lowSuspend\.armed .*it did not come/);
});

test('SR-089 a pump whose plunger moves while basal is off fails', async () => {
  let asked = 0;
  const [result] = await driven(shortest(), pump => ({
    ...pump,
    counts: async () => {
      asked += 1;
      return counts((await pump.counts()) + asked);
    },
  }));
  expect(result?.amiss).toMatch(/basal is off, and the plunger went 1 counts/);
});

test('a service that does not give what it was told is an error of the rig', async () => {
  const mute = (pump: RigPump): RigPump => ({
    ...pump,
    glucose: pump.glucose && { ...pump.glucose, send: () => {} },
  });
  await expect(driven(shortest(), mute)).rejects.toThrow(RigTrouble);
});
