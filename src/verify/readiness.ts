import type { AnyMachineSnapshot, AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { evaluateGuard } from 'xstate/guards';
import type { Event } from './automaton.ts';
import {
  type Combination,
  candidatesOf,
  combinationOf,
  type Guard,
  partsOf,
  termOf,
} from './cover/guards.ts';
import { answers } from './footprint.ts';
import { type Node, transitionsAt } from './shape.ts';
import { transitionId } from './taken.ts';

/**
 * What each transition that leaves an active state would do if its event came now. The guards are asked by
 * XState itself, on the snapshot, for every form that the event may have: nothing is guessed. Pure.
 */

/** What a guard answers, down to the questions that are built of nothing. */
export type Answer = {
  /** The name it has in the chart; of a part without one, what it asks (`in pump.life.operating`). */
  readonly name: string;
  readonly kind: 'question' | Combination;
  readonly holds: boolean;
  readonly parts: readonly Answer[];
};

/** One form of the event, and what would come of it. */
export type Form = {
  readonly event: Event;
  /** `refused`: its guard says no; `earlier`: another transition answers first. */
  readonly outcome: 'taken' | 'refused' | 'earlier';
  /** Null without a guard. */
  readonly guard: Answer | null;
  /** The transition that answers first. */
  readonly by: string | null;
};

export type Readiness = {
  readonly transition: string;
  readonly source: string;
  /** In the order of the alphabet; empty when nobody outside can send its event. */
  readonly forms: readonly Form[];
};

/**
 * Of all transitions whose source is active, in document order. `before` must be of the timer view of a chart, in which a
 * delay ends by an event; `alphabet` are the events that may come, in all their forms.
 */
export const readinessAt = (before: AnyMachineSnapshot, alphabet: readonly Event[]): readonly Readiness[] => {
  const nodes: readonly Node[] = [...before._nodes].sort((one, other) => one.order - other.order);
  const candidates = nodes.flatMap(transitionsAt);
  const forms = new Map<AnyTransitionDefinition, Form[]>(candidates.map(each => [each, []]));
  for (const event of alphabet) {
    const heard = candidates.filter(({ eventType }) => answers(eventType, event.type));
    if (heard.length === 0) continue;
    const taken = takenBy(before, event);
    for (const candidate of heard) forms.get(candidate)?.push(formOf(before, candidate, event, taken));
  }
  return candidates.map(candidate => ({
    transition: transitionId(candidate),
    source: candidate.source.id,
    forms: forms.get(candidate) ?? [],
  }));
};

/** Of each active leaf, the transition that answers: the innermost state is asked first, of it the first candidate. */
type Taken = ReadonlyMap<Node, AnyTransitionDefinition>;

const takenBy = (before: AnyMachineSnapshot, event: Event): Taken => {
  const found = new Map<Node, AnyTransitionDefinition>();
  for (const leaf of before._nodes.filter(({ states }) => Object.keys(states).length === 0)) {
    const answer = firstFrom(before, leaf, event);
    if (answer !== undefined) found.set(leaf, answer);
  }
  return found;
};

const firstFrom = (
  before: AnyMachineSnapshot,
  leaf: Node,
  event: Event,
): AnyTransitionDefinition | undefined => {
  for (let node: Node | undefined = leaf; node !== undefined; node = node.parent) {
    // Of a parallel state XState asks only when none of its regions has an answer; ours have none of their own.
    if (node.type === 'parallel' && transitionsAt(node).length > 0)
      throw new Error(`"${node.id}" answers outside its regions, which nobody can tell apart`);
    const first = candidatesOf(node, event.type).find(
      ({ guard }) => guard === undefined || holdsAt(before, event, guard),
    );
    if (first !== undefined) return first;
  }
  return undefined;
};

const holdsAt = (before: AnyMachineSnapshot, event: Event, guard: Guard): boolean =>
  evaluateGuard(guard, before.context, event, before);

const formOf = (
  before: AnyMachineSnapshot,
  candidate: AnyTransitionDefinition,
  event: Event,
  taken: Taken,
): Form => {
  const guard =
    candidate.guard === undefined ? null : answerOf(before.machine, before, event, candidate.guard);
  if ([...taken.values()].includes(candidate)) return { event, outcome: 'taken', guard, by: null };
  if (guard !== null && !guard.holds) return { event, outcome: 'refused', guard, by: null };
  const earlier = [...taken].find(([leaf]) => isIn(leaf, candidate.source))?.[1];
  return { event, outcome: 'earlier', guard, by: earlier === undefined ? null : transitionId(earlier) };
};

const isIn = (node: Node, outer: Node): boolean =>
  node === outer || (node.parent !== undefined && isIn(node.parent, outer));

const answerOf = (
  machine: AnyStateMachine,
  before: AnyMachineSnapshot,
  event: Event,
  guard: Guard,
): Answer => {
  const name = termOf(guard);
  const holds = holdsAt(before, event, guard);
  const meaning: Guard | undefined =
    typeof guard === 'function'
      ? guard
      : machine.implementations.guards[typeof guard === 'string' ? guard : guard.type];
  if (meaning === undefined) throw new Error(`"${machine.id}" has no guard "${name}"`);
  // A guard that stands for another one by its name.
  if (typeof meaning !== 'function') return { ...answerOf(machine, before, event, meaning), name };
  const parts = partsOf(meaning);
  if (parts === null) {
    const isNamed = typeof guard !== 'function' && !('stateValue' in meaning);
    return { name: isNamed ? name : termOf(meaning), kind: 'question', holds, parts: [] };
  }
  const kind = combinationOf(meaning);
  return { name, kind, holds, parts: parts.map(part => answerOf(machine, before, event, part)) };
};
