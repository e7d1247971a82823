import { createHash } from 'node:crypto';
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { z } from 'zod';
import { DECIDED_IN_CODE, type Guard, termOf } from '../../verify/cover/guards.ts';
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

/** A named guard keeps its name; what it is built of, when that can be read, goes into the words. */
const guardOf = (machine: AnyStateMachine, guard: Guard): { name: string; words: string } => {
  if (typeof guard === 'function') return { name: termOf(guard), words: inWords(termOf(guard)) };
  const name = typeof guard === 'string' ? guard : guard.type;
  const meaning = machine.implementations.guards[name];
  const told = meaning === undefined ? DECIDED_IN_CODE : termOf(meaning);
  const words = inWords(name);
  return { name, words: told === DECIDED_IN_CODE ? words : `${words}: ${inWords(told)}` };
};
