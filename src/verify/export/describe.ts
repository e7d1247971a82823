import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { z } from 'zod';
import { type Event, nameOf } from '../automaton.ts';
import { ChartRefusal } from '../chartRefusal.ts';
import { answers } from '../footprint.ts';
import { type Node, shapeOf, transitionsAt, within } from '../shape.ts';
import { delayOf, eventName } from '../taken.ts';
import { timerView } from '../timerView.ts';
import { contextsOf, raisedAmong } from '../witness/deeds.ts';
import type { Action, Document, State, Transition } from './document.ts';
import { type Glossary, glossaryOf, guardSaid, type Uses } from './glossary.ts';
import { BEGINNING, type Moment } from './learned.ts';
import { plainValue, read } from './plain.ts';

/** A chart, and every event that anybody may send to it, in all their forms. */
export type Subject = {
  readonly machine: AnyStateMachine;
  readonly events: readonly Event[];
  readonly input?: unknown;
};

/**
 * Reads a chart into plain data. Functions are asked at every moment there is, and written out. What a chart
 * may not have (see `shapeOf`) is refused by name and place, and so is what cannot be said in a document.
 */
export const describe = ({ machine, events: sent, input }: Subject): Document => {
  shapeOf(timerView(machine));
  const initial = contextBefore(machine, input);
  const { contexts, events, raised } = closure(machine, initial, sent);
  const uses = usesOf(machine, events);
  const moments = (among: readonly Event[]): readonly Moment[] =>
    contexts.flatMap(context => among.map(event => ({ context, event })));
  const glossary = glossaryOf(machine, uses, moments);
  return {
    islet: 'chart',
    version: 1,
    context: Object.fromEntries(
      Object.entries(z.record(z.string(), z.json()).parse(initial ?? {})).map(([field, value]) => {
        const values = [...new Set(contexts.map(each => read(each, field)))];
        return [field, { initial: value, values: values.length > 1 ? values.map(plainValue) : [] }];
      }),
    ),
    events: eventsSaid(machine, events, raised),
    guards: glossary.guards,
    actions: glossary.actions,
    delays: glossary.delays,
    root: stateOf(machine, machine.root, glossary),
  };
};

/** What the chart remembers before it enters its first states, which may change it already. */
const contextBefore = (machine: AnyStateMachine, input: unknown): unknown => {
  const context: unknown = machine.config.context;
  return typeof context === 'function' ? context({ input }) : context;
};

/** Contexts and raised events make each other: until nothing is new. */
const closure = (machine: AnyStateMachine, initial: unknown, sent: readonly Event[]) => {
  const done = within(machine.root).flatMap(node => [
    ...own(node.entry),
    ...own(node.exit),
    ...transitionsAt(node).flatMap(({ actions }) => actions),
  ]);
  const known = new Set(sent.map(nameOf));
  for (let events = sent; ; ) {
    const contexts = contextsOf(machine, initial, [...events, BEGINNING]);
    const raised = raisedAmong(machine, done, contexts, [...events, BEGINNING]);
    const all = [...sent, ...raised.filter(event => !known.has(nameOf(event)))];
    if (all.length === events.length) return { contexts: contexts.values, events, raised };
    events = all;
  }
};

/** Which events each transition could be taken by; entries and exits come with any, and the first with none. */
const usesOf = (machine: AnyStateMachine, events: readonly Event[]): Uses => {
  const named = (transition: AnyTransitionDefinition) =>
    events.filter(({ type }) => answers(eventName(transition), type));
  const nodes = within(machine.root);
  return {
    guards: nodes.flatMap(transitionsAt).map(each => [each.guard, named(each)] as const),
    actions: [
      ...nodes.flatMap(transitionsAt).flatMap(each => each.actions.map(one => [one, named(each)] as const)),
      ...nodes
        .flatMap(node => [...own(node.entry), ...own(node.exit)])
        .map(one => [one, [...events, BEGINNING]] as const),
    ],
    delays: nodes.flatMap(transitionsAt).flatMap(each => delayOf(each) ?? []),
    all: [...events, BEGINNING],
  };
};

const eventsSaid = (
  machine: AnyStateMachine,
  events: readonly Event[],
  raised: readonly Event[],
): Document['events'] => {
  const answered = within(machine.root).flatMap(transitionsAt).map(eventName);
  const types = [...new Set(events.map(({ type }) => type))].filter(type =>
    answered.some(descriptor => answers(descriptor, type)),
  );
  return types.map(type => {
    const forms = events.filter(event => event.type === type);
    const fields = [...new Set(forms.flatMap(form => Object.keys(form)))].filter(field => field !== 'type');
    const isRaised = raised.some(event => event.type === type);
    const values = (field: string) =>
      [...new Set(forms.map(form => read(form, field)))].filter(each => each !== undefined).map(plainValue);
    return {
      type,
      ...(fields.length > 0 && {
        fields: Object.fromEntries(fields.map(field => [field, values(field)])),
      }),
      ...(isRaised && { raised: true as const }),
    };
  });
};

const stateOf = (machine: AnyStateMachine, node: Node, glossary: Glossary): State => {
  const states = Object.values(node.states);
  const kind = states.length === 0 ? 'atomic' : node.type === 'parallel' ? 'parallel' : 'compound';
  const req = requirements(node.meta);
  return {
    id: node.id,
    key: node.key,
    kind,
    ...(node.description !== undefined && { description: node.description }),
    ...(node.tags.length > 0 && { tags: [...node.tags] }),
    ...(req.length > 0 && { req: [...req] }),
    ...(kind === 'compound' && { initial: initialOf(node) }),
    entry: own(node.entry).map(each => glossary.said(each)),
    exit: own(node.exit).map(each => glossary.said(each)),
    transitions: transitionsAt(node).map(each => transitionOf(machine, each, glossary)),
    states: states.map(each => stateOf(machine, each, glossary)),
  };
};

const initialOf = ({ id, initial, states }: Node): string => {
  const [first] = initial.target ?? [];
  if (initial.actions.length > 0) throw new ChartRefusal(`cannot export "${id}": its beginning acts`);
  if (first === undefined || !Object.values(states).includes(first))
    throw new ChartRefusal(`cannot export "${id}": it begins in no child of its own`);
  return first.id;
};

const transitionOf = (
  machine: AnyStateMachine,
  transition: AnyTransitionDefinition,
  glossary: Glossary,
): Transition => {
  const delay = delayOf(transition);
  const [target] = transition.target ?? [];
  const req = requirements(transition.meta);
  return {
    event: eventName(transition),
    ...(delay !== null && { after: delay }),
    ...(transition.guard !== undefined && { guard: guardSaid(machine, transition.guard) }),
    ...(target !== undefined && { target: target.id }),
    ...(transition.reenter && { reenter: true as const }),
    actions: transition.actions.map((each): Action => glossary.said(each)),
    ...(req.length > 0 && { req: [...req] }),
    ...(transition.description !== undefined && { description: transition.description }),
  };
};

/** XState begins and ends a delay by actions of its own; they are no part of the chart. */
const own = (actions: readonly unknown[]): readonly unknown[] =>
  actions.filter(action => {
    const type = read(action, 'type');
    if (type === 'xstate.cancel') return false;
    return !(
      type === 'xstate.raise' && String(read(read(action, 'event'), 'type')).startsWith('xstate.after')
    );
  });

const metaSchema = z.looseObject({ req: z.array(z.string()).optional() }).optional();
const requirements = (meta: unknown): readonly string[] => metaSchema.parse(meta)?.req ?? [];
