import { expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { simulatedBench } from '../../hardware/rig/bench/bench.ts';
import type { PathResult } from '../../hardware/rig/paths/pathResult.ts';
import type { PortDriver } from '../../hardware/rig/paths/ports/driver.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { runPhase } from '../../hardware/rig/run/phases.ts';
import { portPathsPhase } from '../../hardware/rig/run/portPaths.ts';
import { standOf } from '../../hardware/rig/run/stand.ts';

/** What the phase makes of a rig, of whose pumps nothing but its results is altered. */
const judged = async (alter: (result: PathResult, at: number) => PathResult, counts: Partial<PortDriver>) => {
  const signal = new AbortController().signal;
  const stand = standOf({
    profile: SIMULATED_RIG,
    open: simulatedBench('memory', SIMULATED_RIG),
    transport: null,
    fault: null,
    signal,
  });
  let at = 0;
  const ports: PortDriver = {
    ...stand.ports,
    ...counts,
    onLines: use =>
      stand.ports.onLines(drive =>
        use(async (plan, name) => {
          at += 1;
          return alter(await drive(plan, name), at);
        }),
      ),
  };
  const time = realClock();
  const told: string[] = [];
  const phase = portPathsPhase(
    { ...stand, ports },
    line => void told.push(line),
    () => {},
  );
  const record = await runPhase(phase, signal, time);
  await stand.halt();
  await stand.release();
  time.close();
  const failed = record.measurements.flatMap(({ outcome, name }) => (outcome === 'FAIL' ? [name] : []));
  return { outcome: record.outcome, failed, told };
};

test('SR-080 a run passes when all that is within reach was taken and every stimulus was answered, and not otherwise', {
  timeout: 240_000,
}, async () => {
  expect(await judged(result => result, {})).toMatchObject({ outcome: 'PASS', failed: [] });
  // All paths but the first went another way than the rig can steer.
  const strayed = await judged(
    (result, at) => (at === 1 ? result : { ...result, outcome: 'undriven', taken: [] }),
    { stimuli: () => 1, reactions: () => [] },
  );
  expect(strayed).toMatchObject({
    outcome: 'FAIL',
    failed: [
      'transitions taken',
      'transitions within reach that were not taken',
      'stimuli that a HIGH alarm has answered',
    ],
  });
  expect(strayed.told.some(line => line.startsWith('  within reach and not taken: '))).toBe(true);
});
