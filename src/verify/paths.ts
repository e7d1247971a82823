import type { Asked, Event } from './automaton.ts';
import { activeIn, stateIds, transitionIds } from './coverage.ts';
import { type Graph, stepOf, wayTo } from './explore.ts';

/** Who makes a step happen: devices and persons, the ledger, a delay that ends, or the world unseen. */
export type Source = 'world' | 'ledger' | 'alarms' | 'timer' | 'mishap';

/** One step of a path: what happens, and what the pump then shows and asks. */
export type PathStep = {
  readonly event: Event;
  readonly source: Source;
  /** Ids of the pump's active states after the step, outer before inner. */
  readonly states: readonly string[];
  /** What the pump asked for in this step, in order. */
  readonly asked: readonly Asked[];
  /** Alarms raised in this step. */
  readonly raised: readonly string[];
};

/** A run from power-off, with the chart states and transitions that no path before it met. */
export type Path = {
  readonly name: string;
  readonly steps: readonly PathStep[];
  readonly covers: readonly string[];
};

/**
 * Paths that together meet every state and every transition of the chart under test that its graph
 * meets. Each path is a shortest run to the step it is for; a path is kept only for something that
 * the paths before it did not meet. The farthest goals come first, for they meet many others on the
 * way. The same graph gives the same paths.
 */
export const pathsOf = (graph: Graph): readonly Path[] => {
  const { machine } = graph.system.chart;
  const wanted = new Set([...stateIds(machine), ...transitionIds(machine)]);
  const nearest = nearestOf(graph, wanted);
  const goals = [...nearest].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  const met = new Set<string>();
  return goals.flatMap(([goal, way]) => {
    if (met.has(goal)) return [];
    const covers = [...new Set(way.flatMap(edge => meetings(graph, edge)))].filter(
      id => wanted.has(id) && !met.has(id),
    );
    for (const id of covers) met.add(id);
    return [{ name: goal, steps: way.map(edge => stepAt(graph, edge)), covers }];
  });
};

/** The shortest run that meets each goal, the earliest in the walk's order among equals. */
const nearestOf = (graph: Graph, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly number[]> => {
  const nearest = new Map<string, readonly number[]>();
  const { chartState } = graph.system;
  const labels = new Set<number>();
  const states = new Set<number>();
  for (let edge = 0; edge < graph.targets.length && nearest.size < wanted.size; edge += 1) {
    const label = graph.labelOf[edge] ?? 0;
    const state = chartState(graph.states[graph.targets[edge] ?? 0] ?? 0);
    // Nothing new can be met where both were seen before.
    if (labels.has(label) && states.has(state)) continue;
    labels.add(label);
    states.add(state);
    const found = meetings(graph, edge).filter(id => wanted.has(id) && !nearest.has(id));
    if (found.length === 0) continue;
    const way = [...wayTo(graph, stepOf(graph, edge).from), edge];
    for (const id of found) nearest.set(id, way);
  }
  return nearest;
};

/** Transitions taken in a step, and states active after it. */
const meetings = (graph: Graph, edge: number): readonly string[] => {
  const { to, label } = stepOf(graph, edge);
  return [...label.taken, ...activeIn(graph, to)];
};

const stepAt = (graph: Graph, edge: number): PathStep => {
  const { to, label } = stepOf(graph, edge);
  return {
    event: label.event,
    source: sourceOf(label.event.type),
    states: activeIn(graph, to),
    asked: label.asked,
    raised: label.asked.flatMap(({ type, params }) =>
      type === 'raiseAlarm' && typeof params.alarm === 'string' ? [params.alarm] : [],
    ),
  };
};

const LEDGER =
  /^(pulse|reservoir|occlusion|limit)\.|^motor\.strayed$|^bolus\.(admitted|refused|completed|settled)$|^tempBasal\.(admitted|refused|ended)$/;

const sourceOf = (type: string): Source => {
  if (type.startsWith('timer.')) return 'timer';
  if (type.startsWith('line.')) return 'mishap';
  if (type.startsWith('alarm.') || type === 'fault.detected') return 'alarms';
  return LEDGER.test(type) ? 'ledger' : 'world';
};
