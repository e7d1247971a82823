import type { Property } from '../../specs/property.ts';
import { nameOf } from './automaton.ts';
import type { Chart } from './chart.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import type { Graph } from './explore.ts';
import { pairs } from './packed.ts';
import { check, type Verdict } from './properties.ts';

/** How much one region adds to a system. */
export type RegionShare = {
  readonly id: string;
  /** In how many leaves it can be. */
  readonly leaves: number;
  /** How many times fewer states there would be if it were summarised to a single one. */
  readonly multiplier: number;
};

/** In how many distinct situations a chart had to answer an event. */
export type Situations = { readonly event: string; readonly situations: number };

/** What is to be known of an explored system, and of what was shown of it. */
export type Survey = {
  readonly regions: readonly RegionShare[];
  readonly events: readonly Situations[];
  readonly coverage: Coverage;
  readonly verdicts: readonly Verdict[];
};

/**
 * Surveys a graph: its regions, its events, its coverage, and these properties. A part of a walk cannot
 * say that a state is out of reach: properties of that kind are left out of it.
 */
export const surveyOf = (graph: Graph, properties: readonly Property[]): Survey => ({
  regions: sharesOf(graph),
  events: situationsOf(graph.system.chart),
  coverage: coverageOf(graph),
  verdicts: properties
    .filter(({ rule }) => graph.complete || !('within' in rule))
    .map(property => check(graph, property)),
});

/** The regions of a system, the one that multiplies most first. */
const sharesOf = ({ system, states }: Graph): readonly RegionShare[] => {
  const chartStates = states.map(system.chartState);
  const worldStates = states.map(system.worldState);
  const shares = (chart: Chart, own: Int32Array, others: Int32Array): readonly RegionShare[] =>
    chart.shape.regions.map(({ node, leaves }, region) => {
      const without = chart.without(region);
      const seen = pairs();
      for (let position = 0; position < states.length; position += 1)
        seen.numberOf(without[own[position] ?? 0] ?? 0, others[position] ?? 0);
      return { id: node.id, leaves: leaves.length, multiplier: states.length / seen.size() };
    });
  return [
    ...shares(system.chart, chartStates, worldStates),
    ...(system.world === null ? [] : shares(system.world, worldStates, chartStates)),
  ].sort((a, b) => b.multiplier - a.multiplier);
};

/** Events by the number of situations they are answered in, most first. */
const situationsOf = ({ tables }: Chart): readonly Situations[] =>
  tables
    .events()
    .map(event => ({ event: nameOf(event), situations: tables.situationsOf(tables.eventNumber(event)) }))
    .sort((a, b) => b.situations - a.situations);
