import { nameOf } from './automaton.ts';
import type { Chart } from './chart.ts';
import { type Coverage, coverageIn, type Met } from './coverage.ts';
import { deadlocksTold } from './reports/places.ts';
import { eventsTo } from './walk/runs.ts';
import { metBy, type Walk } from './walk/walk.ts';

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

/** What is to be known of an explored system. */
export type Survey = {
  readonly regions: readonly RegionShare[];
  readonly events: readonly Situations[];
  readonly coverage: Coverage;
  /** Each state that no step leaves, with the shortest run there; of many, the nearest. */
  readonly deadlocks: readonly string[];
};

/** Surveys what a walk has met: its regions, its events, its coverage. */
export const surveyOf = (walk: Walk): Survey => {
  const met = metBy(walk);
  return {
    regions: sharesOf(met),
    events: situationsOf(walk.system.chart),
    coverage: coverageIn(met, walk.steps(), walk.deadlocks),
    deadlocks: deadlocksTold(walk.system, walk.deadlocks, state => eventsTo(walk, state)),
  };
};

/** The regions of a system, the one that multiplies most first. */
const sharesOf = ({ system, states }: Met): readonly RegionShare[] => {
  const chartStates = states.map(system.chartState);
  const worldStates = states.map(system.worldState);
  const shares = (chart: Chart, own: Int32Array, others: Int32Array): readonly RegionShare[] => {
    const sorted = sortedBy(own, others);
    return chart.shape.regions.map(({ node, leaves }, region) => ({
      id: node.id,
      leaves: leaves.length,
      multiplier: states.length / distinctIn(sorted, chart.without(region)),
    }));
  };
  return [
    ...shares(system.chart, chartStates, worldStates),
    ...(system.world === null ? [] : shares(system.world, worldStates, chartStates)),
  ].sort((a, b) => b.multiplier - a.multiplier);
};

type Sorted = { readonly own: Int32Array; readonly others: Int32Array };

/** Pairs of numbers, those with the same second one beside each other. */
const sortedBy = (own: Int32Array, others: Int32Array): Sorted => {
  const ends = new Int32Array(others.reduce((most, each) => Math.max(most, each), 0) + 2);
  for (const other of others) ends[other + 1] = (ends[other + 1] ?? 0) + 1;
  for (let other = 1; other < ends.length; other += 1)
    ends[other] = (ends[other] ?? 0) + (ends[other - 1] ?? 0);
  const sorted = { own: new Int32Array(own.length), others: new Int32Array(own.length) };
  for (let index = 0; index < own.length; index += 1) {
    const other = others[index] ?? 0;
    const place = ends[other] ?? 0;
    sorted.own[place] = own[index] ?? 0;
    sorted.others[place] = other;
    ends[other] = place + 1;
  }
  return sorted;
};

/** How many distinct pairs there are when each first number is taken for another. */
const distinctIn = ({ own, others }: Sorted, taken: Int32Array): number => {
  /** The last second number that each first one was seen with, and one. */
  const seen = new Int32Array(taken.length);
  let distinct = 0;
  for (let index = 0; index < own.length; index += 1) {
    const first = taken[own[index] ?? 0] ?? 0;
    const second = (others[index] ?? 0) + 1;
    if (seen[first] === second) continue;
    seen[first] = second;
    distinct += 1;
  }
  return distinct;
};

/** Events by the number of situations they are answered in, most first. */
const situationsOf = ({ tables }: Chart): readonly Situations[] =>
  tables
    .events()
    .map(event => ({ event: nameOf(event), situations: tables.situationsOf(tables.eventNumber(event)) }))
    .sort((a, b) => b.situations - a.situations);
