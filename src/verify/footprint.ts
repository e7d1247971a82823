import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { ChartRefusal } from './chartRefusal.ts';
import { domainOf, type Node, type Shape, transitionsAt, within } from './shape.ts';

/**
 * Regions that answer an event together, and what their answer can depend on. The answers of two parts
 * are independent of each other: each reads the state as it was before.
 */
export type Part = {
  /** Numbers of the regions that may move. */
  readonly own: readonly number[];
  /** All regions whose leaf may matter, their own included. */
  readonly reads: readonly Read[];
  /** Whether the context may matter. */
  readonly context: boolean;
  /** Whether it may change the context; no other part of the same event does. */
  readonly writes: boolean;
  /** For each of its own regions, the leaves that have no answer. */
  readonly deaf: readonly (readonly boolean[])[];
};

/** Says what parts answer an event. */
export type Footprint = (shape: Shape, type: string) => readonly Part[];

/**
 * A region that is read, and which of its leaves cannot be told apart: a guard asks only for some states,
 * and a region without an answer does nothing, in whatever leaf it is.
 */
export type Read = { readonly region: number; readonly classes: readonly number[] };

/**
 * What each region may read when it answers an event: its own leaf, the regions that the guards of its
 * candidates ask about, and the whole context as soon as a function could look at it. Regions that could
 * see each other's changes of the context within the step make one part.
 */
export const partsOf: Footprint = (shape, type) => {
  const answering = shape.regions.flatMap(({ node }, region) => {
    const candidates = within(node)
      .flatMap(transitionsAt)
      .filter(({ eventType }) => answers(eventType, type));
    const sources = new Set(candidates.map(({ source }) => source.id));
    return candidates.length === 0 ? [] : [{ region, sources, use: useOf(shape, candidates) }];
  });
  const writes = answering.some(({ use }) => use.writes);
  const together = answering.filter(({ use }) => writes && (use.writes || use.acts));
  const alone = answering.filter(each => !together.includes(each));
  const groups = [...alone.map(each => [each]), ...(together.length > 0 ? [together] : [])];
  return groups.map(group => {
    const own = group.map(({ region }) => region);
    const asked = [...new Set(group.flatMap(({ use }) => [...use.nodes]))];
    const others = [...new Set(asked.map(shape.regionOf))].filter(region => !own.includes(region));
    return {
      own,
      reads: [
        ...group.map(({ region, sources }) => ({
          region,
          classes: classesIn(shape, region, asked, sources),
        })),
        ...others.map(region => ({ region, classes: classesIn(shape, region, asked, NOTHING) })),
      ],
      context: group.some(({ use }) => use.asks || use.acts || use.writes),
      writes: group.some(({ use }) => use.writes),
      deaf: group.map(({ region, sources }) =>
        leavesIn(shape, region).map(active => !isAwake(active, sources)),
      ),
    };
  });
};

const leavesIn = ({ regions }: Shape, region: number) => regions[region]?.active ?? [];

/** Whether a leaf has an answer: it or a state around it is the source of a candidate. */
const isAwake = (active: readonly string[], sources: ReadonlySet<string>): boolean =>
  active.some(id => sources.has(id));

/** Leaves of a region by which of the nodes asked for are active in them; one that answers is like no other. */
const classesIn = (
  shape: Shape,
  region: number,
  asked: readonly Node[],
  sources: ReadonlySet<string>,
): readonly number[] => {
  const answers = leavesIn(shape, region).map((active, leaf) =>
    [isAwake(active, sources) ? leaf : 'deaf', ...asked.map(({ id }) => active.includes(id))].join(),
  );
  const kinds = [...new Set(answers)];
  return answers.map(answer => kinds.indexOf(answer));
};

const NOTHING: ReadonlySet<string> = new Set();

/** Whether a transition of this descriptor answers the event, as XState matches `source.*` and `*`. */
export const answers = (descriptor: string, type: string): boolean =>
  descriptor === type ||
  descriptor === '*' ||
  (descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1)));

/** What a step may look at and change besides the leaf of its own region. */
type Use = {
  /** States that a guard asks for. */
  readonly nodes: ReadonlySet<Node>;
  /** A guard may read the context. */
  readonly asks: boolean;
  /** An action may read the context. */
  readonly acts: boolean;
  readonly writes: boolean;
};

const useOf = (shape: Shape, candidates: readonly AnyTransitionDefinition[]): Use => {
  const nodes = new Set<Node>();
  let asks = false;
  let acts = false;
  let writes = false;
  for (const candidate of candidates) {
    const place = `"${candidate.source.id}" on ${candidate.eventType}`;
    if (candidate.guard !== undefined) asks = readsOf(shape, candidate.guard, place, nodes) || asks;
    const done = actionsOf(candidate).map(action => deedOf(shape.machine, action, place));
    acts = acts || done.some(deed => deed !== 'asks');
    writes = writes || done.includes('writes');
  }
  return { nodes, asks, acts, writes };
};

/** Adds the states that a guard asks for, and says whether it may read the context. */
const readsOf = (shape: Shape, guard: unknown, place: string, nodes: Set<Node>): boolean => {
  const { guards: known } = shape.machine.implementations;
  const name = nameIn(guard);
  const found: unknown = name === null ? guard : known?.[name];
  if (name !== null && found === undefined)
    throw new ChartRefusal(`cannot tabulate ${place}: no guard "${name}"`);
  // A guard that stands for another one by its name.
  if (typeof found !== 'function') return readsOf(shape, found, place, nodes);
  if (!('check' in found)) return true;
  const hasParams = typeof guard === 'object' && guard !== null && 'params' in guard;
  if ('guards' in found && Array.isArray(found.guards)) {
    const reads = found.guards.map((each: unknown) => readsOf(shape, each, place, nodes));
    return hasParams || reads.includes(true);
  }
  if ('stateValue' in found && typeof found.stateValue === 'string' && found.stateValue.startsWith('#')) {
    const node = shape.machine.getStateNodeById(found.stateValue.slice(1));
    // The root is always active.
    if (shape.regionOf(node) >= 0) nodes.add(node);
    return hasParams;
  }
  throw new ChartRefusal(`cannot tabulate ${place}: cannot see what its guard reads; say stateIn('#id')`);
};

/** Everything that a transition may set off: its own actions, and those of states it may leave or enter. */
const actionsOf = (transition: AnyTransitionDefinition): readonly unknown[] => {
  const domain = domainOf(transition);
  const passed: readonly Node[] = domain === null ? [] : within(domain).slice(1);
  return [
    ...transition.actions,
    ...passed.flatMap(({ entry, exit }) => [...entry, ...exit]),
    ...(domain === null ? [] : within(domain).flatMap(node => initialOf(node))),
  ];
};

const initialOf = (node: Node): readonly unknown[] =>
  Object.keys(node.states).length === 0 || node.type === 'parallel' ? [] : node.initial.actions;

/** What an action does within the chart: only asks, looks at the context, or changes it. */
const deedOf = (machine: AnyStateMachine, action: unknown, place: string): 'asks' | 'reads' | 'writes' => {
  const name = nameIn(action);
  const found: unknown = name === null ? action : machine.implementations.actions?.[name];
  const isComputed =
    typeof action === 'object' &&
    action !== null &&
    'params' in action &&
    typeof action.params === 'function';
  const type = typeof found === 'function' && 'resolve' in found && 'type' in found ? found.type : null;
  if (type === 'xstate.assign') return 'writes';
  if (type === null) return isComputed ? 'reads' : 'asks';
  if (type !== 'xstate.raise' || typeof found !== 'function')
    throw new ChartRefusal(`cannot tabulate ${place}: it does ${String(type)}`);
  if ('delay' in found && found.delay !== undefined)
    throw new ChartRefusal(`cannot tabulate ${place}: it raises an event after a delay`);
  return isComputed || ('event' in found && typeof found.event === 'function') ? 'reads' : 'asks';
};

/** The name of a guard or action that is given by name; null of one given as itself. */
const nameIn = (named: unknown): string | null => {
  if (typeof named === 'string') return named;
  if (typeof named === 'object' && named !== null && 'type' in named && typeof named.type === 'string')
    return named.type;
  return null;
};
