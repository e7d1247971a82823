import type { Event } from '../automaton.ts';
import type { Suspect } from './affected.ts';
import { isSame, type Shown } from './answers.ts';
import { type Examined, type Examiner, factAt, type Refused } from './examine.ts';
import type { Operator } from './mutant.ts';
import { firstDifference } from './scan.ts';

/**
 * Whether a mutant can be told from the original by somebody who sees its state, its context and everything
 * that it asks for, timers included, after each event of a run. Decided over all reachable states.
 */
export type Verdict =
  /** A shortest run that shows it: its last event is answered otherwise. */
  | { readonly kind: 'killed'; readonly run: readonly Event[]; readonly differs: Differs }
  /** No run does, and why. */
  | { readonly kind: 'equivalent'; readonly because: Because; readonly asked: number }
  /** It is no chart, or none that can be tabulated. */
  | { readonly kind: 'refused'; readonly because: string };

/** What is different after the last event. */
export type Differs = 'state' | 'asked' | 'both';

export const REASONS = {
  saysTheSame: 'it is written otherwise and says the same',
  neverAsked: 'nothing that can be reached asks for what was changed',
  guardIsMoot: 'where the guard is asked, its answer changes nothing: a second lock',
  neverBoth: 'the two candidates are never open at once, or do the same',
  neverTaken: 'what was changed is never taken where it could be',
  sameEffect: 'another answer does the same',
  leavesNoTrace: 'what it does otherwise is nothing that is asked for, remembered or timed',
  undone: 'what differs is undone within the step, by what it raises',
} as const;
export type Because = keyof typeof REASONS;

/** Decides a mutant. What is asked of the original is remembered for the next. */
export const decide = (examiner: Examiner, examined: Examined | Refused): Verdict => {
  if ('refused' in examined) return { kind: 'refused', because: examined.refused };
  const { ground, original } = examiner;
  const { mutant, suspects, isOther, answering, begins } = examined;
  if (!isSame(original.begins, begins))
    return { kind: 'killed', run: [], differs: differsIn(original.begins, begins) };
  const masked: Suspect[] = [];
  const notes: Notes = { isOther, asked: suspects.length, isTaken: false, isAnother: false };
  for (const suspect of suspects) {
    const { state, position, event, moments } = suspect;
    const one = original.first(state, moments.event);
    const other = answering.first(ground.chart.snapshot(state), moments.event);
    notes.isTaken ||= one.taken !== '';
    notes.isAnother ||= one.taken !== other.taken;
    if (isSame(one, other) && one.raised === other.raised) continue;
    const differs = differenceAt(examiner, examined, position, event);
    if (differs === null) masked.push(suspect);
    else return killed(examiner, examined, masked, { position, event, differs });
  }
  if (masked.length > 0) return killed(examiner, examined, masked, null);
  return { kind: 'equivalent', asked: notes.asked, because: becauseOf(mutant.operator, notes) };
};

type Difference = { readonly position: number; readonly event: number; readonly differs: Differs };

const differenceAt = (
  { ground, original }: Examiner,
  { answering }: Examined,
  position: number,
  event: number,
): Differs | null => {
  const state = ground.stateAt(position);
  const fact = factAt(ground, event);
  const one = original.whole(state, fact);
  const other = answering.whole(ground.chart.snapshot(state), fact);
  return isSame(one, other) ? null : differsIn(one, other);
};

/**
 * Moments of a kind may differ in what comes of what they raise. Where the first of a kind showed nothing, a
 * later one may, before the step that was found.
 */
const killed = (
  examiner: Examiner,
  examined: Examined,
  masked: readonly Suspect[],
  found: Difference | null,
): Verdict => {
  const { ground } = examiner;
  const earlier = masked.length === 0 ? null : firstDifference(ground, examined.view, masked, found);
  const first =
    earlier === null
      ? found
      : { ...earlier, differs: differenceAt(examiner, examined, earlier.position, earlier.event) };
  if (first === null) return { kind: 'equivalent', because: 'undone', asked: masked.length };
  if (first.differs === null)
    throw new Error(`tables and XState disagree on a mutant: ${examined.mutant.id}`);
  const run = [...ground.runTo(first.position), factAt(ground, first.event)];
  return { kind: 'killed', run, differs: first.differs };
};

/** What was met while a mutant was asked. */
type Notes = {
  readonly isOther: boolean;
  readonly asked: number;
  /** Something was taken at all. */
  isTaken: boolean;
  /** The mutant took something else. */
  isAnother: boolean;
};

const becauseOf = (operator: Operator, { isOther, asked, isTaken, isAnother }: Notes): Because => {
  if (!isOther) return 'saysTheSame';
  if (asked === 0) return 'neverAsked';
  if (operator === 'priorityChanged') return 'neverBoth';
  if (isAnother) return 'sameEffect';
  if (operator.startsWith('guard')) return 'guardIsMoot';
  return isTaken ? 'leavesNoTrace' : 'neverTaken';
};

const differsIn = (one: Shown, other: Shown): Differs => {
  if (one.asked === other.asked) return 'state';
  return one.state === other.state ? 'asked' : 'both';
};
