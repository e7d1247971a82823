import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  initialTransition,
} from 'xstate';
import { type Event, nameOf } from '../automaton.ts';
import { ChartRefusal } from '../chartRefusal.ts';
import { type Condition, conditionOf } from './conditions.ts';
import { type Contexts, contextsOf, type Deed, deedsOf, raisedAmong } from './deeds.ts';

/**
 * A second reading of a chart, for other tools: what each leaf of each region does on each event, written
 * out in full. It shares no code with the tables of the explorer and never asks XState for a step, so that
 * equal numbers of states and steps mean that two readings agree. It knows what our charts use, and
 * refuses the rest by name and place.
 */
export type Flat = {
  readonly id: string;
  readonly regions: readonly FlatRegion[];
  readonly contexts: Contexts;
  /** What can be sent to it, then what only it raises for itself. */
  readonly events: readonly Event[];
  /** How many of the events can be sent. */
  readonly sendable: number;
  /** Numbers of the events that it raises. */
  readonly raised: readonly number[];
  /** The leaf that each region begins in. */
  readonly initial: readonly number[];
  /** Delays whose end may leave their state. */
  readonly delays: readonly Delay[];
};

export type FlatRegion = {
  readonly id: string;
  /** Ids of the states that are active in each leaf, inner before outer. */
  readonly leaves: readonly (readonly string[])[];
  /** By event and leaf: what is tried, in this order; the first whose condition holds is taken. */
  readonly answers: readonly (readonly (readonly Candidate[])[])[];
};

/** A delay of a state: the leaves that are within the state, and the number of the event that ends it. */
export type Delay = {
  readonly state: string;
  readonly region: number;
  readonly leaves: readonly number[];
  readonly event: number;
  /** When its end leaves the state; no condition where it always does. */
  readonly able: Condition;
  readonly isGuarded: boolean;
  /** Whether it is left by what is raised then. */
  readonly byRaising: boolean;
};

export type Candidate = {
  readonly when: Condition;
  /** The leaf that it leads to; null when it stays where it is. */
  readonly to: number | null;
  /** Ids of the states that are entered. */
  readonly enters: readonly string[];
  readonly exit: readonly Deed[];
  readonly act: readonly Deed[];
  readonly entry: readonly Deed[];
};

type Node = AnyStateMachine['root'];

/** Reads a chart; `sendable` are the events that anybody may send to it, in all their forms. */
export const flatOf = (machine: AnyStateMachine, sendable: readonly Event[], input?: unknown): Flat => {
  const { root } = machine;
  const tops = root.type === 'parallel' ? Object.values(root.states) : [root];
  const nodesOf = tops.map(leavesUnder);
  const begins: AnyMachineSnapshot = initialTransition(machine, input)[0];
  const { contexts, raised, events } = closure(machine, begins.context, sendable);
  const place = (node: Node): { readonly region: number; readonly leaves: readonly number[] } => {
    const region = tops.findIndex(top => isWithin(node, top));
    const leaves = (nodesOf[region] ?? []).flatMap((leaf, number) => (isWithin(leaf, node) ? [number] : []));
    return { region, leaves };
  };
  const candidate = (
    leaf: Node,
    region: number,
    transition: AnyTransitionDefinition,
    event: Event,
  ): Candidate => {
    const { target, actions, guard, source } = transition;
    const at = `"${source.id}" on ${transition.eventType}`;
    const when = conditionOf(machine, guard, { at, event, contexts, place });
    const deeds = (each: readonly unknown[]): readonly Deed[] =>
      deedsOf(machine, each, { at, event, events, contexts });
    const [to, more] = target ?? [];
    if (more !== undefined) throw new ChartRefusal(`cannot export ${at}: it has more than one target`);
    if (to === undefined) return { when, to: null, enters: [], exit: [], act: deeds(actions), entry: [] };
    const domain = domainOf(source, to, transition.reenter === true);
    const left = chain(leaf).filter(node => node !== domain && isWithin(node, domain));
    const entered = [
      ...chain(to)
        .filter(node => node !== domain && isWithin(node, domain))
        .reverse(),
      ...begin(to),
    ];
    const end = entered.at(-1) ?? leaf;
    return {
      when,
      to: (nodesOf[region] ?? []).indexOf(end),
      enters: entered.map(({ id }) => id),
      exit: deeds(left.flatMap(({ exit }) => exit)),
      act: deeds(actions),
      entry: deeds(entered.flatMap(({ entry }) => entry)),
    };
  };
  const raises = ({ actions }: AnyTransitionDefinition): boolean =>
    raisedAmong(machine, actions, contexts, events).length > 0;
  const when = ({ guard, eventType }: AnyTransitionDefinition, event: Event): Condition =>
    conditionOf(machine, guard, { at: `a delay on ${eventType}`, event, contexts, place });
  return {
    id: machine.id,
    contexts,
    events,
    sendable: sendable.length,
    raised: raised.map(event => events.findIndex(each => nameOf(each) === nameOf(event))),
    initial: nodesOf.map(leaves => leaves.findIndex(({ id }) => begins._nodes.some(node => node.id === id))),
    delays: tops
      .flatMap(within)
      .flatMap(node =>
        delaysAt(node, events, raises, when).map(delay => ({ ...place(node), state: node.id, ...delay })),
      ),
    regions: tops.map((top, region) => ({
      id: top.id,
      leaves: (nodesOf[region] ?? []).map(leaf => chain(leaf).map(({ id }) => id)),
      answers: events.map(event =>
        (nodesOf[region] ?? []).map(leaf =>
          chain(leaf)
            .filter(node => node === top || isWithin(node, top))
            .flatMap(node =>
              candidatesAt(node, event.type).map(each => candidate(leaf, region, each, event)),
            ),
        ),
      ),
    })),
  };
};

/** Transitions of one state that answer an event: those that name it, then those with the longest `source.*`. */
const candidatesAt = (node: Node, type: string): readonly AnyTransitionDefinition[] => {
  const named = [...node.transitions.keys()].filter(key => key === type);
  const wild = [...node.transitions.keys()]
    .filter(key => key === '*' || (key.endsWith('.*') && type.startsWith(key.slice(0, -1))))
    .sort((one, other) => other.length - one.length);
  return [...named, ...wild].flatMap(key => node.transitions.get(key) ?? []);
};

/**
 * Numbers of the events that end a state as its delays, if nothing inside it answers them instead; when they do,
 * and whether it is left only by what is raised then.
 */
const delaysAt = (
  node: Node,
  events: readonly Event[],
  raises: (transition: AnyTransitionDefinition) => boolean,
  when: (transition: AnyTransitionDefinition, event: Event) => Condition,
): readonly Pick<Delay, 'event' | 'able' | 'isGuarded' | 'byRaising'>[] =>
  events.flatMap((event, number) => {
    const { type } = event;
    const own = node.transitions.get(type) ?? [];
    const leaves = ({ target: [to] = [], source, reenter }: AnyTransitionDefinition): boolean =>
      to !== undefined && !isWithin(domainOf(source, to, reenter === true), node);
    const ending = own.filter(each => leaves(each) || raises(each));
    const isDelay =
      type.startsWith('timer.') &&
      ending.length > 0 &&
      within(node).every(inner => candidatesAt(inner, type).length === 0);
    if (!isDelay) return [];
    const isGuarded = ending.length < own.length || own.every(({ guard }) => guard !== undefined);
    const conditions = own.map(each => when(each, event));
    /** The first whose condition holds is taken, and no other. */
    const taken = (index: number): Condition => ({
      all: [...conditions.slice(0, index).map(not => ({ not })), conditions[index] ?? { any: [] }],
    });
    const able: Condition = isGuarded ? { any: ending.map(each => taken(own.indexOf(each))) } : { all: [] };
    return [{ event: number, able, isGuarded, byRaising: !ending.every(leaves) }];
  });

const leavesUnder = (node: Node): readonly Node[] => {
  if (node.type === 'atomic') return [node];
  if (node.type !== 'compound') throw new ChartRefusal(`cannot export "${node.id}": it is ${node.type}`);
  return Object.values(node.states).flatMap(leavesUnder);
};

/** A state and those around it, inner before outer; the root of a parallel chart is not among them. */
const chain = (node: Node): readonly Node[] => [
  node,
  ...(node.parent === undefined || node.parent.type === 'parallel' ? [] : chain(node.parent)),
];

const isWithin = (inner: Node, outer: Node): boolean =>
  inner === outer || (inner.parent !== undefined && isWithin(inner.parent, outer));

/** The innermost state that stays active while a transition is taken. */
const domainOf = (source: Node, to: Node, reenter: boolean): Node => {
  if (!reenter && isWithin(to, source)) return source;
  const around = [...chain(source)].slice(1).find(node => isWithin(to, node) && node !== to);
  const outermost = chain(source).at(-1) ?? source;
  return around ?? outermost.parent ?? outermost;
};

/** The states that are entered with one, by default. */
const begin = (node: Node): readonly Node[] => {
  if (node.type !== 'compound') return [];
  if (node.initial.actions.length > 0)
    throw new ChartRefusal(`cannot export "${node.id}": its beginning acts`);
  const [first] = node.initial.target ?? [];
  if (first === undefined) throw new ChartRefusal(`cannot export "${node.id}": it has no beginning`);
  return [first, ...begin(first)];
};

/** Contexts and raised events make each other: until nothing is new. */
const closure = (machine: AnyStateMachine, context: unknown, sendable: readonly Event[]) => {
  const actions = [machine.root, ...within(machine.root)].flatMap(node => [
    ...node.entry,
    ...node.exit,
    ...[...node.transitions.values()].flat().flatMap(transition => transition.actions),
  ]);
  const names = new Set(sendable.map(nameOf));
  for (let events = sendable; ; ) {
    const contexts = contextsOf(machine, context, events);
    const raised = raisedAmong(machine, actions, contexts, events);
    const all = [...sendable, ...raised.filter(event => !names.has(nameOf(event)))];
    if (all.length === events.length) return { contexts, raised, events };
    events = all;
  }
};

const within = (node: Node): readonly Node[] =>
  Object.values(node.states).flatMap(each => [each, ...within(each)]);
