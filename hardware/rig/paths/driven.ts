import type { TestStep } from '../../../src/verify/suites/shown.ts';
import { drive } from './drive.ts';
import type { SimulatedBenchOptions } from './simulated/bench.ts';

/** A fault of a device or a defect of ours, planted on purpose to see a test fail. */
export type Planted = Pick<SimulatedBenchOptions, 'arrange' | 'alter' | 'chart'>;

/**
 * Drives the real pump along a path: the runtime, its journal in memory, and simulated devices at the far end of
 * their cables. Resolves to what its chart showed, step by step; meanwhile the motor, how far it has turned the
 * screw, the alarms shown and what a person was told are held against the path. Rejects with the step and what was
 * amiss, and where the path asks for something that nobody can bring about.
 */
export const driven = async (
  path: readonly TestStep[],
  planted: Planted = {},
): Promise<readonly TestStep[]> => {
  const steps = path.map(({ event }) => ({ event }));
  const { outcome, firstDivergence, checks, shown } = await drive(
    { name: 'a generated test', modes: [], steps },
    { transport: 'memory', ...planted },
  );
  if (outcome !== 'pass') throw new Error(`${outcome}: ${firstDivergence}`);
  if (checks.motor === 0 || checks.told === 0) throw new Error('nothing was looked at from outside');
  return shown;
};
