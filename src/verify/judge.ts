import { match, P } from 'ts-pattern';
import type { Step, Where } from '../../specs/property.ts';
import { gradeOf, isAlarmName, isGradeName, type Priority } from '../domain/alarms.ts';
import type { Asked } from './automaton.ts';
import type { Chart } from './chart.ts';
import type { Graph } from './explore.ts';
import type { Label } from './system.ts';

/** Says of states and steps of a graph whether a condition holds of them. */
export type Judge = {
  readonly where: (condition: Where) => Holds;
  readonly step: (condition: Step) => StepTest;
};

/** Whether a condition holds in the state at a position. */
export type Holds = (position: number) => boolean;

/** A condition on a step: what its label must be (1 by number), and how things must be before and after. */
export type StepTest = { readonly labels: Uint8Array; readonly from: Holds; readonly to: Holds };

/** A condition as it is looked up: by the chart's state alone, by the world's alone, or by both together. */
type Known =
  | { readonly of: 'chart' | 'world'; readonly bits: Uint8Array }
  | { readonly of: 'both'; holds: Holds };

/**
 * A condition is worked out once for each state of the chart or of its world, and once for each label:
 * of the many pairs of them a graph only looks it up.
 */
export const judgeOf = (graph: Graph): Judge => {
  const known = judges.get(graph) ?? makeJudge(graph);
  judges.set(graph, known);
  return known;
};
const judges = new WeakMap<Graph, Judge>();

const makeJudge = (graph: Graph): Judge => {
  const { system, states } = graph;
  const { chart, world } = system;
  const chartStates = states.map(system.chartState);
  const worldStates = world === null ? new Int32Array() : states.map(system.worldState);
  const conditions = new Map<Where, Known>();

  const bitsOf = (size: number, holds: (state: number) => boolean): Uint8Array => {
    const bits = new Uint8Array(size);
    for (let state = 0; state < size; state += 1) bits[state] = holds(state) ? 1 : 0;
    return bits;
  };

  const isIn = (id: string): Known => {
    const of = id.startsWith('plant.') ? 'world' : 'chart';
    const side = of === 'world' ? world : chart;
    if (side === null) return { of: 'chart', bits: new Uint8Array(chart.size()) };
    const { region, active } = placeOf(side, id);
    return { of, bits: bitsOf(side.size(), state => active[side.leafIn(state, region)] === 1) };
  };

  const remembers = (field: string, value: unknown): Known => ({
    of: 'chart',
    bits: bitsOf(chart.size(), state => fieldOf(chart.contextIn(state), field) === value),
  });

  const holdsOf = (one: Known): Holds => {
    if (one.of === 'both') return one.holds;
    const { bits } = one;
    const own = one.of === 'chart' ? chartStates : worldStates;
    return position => bits[own[position] ?? 0] === 1;
  };

  /** Combines conditions: by their bits if all are of one side, else state by state. */
  const combined = (parts: readonly Known[], isAll: boolean): Known => {
    const [first] = parts;
    const bits = parts.flatMap(part => (part.of !== 'both' && part.of === first?.of ? [part.bits] : []));
    if (first !== undefined && first.of !== 'both' && bits.length === parts.length) {
      const all = (state: number): boolean => bits.every(each => each[state] === 1);
      const any = (state: number): boolean => bits.some(each => each[state] === 1);
      return { of: first.of, bits: bitsOf(first.bits.length, isAll ? all : any) };
    }
    const each = parts.map(holdsOf);
    return {
      of: 'both',
      holds: position => (isAll ? each.every(holds => holds(position)) : each.some(holds => holds(position))),
    };
  };

  const inverse = (one: Known): Known => {
    if (one.of !== 'both') return { of: one.of, bits: one.bits.map(bit => 1 - bit) };
    const { holds } = one;
    return { of: 'both', holds: position => !holds(position) };
  };

  const knownOf = (condition: Where): Known => {
    const found = conditions.get(condition);
    if (found !== undefined) return found;
    const made = match(condition)
      .returnType<Known>()
      .with(P.string, isIn)
      .with({ all: P._ }, ({ all }) => combined(all.map(knownOf), true))
      .with({ any: P._ }, ({ any }) => combined(any.map(knownOf), false))
      .with({ not: P._ }, ({ not }) => inverse(knownOf(not)))
      .with({ owner: P._ }, ({ owner }) => remembers('owner', owner))
      .with({ misses: P._ }, ({ misses }) => remembers('misses', misses))
      .exhaustive();
    conditions.set(condition, made);
    return made;
  };

  const where = (condition: Where): Holds => holdsOf(knownOf(condition));
  return {
    where,
    step: condition => ({
      labels: Uint8Array.from(graph.labels, label => (fits(condition, label) ? 1 : 0)),
      from: condition.from === undefined ? always : where(condition.from),
      to: condition.to === undefined ? always : where(condition.to),
    }),
  };
};

const always: Holds = () => true;

/** The region that a state belongs to, and in which of its leaves it is active. */
const placeOf = (
  { machine, shape }: Chart,
  id: string,
): { readonly region: number; readonly active: Uint8Array } => {
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
const fits = (condition: Step, { event, asked }: Label): boolean => {
  const types = new Set(asked.map(({ type }) => type));
  const { on, notOn, verdicts, asks, asksAny, asksNone, raises, raisesNone } = condition;
  return (
    (on === undefined || on.some(type => type === event.type)) &&
    (notOn === undefined || notOn.every(type => type !== event.type)) &&
    (verdicts === undefined || verdicts.some(verdict => 'verdict' in event && event.verdict === verdict)) &&
    (asks === undefined || asks.every(type => types.has(type))) &&
    (asksAny === undefined || asksAny.some(type => types.has(type))) &&
    (asksNone === undefined || asksNone.every(type => !types.has(type))) &&
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
