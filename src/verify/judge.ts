import { match, P } from 'ts-pattern';
import type { Step, Where } from '../../specs/property.ts';
import { gradeOf, isAlarmName, isGradeName, type Priority } from '../domain/alarms.ts';
import type { Asked, Automaton } from './automaton.ts';
import { type Graph, type Label, stepOf } from './explore.ts';

/** Says of a state or a step of a graph whether a condition holds of it. */
export type Judge = {
  readonly where: (condition: Where, position: number) => boolean;
  readonly step: (condition: Step, edge: number) => boolean;
};

/** Answers are remembered per condition and chart state, for a graph asks the same many times over. */
export const judgeOf = (graph: Graph): Judge => {
  const { system } = graph;
  const memory = new Map<Where, Map<number, boolean>>();
  const labelMemory = new Map<Step, Map<Label, boolean>>();

  const holdsIn = (condition: Where, chart: number, world: number): boolean =>
    match(condition)
      .with(P.string, id =>
        id.startsWith('plant.')
          ? system.world !== null && isIn(system.world, world, id)
          : isIn(system.chart, chart, id),
      )
      .with({ all: P._ }, ({ all }) => all.every(each => holdsIn(each, chart, world)))
      .with({ any: P._ }, ({ any }) => any.some(each => holdsIn(each, chart, world)))
      .with({ not: P._ }, ({ not }) => !holdsIn(not, chart, world))
      .with({ owner: P._ }, ({ owner }) => system.chart.snapshot(chart).context.owner === owner)
      .with({ misses: P._ }, ({ misses }) => system.chart.snapshot(chart).context.misses === misses)
      .exhaustive();

  const where = (condition: Where, position: number): boolean => {
    const state = graph.states[position];
    if (state === undefined) throw new Error(`the graph has no state ${position}`);
    const known = within(memory, condition);
    const answer = known.get(state) ?? holdsIn(condition, system.chartState(state), system.worldState(state));
    known.set(state, answer);
    return answer;
  };

  const labelled = (condition: Step, label: Label): boolean => {
    const known = within(labelMemory, condition);
    const answer = known.get(label) ?? fits(condition, label);
    known.set(label, answer);
    return answer;
  };

  return {
    where,
    step: (condition, edge) => {
      const { from, to, label } = stepOf(graph, edge);
      return (
        labelled(condition, label) &&
        (condition.from === undefined || where(condition.from, from)) &&
        (condition.to === undefined || where(condition.to, to))
      );
    },
  };
};

const within = <Key, Inner>(memory: Map<Key, Map<Inner, boolean>>, key: Key): Map<Inner, boolean> => {
  const known = memory.get(key) ?? new Map<Inner, boolean>();
  memory.set(key, known);
  return known;
};

/** Whether a state id is active: a snapshot's nodes have the dotted ids of our charts. */
const isIn = (automaton: Automaton, state: number, id: string): boolean => {
  let value: unknown = automaton.snapshot(state).value;
  const [root, ...path] = id.split('.');
  if (root !== automaton.machine.id) throw new Error(`${id} is no state of "${automaton.machine.id}"`);
  for (const name of path) {
    if (typeof value === 'string') return value === name && name === path.at(-1);
    if (typeof value !== 'object' || value === null || !(name in value)) return false;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return true;
};

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
