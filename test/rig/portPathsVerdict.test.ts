import { expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { simulatedBench } from '../../hardware/rig/bench/bench.ts';
import type { PathResult } from '../../hardware/rig/paths/pathResult.ts';
import type { PortDriver } from '../../hardware/rig/paths/ports/driver.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { runPhase } from '../../hardware/rig/run/phases.ts';
import { portPathsPhase } from '../../hardware/rig/run/portPaths.ts';
import { standOf } from '../../hardware/rig/run/stand.ts';

/** What the phase makes of a rig; with `isStraying` every pump but the first goes another way than it can steer. */
const judged = async (isStraying: boolean, counts: Partial<PortDriver>) => {
  const signal = new AbortController().signal;
  const stand = standOf({
    profile: SIMULATED_RIG,
    open: simulatedBench('memory', SIMULATED_RIG),
    transport: null,
    fault: null,
    signal,
  });
  let first: PathResult | null = null;
  const ports: PortDriver = {
    ...stand.ports,
    ...counts,
    onLines: (use, weighs) =>
      stand.ports.onLines(
        drive =>
          use(async (plan, name) => {
            if (isStraying && first !== null) return { ...first, name, outcome: 'undriven', taken: [] };
            const result = await drive(plan, name);
            first ??= result;
            return result;
          }),
        weighs,
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
  return { outcome: record.outcome, reason: record.reason, failed, told };
};

test('SR-080 a run passes when all that is within reach was taken and every stimulus was answered, and not otherwise', {
  timeout: 240_000,
}, async () => {
  expect(await judged(false, {})).toMatchObject({ outcome: 'PASS', reason: null, failed: [] });
  const strayed = await judged(true, { stimuli: () => 1, reactions: () => [] });
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
