import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Moment, Step, Words } from '../../../specs/property.ts';
import { type ChartEvent, delayOf } from '../../runtime/charts.ts';
import { type Chart, chartOf } from '../chart.ts';
import { judgeOf } from '../judge.ts';
import { type Node, within } from '../shape.ts';
import { ownLabels } from '../system.ts';
import type { GraphJudge } from '../temporal/judging.ts';
import { timerFact, timerView } from '../timerView.ts';

/** A step of a chart, by number, from a numbered state to another. */
export type KnownStep = {
  readonly edge: number;
  readonly from: number;
  readonly to: number;
  /** The transition that was taken first; where none was, the innermost state of a region that hears of such an event elsewhere. */
  readonly id: string;
};

/**
 * The states and steps that runs of one chart have met, numbered as they come, and the explorer's own judge of
 * them. State 0 is the chart's initial one.
 */
export type Steps = {
  readonly chart: Chart;
  readonly judge: GraphJudge;
  readonly stateOf: (snapshot: AnyMachineSnapshot) => number;
  /** The step that an event of the running chart causes; the same object each time. */
  readonly step: (before: AnyMachineSnapshot, event: ChartEvent) => KnownStep;
};

/** The steps of a chart; `input` as the chart wants it. */
export const stepsOf = (machine: AnyStateMachine, input?: unknown): Steps => {
  const chart = chartOf(timerView(machine), input);
  const labels = ownLabels(chart);
  const steps: KnownStep[] = [];
  const labelOf: number[] = [];
  const states = new WeakMap<AnyMachineSnapshot, number>();
  const known = new Map<number, Map<string, KnownStep>>();

  const stateOf = (snapshot: AnyMachineSnapshot): number => {
    const found = states.get(snapshot);
    if (found !== undefined) return found;
    const state = chart.stateOf(chart.shape.leavesOf(snapshot), snapshot.context);
    states.set(snapshot, state);
    return state;
  };

  const judge = judgeOf({
    chart,
    world: null,
    chartState: state => state,
    worldState: () => 0,
    labelAt: label => ({ ...labels.at(label), refused: [] }),
  });
  const stepLike = (condition: Step<Words>) => {
    const isLike = judge.step(condition);
    return (edge: number, from: number): boolean => isLike(labelOf[edge] ?? 0, from, steps[edge]?.to ?? from);
  };
  const moment = (condition: Moment<Words>): ReturnType<GraphJudge['moment']> => {
    if (typeof condition === 'object' && 'step' in condition)
      return { labels: null, inState: () => false, atStep: stepLike(condition.step) };
    const inState = judge.where(condition);
    return { labels: null, inState, atStep: (edge, from) => inState(steps[edge]?.to ?? from) };
  };

  return {
    chart,
    // New labels come as the run goes on: none is ruled out beforehand.
    judge: { where: judge.where, step: stepLike, labels: () => null, moment },
    stateOf,
    step: (before, event) => {
      const from = stateOf(before);
      const row = known.get(from) ?? new Map<string, KnownStep>();
      known.set(from, row);
      const key = keyOf(event);
      const found = row.get(key);
      if (found !== undefined) return found;
      const number = chart.tables.eventNumber(inView(event));
      const outcome = chart.take(from, number);
      const to = chart.landed();
      const label = labels.numberOf(number, outcome);
      const id = labels.at(label).taken[0] ?? unheardIn(chart.snapshot(to), inView(event).type);
      const step = { edge: steps.length, from, to, id };
      steps.push(step);
      labelOf.push(label);
      row.set(key, step);
      return step;
    },
  };
};

/** The state in which a region did not answer what it answers elsewhere; the last one where no region knows the event. */
const unheardIn = ({ _nodes, machine }: AnyMachineSnapshot, type: string): string => {
  const leaves: readonly Node[] = _nodes.filter(({ states }) => Object.keys(states).length === 0);
  const hears = (leaf: Node): boolean =>
    within(regionOf(leaf)).some(({ ownEvents }) => ownEvents.includes(type));
  return (leaves.find(hears) ?? leaves.at(-1))?.id ?? machine.id;
};

const regionOf = (node: Node): Node =>
  node.parent === undefined || node.parent === node.machine.root ? node : regionOf(node.parent);

/** A delay that has elapsed is a fact in the view that is explored. */
const inView = (event: ChartEvent): ChartEvent =>
  event.type.startsWith('xstate.after.') ? { type: timerFact(delayOf(event.type)) } : event;

/** Most events are nothing but their type. */
const keyOf = (event: ChartEvent): string => {
  for (const detail in event) if (detail !== 'type') return JSON.stringify(event);
  return event.type;
};
