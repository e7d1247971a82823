import { type AnyStateMachine, initialTransition } from 'xstate';
import { type Event, keyOf } from '../automaton.ts';
import { shapeOf } from '../shape.ts';
import { finderOf, type Suspect } from './affected.ts';
import { type Answering, answeringOf, type First, isSame, type Shown } from './answers.ts';
import { viewOf } from './draft.ts';
import type { Ground } from './ground.ts';
import type { Mutant, Operator } from './mutant.ts';
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

export type Decider = (mutant: Mutant) => Verdict;

/** Decides mutants of the chart that was walked. What is asked of the original is remembered. */
export const deciderOf = (ground: Ground): Decider => {
  const { chart } = ground;
  const find = finderOf(ground);
  const original = remembered(ground, answeringOf(chart.machine));
  const begins = beginningOf(chart.machine, ground.input);

  const decide = (mutant: Mutant): Verdict => {
    const view = viewOf(mutant.draft);
    const shape = shapeOf(view);
    const start = beginningOf(view, ground.input);
    if (!isSame(begins, start)) return { kind: 'killed', run: [], differs: differsIn(begins, start) };
    const { suspects, isOther } = find(shape, isChangedIn(mutant, ground));
    const own = answeringOf(view);
    const masked: Suspect[] = [];
    const notes: Notes = { isOther, asked: suspects.length, isTaken: false, isAnother: false };
    for (const suspect of suspects) {
      const before = chart.snapshot(suspect.state);
      const [one, other] = [original.first(suspect), own.first(before, suspect.moments.event)];
      notes.isTaken ||= one.taken !== '';
      notes.isAnother ||= one.taken !== other.taken;
      if (isSame(one, other) && one.raised === other.raised) continue;
      const shown = differenceAt(suspect.position, suspect.event, own);
      if (shown === null) masked.push(suspect);
      else return killed(view, masked, { ...suspect, differs: shown });
    }
    return masked.length > 0 ? killed(view, masked, null) : equivalent(mutant, notes);
  };

  type Found = { readonly position: number; readonly event: number; readonly differs: Differs };

  const differenceAt = (position: number, event: number, own: Answering): Differs | null => {
    const fact = ground.alphabet[event];
    if (fact === undefined) throw new Error(`no event ${event}`);
    const one = original.whole(position, event);
    const other = own.whole(chart.snapshot(ground.stateAt(position)), fact);
    return isSame(one, other) ? null : differsIn(one, other);
  };

  /** Moments of a kind may differ in what comes of them: where the first of a kind showed nothing, an earlier step than the one found may. */
  const killed = (view: AnyStateMachine, masked: readonly Suspect[], found: Found | null): Verdict => {
    const earlier = masked.length === 0 ? null : firstDifference(ground, view, masked, found);
    const first =
      earlier === null
        ? found
        : { ...earlier, differs: differenceAt(earlier.position, earlier.event, answeringOf(view)) };
    if (first === null) return { kind: 'equivalent', because: 'undone', asked: masked.length };
    const last = ground.alphabet[first.event];
    if (first.differs === null || last === undefined)
      throw new Error('tables and XState disagree on a mutant');
    return { kind: 'killed', run: [...ground.runTo(first.position), last], differs: first.differs };
  };

  return mutant => {
    try {
      return decide(mutant);
    } catch (refusal) {
      if (
        refusal instanceof Error &&
        /^cannot |is both a delay|Invalid|does not exist|no initial/.test(refusal.message)
      )
        return { kind: 'refused', because: refusal.message };
      throw refusal;
    }
  };
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

const equivalent = ({ operator }: Mutant, notes: Notes): Verdict => ({
  kind: 'equivalent',
  asked: notes.asked,
  because: becauseOf(operator, notes),
});

const becauseOf = (operator: Operator, { isOther, asked, isTaken, isAnother }: Notes): Because => {
  if (!isOther) return 'saysTheSame';
  if (asked === 0) return 'neverAsked';
  if (operator === 'priorityChanged') return 'neverBoth';
  if (isAnother) return 'sameEffect';
  if (operator.startsWith('guard')) return 'guardIsMoot';
  return isTaken ? 'leavesNoTrace' : 'neverTaken';
};

/** Regions whose config is not the very one of the original; all, where a guard of the glossary is another. */
const isChangedIn = ({ draft }: Mutant, { chart }: Ground): ((region: string) => boolean) => {
  if (chart.machine.root.type !== 'parallel' || Object.keys(draft.guards).length > 0) return () => true;
  return region => draft.root.states[region] !== draft.from.states[region];
};

const differsIn = (one: Shown, other: Shown): Differs => {
  if (one.asked === other.asked) return 'state';
  return one.state === other.state ? 'asked' : 'both';
};

/** How a chart begins, and what it asks for then. */
const beginningOf = (machine: AnyStateMachine, input: unknown): Shown => {
  const [snapshot, actions] = initialTransition(machine, input);
  if (snapshot.status !== 'active') throw new Error(`no initial state: ${String(snapshot.error)}`);
  const asked = actions.filter(({ type }) => !type.startsWith('xstate.'));
  return { state: keyOf(snapshot), asked: JSON.stringify(asked.map(({ type, params }) => [type, params])) };
};

/** The original's own answers, each asked once. */
const remembered = ({ chart, stateAt, alphabet }: Ground, answering: Answering) => {
  const firsts = new Map<Event, Map<number, First>>();
  const wholes = new Map<number, Shown>();
  return {
    first: ({ state, moments: { event } }: Suspect): First => {
      const known = firsts.get(event) ?? new Map<number, First>();
      firsts.set(event, known);
      const answer = known.get(state) ?? answering.first(chart.snapshot(state), event);
      known.set(state, answer);
      return answer;
    },
    whole: (position: number, event: number): Shown => {
      const key = position * alphabet.length + event;
      const fact = alphabet[event];
      if (fact === undefined) throw new Error(`no event ${event}`);
      const answer = wholes.get(key) ?? answering.whole(chart.snapshot(stateAt(position)), fact);
      wholes.set(key, answer);
      return answer;
    },
  };
};
