import { createHash } from 'node:crypto';
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { z } from 'zod';
import { delayOf, eventName, transitionId } from '../../verify/taken.ts';
import { type Chart, type ChartState, type ChartTransition, inWords } from './model.ts';

/** Derives the chart of a machine. Throws when two transitions would share an id, or `meta.req` is malformed. */
export const chartOf = (machine: AnyStateMachine): Chart => {
  const nodes = subtree(machine.root);
  const transitions = nodes.flatMap(node =>
    [...(node.always ?? []), ...[...node.transitions.values()].flat()].map(transition =>
      transitionOf(machine, transition),
    ),
  );
  const ids = new Set(transitions.map(transition => transition.id));
  if (ids.size !== transitions.length) {
    const twice = transitions.find(
      ({ id }, index) => transitions.findIndex(other => other.id === id) !== index,
    );
    throw new Error(
      `two transitions share the id "${twice?.id}": a delay and an event of the same name meet in one state`,
    );
  }
  return { id: machine.id, states: nodes.map(stateOf), transitions };
};

/** Ids of all active states of a snapshot, parents before children, in document order. */
export const activeIds = (snapshot: AnyMachineSnapshot): readonly string[] =>
  [...snapshot._nodes].sort((one, other) => one.order - other.order).map(node => node.id);

/** A fingerprint of everything that is drawn; two equal charts have equal fingerprints. */
export const fingerprint = (chart: Chart, recipe: string): string =>
  createHash('sha256').update(recipe).update(JSON.stringify(chart)).digest('hex').slice(0, 16);

const subtree = (node: AnyStateNode): readonly AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap(child => subtree(child)),
];

const stateOf = (node: AnyStateNode): ChartState => ({
  id: node.id,
  key: node.key,
  parent: node.parent?.id ?? null,
  kind: node.type,
  initial: node.type === 'compound' ? (node.initial.target[0]?.id ?? null) : null,
  description: node.description ?? null,
  tags: [...node.tags],
  entry: actionNames(node.entry),
  exit: actionNames(node.exit),
  req: requirements(node.meta),
});

const transitionOf = (machine: AnyStateMachine, transition: AnyTransitionDefinition): ChartTransition => ({
  id: transitionId(transition),
  source: transition.source.id,
  event: eventName(transition),
  delay: delayOf(transition),
  guard: transition.guard === undefined ? null : guardOf(machine, transition.guard),
  actions: actionNames(transition.actions),
  targets: (transition.target ?? []).map(target => target.id),
  reenter: transition.reenter,
  description: transition.description ?? null,
  req: requirements(transition.meta),
});

const metaSchema = z.looseObject({ req: z.array(z.string()).optional() }).optional();
const requirements = (meta: unknown): readonly string[] => metaSchema.parse(meta)?.req ?? [];

/** What XState calls an action: a name, an object with a type, or a built-in function with a type. */
const actionSchema = z.union([
  z.string(),
  z.looseObject({
    type: z.string(),
    event: z.unknown().optional(),
    params: z.record(z.string(), z.unknown()).optional(),
  }),
]);

/** XState adds a raise and a cancel of its own for each delay; they are no part of our chart. */
const actionNames = (actions: readonly unknown[]): readonly string[] =>
  actions.flatMap(action => {
    const plain = actionSchema.safeParse(typeof action === 'function' ? { ...action } : action).data;
    if (plain === undefined) return ['(unnamed)'];
    if (typeof plain === 'string') return [plain];
    if (plain.type === 'xstate.cancel') return [];
    if (plain.type !== 'xstate.raise')
      return [plain.params ? `${plain.type} ${Object.values(plain.params).join(' ')}` : plain.type];
    const raised = z.looseObject({ type: z.string() }).safeParse(plain.event).data?.type ?? '(computed)';
    return raised.startsWith('xstate.') ? [] : [`raise ${raised}`];
  });

const guardSchema = z.union([z.string(), z.looseObject({ type: z.string() })]);

/** A named guard keeps its name; what it is built of, when that can be read, goes into the words. */
const guardOf = (machine: AnyStateMachine, guard: unknown): { name: string; words: string } => {
  const named = guardSchema.safeParse(guard).data;
  const name = named === undefined ? combination(guard) : typeof named === 'string' ? named : named.type;
  const meaning = named === undefined ? null : combination(machine.implementations.guards[name]);
  const words = inWords(name);
  return {
    name,
    words: meaning === null || meaning === GUARD_IN_CODE ? words : `${words}: ${inWords(meaning)}`,
  };
};

const GUARD_IN_CODE = '(decided in code)';
const combinatorSchema = z.object({ guards: z.array(z.unknown()) });
const stateInSchema = z.object({ stateValue: z.unknown() });

/** `and`, `or`, `not` and `stateIn` carry what they are made of; anything else is a predicate in code. */
const combination = (guard: unknown): string => {
  const named = guardSchema.safeParse(guard).data;
  if (typeof guard !== 'function')
    return named === undefined ? GUARD_IN_CODE : typeof named === 'string' ? named : named.type;
  const parts = combinatorSchema.safeParse({ ...guard }).data?.guards.map(combination);
  if (parts && guard.name === 'not') return `not ${parts.join('')}`;
  if (parts) return parts.length > 1 ? `(${parts.join(` ${guard.name} `)})` : parts.join('');
  const state = stateInSchema.safeParse({ ...guard }).data?.stateValue;
  if (state === undefined) return GUARD_IN_CODE;
  return `in ${typeof state === 'string' ? state.replace(/^#/, '') : JSON.stringify(state)}`;
};
