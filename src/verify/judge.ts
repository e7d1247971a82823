import { match, P } from 'ts-pattern';
import type { Step, Where } from '../../specs/property.ts';
import { gradeOf, isAlarmName, isGradeName, type Priority } from '../domain/alarms.ts';
import type { Asked } from './automaton.ts';
import type { Chart } from './chart.ts';
import type { Graph } from './explore.ts';
import type { Label } from './system.ts';

/** Says of states and steps of a graph whether a condition holds of them. */
export type Judge = {
  readonly where: (condition: Where) => (position: number) => boolean;
  /** A step is given by its number and where it starts. */
  readonly step: (condition: Step) => (edge: number, from: number) => boolean;
};

type Holds = (position: number) => boolean;

/**
 * A condition is looked at once for each leaf of a region, each context or each label. A state of a graph
 * then costs a look-up or two, for there are millions of them.
 */
export const judgeOf = (graph: Graph): Judge => {
  const { system, states } = graph;
  const { chart, world } = system;

  const isIn = (id: string): Holds => {
    const [of, stateOf] =
      id.startsWith('plant.') || world?.machine.id === id
        ? ([world, system.worldState] as const)
        : ([chart, system.chartState] as const);
    if (of === null) return () => false;
    const place = placeOf(of, id);
    if (place === null) return () => true;
    const { region, active } = place;
    return position => active[of.leafIn(stateOf(states[position] ?? 0), region)] === 1;
  };

  const remembers = (field: string, value: unknown): Holds => {
    const known = new Map<unknown, boolean>();
    return position => {
      const context = chart.contextIn(system.chartState(states[position] ?? 0));
      const answer = known.get(context) ?? fieldOf(context, field) === value;
      known.set(context, answer);
      return answer;
    };
  };

  const where = (condition: Where): Holds =>
    match(condition)
      .returnType<Holds>()
      .with(P.string, isIn)
      .with({ all: P._ }, ({ all }) => {
        const each = all.map(where);
        return position => each.every(holds => holds(position));
      })
      .with({ any: P._ }, ({ any }) => {
        const each = any.map(where);
        return position => each.some(holds => holds(position));
      })
      .with({ not: P._ }, ({ not }) => {
        const holds = where(not);
        return position => !holds(position);
      })
      .with({ owner: P._ }, ({ owner }) => remembers('owner', owner))
      .with({ misses: P._ }, ({ misses }) => remembers('misses', misses))
      .exhaustive();

  return {
    where,
    step: condition => {
      const labelled = Uint8Array.from(graph.labels, label => (fits(condition, label) ? 1 : 0));
      const from = condition.from === undefined ? always : where(condition.from);
      const to = condition.to === undefined ? always : where(condition.to);
      const { labelOf, targets } = graph;
      return (edge, start) => labelled[labelOf[edge] ?? 0] === 1 && from(start) && to(targets[edge] ?? 0);
    },
  };
};

const always: Holds = () => true;

/** The region that a state belongs to, and in which of its leaves it is active; null for the root. */
const placeOf = (
  { machine, shape }: Chart,
  id: string,
): { readonly region: number; readonly active: Uint8Array } | null => {
  if (id === machine.id) return null;
  const region = shape.regions.findIndex(({ active }) => active.some(ids => ids.includes(id)));
  const leaves = shape.regions[region]?.active;
  if (leaves === undefined) throw new Error(`${id} is no state of "${machine.id}"`);
  return { region, active: Uint8Array.from(leaves, ids => (ids.includes(id) ? 1 : 0)) };
};

const fieldOf = (context: unknown, field: string): unknown =>
  typeof context === 'object' && context !== null
    ? Object.getOwnPropertyDescriptor(context, field)?.value
    : undefined;

/** The part of a condition on a step that concerns what happened and what was asked. */
const fits = (condition: Step, { event, asked, taken }: Label): boolean => {
  const types = new Set(asked.map(({ type }) => type));
  const { on, notOn, verdicts, parts, hour, origins, asks, asksAny, asksNone, answered, raises, raisesNone } =
    condition;
  return (
    (on === undefined || on.some(type => type === event.type)) &&
    (notOn === undefined || notOn.every(type => type !== event.type)) &&
    (verdicts === undefined || verdicts.some(verdict => 'verdict' in event && event.verdict === verdict)) &&
    (parts === undefined || parts.some(part => 'part' in event && event.part === part)) &&
    (hour === undefined || ('hour' in event && event.hour === hour)) &&
    (origins === undefined || origins.some(origin => 'origin' in event && event.origin === origin)) &&
    (asks === undefined || asks.every(type => types.has(type))) &&
    (asksAny === undefined || asksAny.some(type => types.has(type))) &&
    (asksNone === undefined || asksNone.every(type => !types.has(type))) &&
    (answered === undefined || taken.some(id => id.startsWith('pump.'))) &&
    (raises === undefined ||
      raised(asked).some(alarm => alarm.name === raises || isOf(raises, alarm.priority))) &&
    (raisesNone === undefined || raised(asked).every(({ priority }) => priority !== raisesNone.priority))
  );
};

const isOf = (raises: NonNullable<Step['raises']>, priority: Priority): boolean =>
  typeof raises !== 'string' && raises.priority === priority;

const raised = (asked: readonly Asked[]) =>
  asked.flatMap(({ type, params: { alarm, grade = 'first' } }) =>
    type === 'raiseAlarm' && isAlarmName(alarm) && isGradeName(grade)
      ? [{ name: alarm, priority: gradeOf(alarm, grade).priority }]
      : [],
  );
