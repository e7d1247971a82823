import type { Chart } from '../chart.ts';
import { outcomesOf } from '../cover/guards.ts';
import { metBy } from '../cover/meter.ts';
import type { Graph } from '../explore.ts';
import { transitionsAt, within } from '../shape.ts';
import { eachSituation, onceEach } from './situations.ts';

/**
 * Outcomes of guards that never come: of each guard of each transition, and of each condition in it, the one
 * that is never so when the guard is asked (`pump.motor.still pulse.due 0 ? gateIsOpen: false`). `fresh` is the
 * same chart with nothing looked at yet: XState is asked once wherever something that a guard reads differs.
 */
export const guardsNever = (graph: Graph, fresh: Chart): readonly string[] => {
  const { chart } = graph.system;
  const met = new Set<string>();
  const own = onceEach(state =>
    fresh.stateOf(
      chart.shape.regions.map((_, region) => chart.leafIn(state, region)),
      chart.contextIn(state),
    ),
  );
  const ownEvent = onceEach(event => fresh.tables.eventNumber(chart.tables.eventOf(event)));
  eachSituation(graph, (state, event) => {
    const before = fresh.calls();
    fresh.outcomeOf(own(state), ownEvent(event));
    if (fresh.calls() === before) return;
    for (const id of metBy(chart.snapshot(state), chart.tables.eventOf(event)).outcomes) met.add(id);
  });
  return within(chart.machine.root)
    .flatMap(transitionsAt)
    .flatMap(transition => outcomesOf(chart.machine, transition))
    .filter(id => !met.has(id));
};
