import { createHash } from 'node:crypto';
import type { AnyStateMachine } from 'xstate';
import { alphabetOf } from '../alphabet.ts';
import { stateIds, transitionsOf } from '../coverage.ts';
import { type Shape, shapeOf } from '../shape.ts';
import { mayFollow } from '../suites/switches.ts';
import { transitionId } from '../taken.ts';
import { timerView } from '../timerView.ts';
import { elementsOf } from '../trace/elements.ts';
import { outcomesOf } from './guards.ts';

/**
 * What of a chart can be met, and is counted:
 * - `states`: each time that a step ends in a state that it did not begin in, and at the start of a run;
 * - `transitions`: each time that it is taken;
 * - `pairs`: two transitions of one region of which the second is the next that this region takes;
 * - `events`: two events of which the second is the next that the chart answers, in whatever region;
 * - `guards`: an outcome of a guard, or of a condition in it, each time that XState asks for the guard;
 * - `requirements`: each time that a state or a transition is met that carries it.
 */
export const MEASURES = ['states', 'transitions', 'pairs', 'events', 'guards', 'requirements'] as const;
export type Measure = (typeof MEASURES)[number];

/** Everything that a chart has to be met, by its ids in the order of the chart. */
export type Universe = {
  /** The chart by its timer view, so that delays are events. */
  readonly view: AnyStateMachine;
  readonly shape: Shape;
  readonly items: Readonly<Record<Measure, readonly string[]>>;
  /** The number of the region that a transition belongs to, by its id. */
  readonly regionOf: ReadonlyMap<string, number>;
  /** The states and transitions that carry each requirement, by its id. */
  readonly carriers: ReadonlyMap<string, readonly string[]>;
  /** Of everything above: 16 hexadecimal digits that differ as soon as the chart can behave otherwise. */
  readonly model: string;
};

/** `pump.motor.still pulse.due 0 > pump.motor.underway.moving motor.arrived 0`; of events, `pulse.due > motor.arrived`. */
export const pairId = (one: string, next: string): string => `${one} > ${next}`;

/** What a running chart has to be met. Throws for a feature that no table can hold, as `shapeOf` does. */
export const universeOf = (machine: AnyStateMachine): Universe => {
  const known = universes.get(machine);
  if (known !== undefined) return known;
  const view = timerView(machine);
  const shape = shapeOf(view);
  const transitions = transitionsOf(view);
  const carriers = carriersIn(machine);
  const items = {
    states: stateIds(view),
    transitions: transitions.map(transitionId),
    pairs: transitions.flatMap(one =>
      transitions
        .filter(next => shape.regionOf(one.source) === shape.regionOf(next.source) && mayFollow(one, next))
        .map(next => pairId(transitionId(one), transitionId(next))),
    ),
    events: typesOf(view).flatMap((one, _, all) => all.map(next => pairId(one, next))),
    guards: transitions.flatMap(transition => outcomesOf(view, transition)),
    requirements: [...carriers.keys()].sort(),
  };
  const made: Universe = {
    view,
    shape,
    items,
    regionOf: new Map(transitions.map(each => [transitionId(each), shape.regionOf(each.source)])),
    carriers,
    model: modelOf(machine, items),
  };
  universes.set(machine, made);
  return made;
};
const universes = new WeakMap<AnyStateMachine, Universe>();

/** What a chart may be told, without the small enumerations that come with it. */
export const typesOf = (view: AnyStateMachine): readonly string[] => [
  ...new Set(alphabetOf(view).map(({ type }) => type)),
];

const carriersIn = (machine: AnyStateMachine): ReadonlyMap<string, readonly string[]> => {
  const carriers = new Map<string, string[]>();
  for (const { id, req } of elementsOf(machine))
    for (const each of req) carriers.set(each, [...(carriers.get(each) ?? []), id]);
  return carriers;
};

/** Words for readers do not change what a chart does. */
const SAID: ReadonlySet<string> = new Set(['description', 'meta']);

const modelOf = ({ config }: AnyStateMachine, items: Universe['items']): string =>
  createHash('sha256')
    .update(JSON.stringify([config, items], (key, value: unknown) => (SAID.has(key) ? undefined : value)))
    .digest('hex')
    .slice(0, 16);
