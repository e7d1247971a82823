import type { AnyStateMachine } from 'xstate';
import { drive } from '../paths/drive.ts';
import type { PathResult } from '../paths/pathResult.ts';
import type { PumpPath } from '../paths/pumpModel.ts';
import { ON_MS } from './tapes.ts';

/**
 * Drives a pump with another chart along a path, in the real runtime with simulated devices, the pump that ships beside
 * it. What is seen from outside first: at the motor, in how far it went, in what was shown or told, in what did not
 * come, or in what it asked for; null where nothing is, or the bench cannot bring the path about.
 */
export const seenOnPath = async (path: PumpPath, chart: AnyStateMachine): Promise<string | null> => {
  const seen = await drive(path, {
    transport: 'memory',
    chart,
    fromOutside: true,
    beside: true,
    goesOnMs: ON_MS,
  });
  return seen.outcome === 'pass' || seen.outcome === 'undriven' ? null : wordsOf(seen);
};

/** The first line: a defect of the pump comes with its stack. */
const wordsOf = ({ outcome, firstDivergence }: PathResult): string =>
  firstDivergence?.split('\n')[0] ?? outcome;
