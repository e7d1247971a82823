import { type AnyStateMachine, StateMachine } from 'xstate';
import { type Asked, type Event, nameOf } from './automaton.ts';
import { type Shape, shapeOf, transitionsAt, within } from './shape.ts';
import { firstMicrostep, transitionId } from './taken.ts';

/** What a region does in a microstep, in the order in which XState does it: leave, act, enter. */
export const PHASES = ['exit', 'act', 'entry'] as const;
export type Phase = (typeof PHASES)[number];

/** One thing done: something asked for, or an event raised for the chart itself. */
export type Deed = { readonly asked: Asked } | { readonly raised: Event };

/** What one region did in a microstep. */
export type Doing = {
  readonly region: number;
  readonly taken: readonly string[];
  readonly deeds: Readonly<Record<Phase, readonly Deed[]>>;
};

/** What an event does to a chart before anything that it raises is taken. */
export type Dissected = {
  readonly leaves: readonly number[];
  readonly context: unknown;
  /** The regions that took a transition, in the order of the chart. */
  readonly doings: readonly Doing[];
};

/** Asks XState what one event does to a state, and sorts the answer by region and phase. */
export type Dissector = (leaves: readonly number[], context: unknown, event: Event) => Dissected;

/**
 * XState answers for the whole chart and lists what all regions do in one row. So that each deed can be
 * given to its region, a copy of the chart asks for a mark before the actions of each state and transition.
 */
export const dissector = (machine: AnyStateMachine): Dissector => {
  const copy = shapeOf(marked(machine));
  const order = copy.regions.map((_, region) => region);
  return (leaves, context, event) => {
    const before = copy.machine.resolveState({ value: copy.valueOf(leaves), context });
    const { snapshot, taken, actions } = firstMicrostep(copy.machine, before, event);
    const deeds = sorted(actions);
    return {
      leaves: copy.leavesOf(snapshot),
      context: snapshot.context,
      doings: order.flatMap(region => {
        const own = taken.filter(({ source }) => copy.regionOf(source) === region).map(transitionId);
        return own.length === 0 ? [] : [{ region, taken: own, deeds: deedsIn(deeds, region) }];
      }),
    };
  };
};

const MARK = 'islet.mark';

type Mark = { readonly region: number; readonly phase: Phase };

const marked = (machine: AnyStateMachine): AnyStateMachine => {
  const copy = new StateMachine(machine.config, machine.implementations);
  const shape: Shape = shapeOf(copy);
  for (const node of within(copy.root)) {
    const region = shape.regionOf(node);
    const mark = (phase: Phase) => ({ type: MARK, params: { region, phase } satisfies Mark });
    node.entry = [mark('entry'), ...node.entry];
    node.exit = [mark('exit'), ...node.exit];
    for (const transition of transitionsAt(node))
      Object.assign(transition, { actions: [mark('act'), ...transition.actions] });
  }
  return copy;
};

type Sorted = { readonly mark: Mark; readonly deed: Deed };

const sorted = (
  actions: readonly { readonly type: string; readonly params?: unknown }[],
): readonly Sorted[] => {
  let mark: Mark | null = null;
  return actions.flatMap(({ type, params }): readonly Sorted[] => {
    if (type === MARK) {
      mark = params as Mark;
      return [];
    }
    if (mark === null) throw new Error(`${type} is done by no region`);
    return [{ mark, deed: deedOf(type, params) }];
  });
};

const deedOf = (type: string, params: unknown): Deed => {
  if (type !== 'xstate.raise') return { asked: { type, params: isRecord(params) ? params : {} } };
  if (!isRecord(params) || !isEvent(params.event)) throw new Error('raised something that is no event');
  return { raised: params.event };
};

const deedsIn = (all: readonly Sorted[], region: number): Doing['deeds'] => {
  const of = (phase: Phase): readonly Deed[] =>
    all.filter(({ mark }) => mark.region === region && mark.phase === phase).map(({ deed }) => deed);
  return { exit: of('exit'), act: of('act'), entry: of('entry') };
};

/** A microstep of several regions as one list: all that is left, inner and later first; then actions; then what is entered. */
export const inOrder = (doings: readonly Doing[]): readonly Deed[] => [
  ...[...doings].reverse().flatMap(({ deeds }) => [...deeds.exit]),
  ...doings.flatMap(({ deeds }) => [...deeds.act]),
  ...doings.flatMap(({ deeds }) => [...deeds.entry]),
];

/** Equal texts, equal doings. */
export const textOf = (doings: readonly Doing[]): string =>
  JSON.stringify(
    doings.map(({ region, taken, deeds }) => [
      region,
      taken,
      PHASES.map(phase =>
        deeds[phase].map(deed =>
          'asked' in deed ? [deed.asked.type, deed.asked.params] : [nameOf(deed.raised)],
        ),
      ),
    ]),
  );

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isEvent = (value: unknown): value is Event => isRecord(value) && typeof value.type === 'string';
