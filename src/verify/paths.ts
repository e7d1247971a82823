import type { Asked, Event } from './automaton.ts';
import { activeIn } from './coverage.ts';
import { type Graph, stepOf } from './explore.ts';

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
  /** Ids of the transitions taken, in order: the pump's first, then its world's. */
  readonly taken: readonly string[];
};

/** A run from the initial state, with the goals that no path before it met. */
export type Path = {
  /** The goal that it is for. */
  readonly name: string;
  readonly steps: readonly PathStep[];
  readonly covers: readonly string[];
};

/** A step of a graph as a test tells it. */
export const stepAt = (graph: Graph, edge: number): PathStep => {
  const { to, label } = stepOf(graph, edge);
  return {
    event: label.event,
    source: sourceOf(label.event.type),
    states: activeIn(graph, to),
    asked: label.asked,
    raised: label.asked.flatMap(({ type, params }) =>
      type === 'raiseAlarm' && typeof params.alarm === 'string' ? [params.alarm] : [],
    ),
    taken: label.taken,
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
