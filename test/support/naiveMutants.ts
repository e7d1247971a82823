import { expect } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';
import { type Event, keyOf, nameOf } from '../../src/verify/automaton.ts';
import { decide } from '../../src/verify/mutants/decide.ts';
import { draftOf, viewOf } from '../../src/verify/mutants/draft.ts';
import { examinerOf } from '../../src/verify/mutants/examine.ts';
import { type Ground, groundOf } from '../../src/verify/mutants/ground.ts';
import type { Mutant } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { chartWith, EVENTS } from './randomCharts.ts';

/**
 * The first run, in the order of a breadth-first walk, after which two charts show something else: XState's
 * own `transition()` of both, side by side, for each state and event, and nothing else. Null when there is
 * none in all that can be reached.
 */
export const naiveDifference = (
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  events: readonly Event[],
  input?: unknown,
): readonly Event[] | null => {
  const before = initialTransition(original, input);
  const other = initialTransition(mutant, input);
  if (shown(before) !== shown(other)) return [];
  const seen = new Set([keyOf(before[0])]);
  const queue: { readonly at: AnyMachineSnapshot; readonly run: readonly Event[] }[] = [
    { at: before[0], run: [] },
  ];
  for (const { at, run } of queue) {
    const same = mutant.resolveState({ value: at.value, context: at.context });
    for (const event of events) {
      const taken = transition(original, at, event);
      if (shown(taken) !== brokenOr(() => shown(transition(mutant, same, event)))) return [...run, event];
      const key = keyOf(taken[0]);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ at: taken[0], run: [...run, event] });
    }
  }
  return null;
};

type Taken = readonly [AnyMachineSnapshot, readonly { readonly type: string; readonly params?: unknown }[]];

const shown = ([snapshot, actions]: Taken): string =>
  JSON.stringify([
    keyOf(snapshot),
    snapshot.status,
    actions.filter(({ type }) => !type.startsWith('xstate.')).map(({ type, params }) => [type, params]),
  ]);

const brokenOr = (show: () => string): string => {
  try {
    return show();
  } catch {
    return 'broken off';
  }
};

/** Mutants by what became of them. */
export type Count = { killed: number; equivalent: number; refused: number };

export const noneCounted = (): Count => ({ killed: 0, equivalent: 0, refused: 0 });

/** Decides mutants in both ways, which must come to the same run, and counts. */
export const decideBothWays = (ground: Ground, mutants: readonly Mutant[], count: Count): void => {
  const examiner = examinerOf(ground);
  for (const mutant of mutants) {
    const verdict = decide(examiner, examiner.examine(mutant));
    count[verdict.kind] += 1;
    if (verdict.kind === 'refused') continue;
    const run = verdict.kind === 'killed' ? verdict.run.map(nameOf) : null;
    const naive = naiveDifference(ground.chart.machine, viewOf(mutant.draft), ground.alphabet, ground.input);
    expect([mutant.id, run]).toEqual([mutant.id, naive?.map(nameOf) ?? null]);
  }
};

/** One in `stride` of the mutants of a random chart, both ways. A chart that raises without end is left out. */
export const decideRandomChart = (regions: object, first: number, stride: number, count: Count): void => {
  const machine = chartWith(regions);
  const ground = groundOrNull(machine);
  if (ground === null) return;
  const some = mutantsOf(machine).filter((_, index) => index % stride === first % stride);
  decideBothWays(ground, some, count);
};

const groundOrNull = (machine: AnyStateMachine): Ground | null => {
  try {
    return groundOf(viewOf(draftOf(machine)), EVENTS);
  } catch (thrown) {
    if (thrown instanceof Error && /Infinite loop|without end/.test(thrown.message)) return null;
    throw thrown;
  }
};
