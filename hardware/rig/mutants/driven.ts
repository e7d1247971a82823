import { match } from 'ts-pattern';
import type { AnyStateMachine } from 'xstate';
import { drive } from '../paths/drive.ts';
import type { PathResult } from '../paths/pathResult.ts';
import type { PumpPath } from '../paths/pumpModel.ts';
import { ON_MS } from './tapes.ts';

/** What a drive shows of another chart. `undriven`: the bench could not bring the path about, which says nothing of it. */
export type Driven =
  | { readonly kind: 'seen'; readonly what: string }
  | { readonly kind: 'same' }
  | { readonly kind: 'undriven'; readonly why: string };

/**
 * Drives a pump with another chart along a path, in the real runtime with simulated devices, the pump that ships beside
 * it. What is seen from outside first: at the motor, in how far it went, in what was shown or told, in what did not
 * come, or in what it asked for.
 */
export const drivenOnPath = async (path: PumpPath, chart: AnyStateMachine): Promise<Driven> => {
  const driven = await drive(path, {
    transport: 'memory',
    chart,
    fromOutside: true,
    beside: true,
    goesOnMs: ON_MS,
  });
  return match(driven.outcome)
    .returnType<Driven>()
    .with('pass', () => ({ kind: 'same' }))
    .with('undriven', () => ({ kind: 'undriven', why: wordsOf(driven) }))
    .with('fail', 'error', () => ({ kind: 'seen', what: wordsOf(driven) }))
    .exhaustive();
};

/** The first line: a defect of the pump comes with its stack. */
const wordsOf = ({ outcome, firstDivergence }: PathResult): string =>
  firstDivergence?.split('\n')[0] ?? outcome;
