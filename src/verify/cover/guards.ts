import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { and, evaluateGuard, not, or } from 'xstate/guards';
import { answers } from '../footprint.ts';
import type { Node } from '../shape.ts';
import { transitionId } from '../taken.ts';

/**
 * What a guard decides, and of what: the guard itself, and the conditions that it is built of by `and`, `or`
 * and `not`, each by a text. A guard that is one condition has no other.
 */
type Condition = { readonly text: string; readonly guard: Guard };
export type Guard = Parameters<typeof evaluateGuard>[0];

/** `pump.motor.still pulse.due 0 ? gateIsOpen: true`. */
export const outcomeId = (transition: string, condition: string, holds: boolean): string =>
  `${transition} ? ${condition}: ${holds}`;

/** Both outcomes of everything that the guard of a transition asks; none of one without a guard. */
export const outcomesOf = (
  machine: AnyStateMachine,
  transition: AnyTransitionDefinition,
): readonly string[] => {
  const id = transitionId(transition);
  return conditionsOf(machine, transition).flatMap(({ text }) =>
    [true, false].map(holds => outcomeId(id, text, holds)),
  );
};

/**
 * The outcomes of all guards that XState asks when this event comes in this state: from the inner states to
 * the outer ones, of each the candidates in their order, until one is taken. The conditions of a guard that
 * is asked are all evaluated, each by XState itself, where `and` and `or` would stop at the first.
 */
export const outcomesAt = (before: AnyMachineSnapshot, event: AnyEventObject): readonly string[] =>
  before._nodes.filter(isLeaf).flatMap(leaf => {
    const found: string[] = [];
    for (let node: Node | undefined = leaf; node !== undefined; node = outerOf(node))
      if (isAnswered(node, before, event, found)) break;
    return found;
  });

const isLeaf = ({ states }: Node): boolean => Object.keys(states).length === 0;

/** The state around another; of a parallel one, XState asks only when none of its regions has an answer. */
const outerOf = ({ parent }: Node): Node | undefined => (parent?.type === 'parallel' ? undefined : parent);

const isAnswered = (
  node: Node,
  before: AnyMachineSnapshot,
  event: AnyEventObject,
  found: string[],
): boolean => {
  for (const candidate of candidatesOf(node, event.type)) {
    const { guard } = candidate;
    if (guard === undefined) return true;
    const holds = (asked: Guard): boolean => evaluateGuard(asked, before.context, event, before);
    const id = transitionId(candidate);
    for (const { text, guard: asked } of conditionsOf(before.machine, candidate))
      found.push(outcomeId(id, text, holds(asked)));
    if (holds(guard)) return true;
  }
  return false;
};

/** Transitions that may answer an event, in XState's order: its own descriptor first, then the longer one. */
export const candidatesOf = ({ transitions }: Node, type: string): readonly AnyTransitionDefinition[] =>
  [...transitions.keys()]
    .filter(descriptor => answers(descriptor, type))
    .sort((a, b) => Number(b === type) - Number(a === type) || b.length - a.length)
    .flatMap(descriptor => transitions.get(descriptor) ?? []);

const conditionsOf = (
  machine: AnyStateMachine,
  transition: AnyTransitionDefinition,
): readonly Condition[] => {
  const known = conditions.get(transition);
  if (known !== undefined) return known;
  const guard: Guard | undefined = transition.guard;
  const made = guard === undefined ? [] : [{ text: termOf(guard), guard }, ...operandsIn(machine, guard)];
  conditions.set(transition, made);
  return made;
};
const conditions = new WeakMap<AnyTransitionDefinition, readonly Condition[]>();

/** The conditions that a guard combines, each once; none of a guard that asks only one. */
const operandsIn = (machine: AnyStateMachine, guard: Guard): readonly Condition[] => {
  const atoms = new Map(atomsIn(machine, guard).map(each => [each.text, each]));
  return atoms.size > 1 ? [...atoms.values()] : [];
};

/** What a guard is built of, down to what is built of nothing. */
const atomsIn = (machine: AnyStateMachine, guard: Guard): readonly Condition[] => {
  const meaning: Guard | undefined =
    typeof guard === 'function' ? guard : machine.implementations.guards[nameIn(guard)];
  if (meaning === undefined) throw new Error(`"${machine.id}" has no guard "${termOf(guard)}"`);
  if (typeof meaning !== 'function') return atomsIn(machine, meaning);
  const parts = partsOf(meaning);
  if (parts !== null) return parts.flatMap(part => atomsIn(machine, part));
  // `stateIn` says which state it asks for, in its own words; a predicate goes by the name it was given.
  const named = 'stateValue' in meaning || typeof guard === 'function' ? meaning : guard;
  return [{ text: termOf(named), guard: named }];
};

/** The guards that `and`, `or` and `not` combine; null of any other. */
export const partsOf = (guard: Guard): readonly Guard[] | null =>
  typeof guard === 'function' && 'guards' in guard && Array.isArray(guard.guards) ? guard.guards : null;

export type Combination = 'and' | 'or' | 'not';

/** XState gives all guards that are combined in one way the same check; its name does not outlive a minifier. */
const checkOf = (guard: object): unknown => ('check' in guard ? guard.check : null);
const CHECKS: ReadonlyMap<unknown, Combination> = new Map<unknown, Combination>([
  [checkOf(and([])), 'and'],
  [checkOf(or([])), 'or'],
  [checkOf(not(() => true)), 'not'],
]);

/** How a guard that has parts combines them. Throws for a way that is not known here. */
export const combinationOf = (guard: object): Combination => {
  const way = CHECKS.get(checkOf(guard));
  if (way === undefined) throw new Error('a guard combines others by none of and, or, not');
  return way;
};

const nameIn = (guard: Exclude<Guard, (...args: never[]) => unknown>): string =>
  typeof guard === 'string' ? guard : guard.type;

/** What is said of a guard that is a plain function without a name. */
export const DECIDED_IN_CODE = '(decided in code)';

/** A guard as a text: its name, or what it is built of. Guards written in place that are plain functions share one. */
export const termOf = (guard: Guard): string => {
  if (typeof guard === 'string') return guard;
  if (typeof guard !== 'function')
    return 'params' in guard ? `${guard.type} ${JSON.stringify(guard.params)}` : guard.type;
  const parts = partsOf(guard)?.map(termOf);
  if (parts !== undefined) {
    const way = combinationOf(guard);
    if (way === 'not') return `not ${parts.join('')}`;
    return parts.length > 1 ? `(${parts.join(` ${way} `)})` : parts.join('');
  }
  if (!('stateValue' in guard)) return DECIDED_IN_CODE;
  const { stateValue } = guard;
  return `in ${typeof stateValue === 'string' ? stateValue.replace(/^#/, '') : JSON.stringify(stateValue)}`;
};
