import type { Hunt } from './hunt.ts';
import { lineBoundOf } from './lineBound.ts';
import type { Net } from './net.ts';
import { START } from './search.ts';
import { largest, type Sparse } from './simplex.ts';
import { type Bound, RESET } from './suite.ts';

/** The programme has at most so many numbers; larger ones are not solved here. */
const MOST = 3_000_000;

/** The best of the lower bounds that are known here. */
export const boundOf = (hunt: Hunt): Bound => {
  const bounds = [programmeOf(hunt), lineBoundOf(hunt)].filter(bound => bound !== null);
  return bounds.reduce((best, each) => (each.length > best.length ? each : best));
};

/**
 * How short a suite may be at best. Whatever its tests do, they enter each state as often as they leave it,
 * counting resets, and meet each goal: the least cost of that is a linear programme over the steps of the
 * graph, a flow of least cost with goals to be met on the way. Its dual gives the bound: a price for each
 * state and a worth for each goal, such that no step is worth more than it costs. Whether those keep their
 * word is checked, step by step, before the bound is believed.
 */
const programmeOf = (hunt: Hunt): Bound => {
  const demanded = demandsOf(hunt);
  const { demands } = demanded;
  if (demands.every(count => count === 0)) return { length: 0, by: 'nothing is to be done' };
  const states = hunt.net.graph.states.length;
  const columns = states + demands.length + 1;
  const steps = states * columns > MOST ? null : stepsOf(hunt, demanded);
  if (steps === null || steps.length * columns > MOST) return counted(hunt, demanded);
  // A row for each step: the price of where it leads, less that of where it begins, plus what it meets.
  const rows = steps.map(({ from, to, serves }): Sparse => {
    const row = new Map<number, number>();
    const add = (column: number, value: number): void => void row.set(column, (row.get(column) ?? 0) + value);
    add(to, 1);
    add(from, -1);
    for (const demand of serves) add(states + demand, 1);
    return [...row].filter(([, value]) => value !== 0);
  });
  const anew: Sparse = [
    [START, 1],
    [columns - 1, 1],
  ];
  const all = [...rows, anew];
  const limits = [...steps.map(() => 1), RESET];
  const gain = [...new Float64Array(states), ...demands, 1];
  const point = largest(all, limits, gain);
  const excess = Math.max(
    1,
    ...all.map(
      (row, at) =>
        row.reduce((sum, [column, value]) => sum + value * (point[column] ?? 0), 0) / (limits[at] ?? 1),
    ),
  );
  const value = gain.reduce((sum, worth, column) => sum + worth * (point[column] ?? 0), 0) / excess;
  return atLeast(
    hunt.nearest,
    value,
    'a flow of least cost that meets each goal: linear programme, dual checked',
  );
};

/**
 * No flow is looked at: no step is worth more than it costs, which is 1. Goals that steps meet alone are worth
 * most; they are given what they can be first, and then the others what is left.
 */
const counted = ({ net, nearest }: Hunt, { isByLabel, demands, serves }: Demanded): Bound => {
  const sets = new Map<string, readonly number[]>();
  const isKnown = new Uint8Array(net.graph.labels.length);
  eachStep(net, (_, edge) => {
    const label = net.graph.labelOf[edge] ?? 0;
    if (isByLabel && isKnown[label] === 1) return;
    isKnown[label] = 1;
    const list = serves(edge);
    if (list.length > 0) sets.set(list.join(), list);
  });
  const within: number[][] = demands.map(() => []);
  const all = [...sets.values()];
  for (const [at, list] of all.entries()) for (const demand of list) within[demand]?.push(at);
  const largest = within.map(list => greatest(list.map(at => all[at]?.length ?? 0)));
  const left = all.map(() => 1);
  let value = RESET;
  for (const demand of [...demands.keys()].sort((a, b) => (largest[a] ?? 0) - (largest[b] ?? 0))) {
    const of = within[demand] ?? [];
    if (of.length === 0) continue;
    const times = (at: number): number => all[at]?.filter(each => each === demand).length ?? 1;
    const worth = Math.max(0, -greatest(of.map(at => -(left[at] ?? 0) / times(at))));
    for (const at of new Set(of)) left[at] = (left[at] ?? 0) - worth * times(at);
    value += (demands[demand] ?? 0) * worth;
  }
  return atLeast(nearest, value, 'counting: what one step can meet at most');
};

/** Of any number of them: an argument for each would not fit. */
const greatest = (numbers: readonly number[]): number =>
  numbers.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY);

const ROUNDING = 1e-6;

/** A suite is also as long as the way to its farthest goal. */
const atLeast = (nearest: Hunt['nearest'], value: number, by: string): Bound => {
  const length = Math.ceil(value - ROUNDING);
  const farthest = RESET + Math.max(0, greatest(nearest.flat().map(walk => walk?.length ?? 0)));
  return farthest > length ? { length: farthest, by: 'the way to the farthest goal' } : { length, by };
};

type Served = { readonly from: number; readonly to: number; readonly serves: readonly number[] };

type Demanded = {
  readonly demands: readonly number[];
  readonly serves: (edge: number) => readonly number[];
  /** Whether the label of a step decides what it does. */
  readonly isByLabel: boolean;
};

/** How often what must be done, and what of it a step does. */
const demandsOf = ({ observers, nearest }: Hunt): Demanded => {
  const demands: number[] = [];
  const servers = observers.map((observer, index) => {
    const { reads, counts, serves } = observer.demands(goal => (nearest[index]?.[goal]?.length ?? 0) > 0);
    const base = demands.length;
    demands.push(...counts);
    return { base, reads, serves };
  });
  return {
    demands,
    isByLabel: servers.every(({ reads }) => reads === 'label'),
    serves: edge =>
      servers.flatMap(({ base, serves }) =>
        serves(edge).flatMap(each => ((demands[base + each] ?? 0) > 0 ? [base + each] : [])),
      ),
  };
};

/** Steps by what they do; of steps that are alike one. */
const stepsOf = ({ net }: Hunt, { serves }: Demanded): readonly Served[] => {
  const known = new Set<string>();
  const steps: Served[] = [];
  eachStep(net, (from, edge) => {
    const to = net.graph.targets[edge] ?? 0;
    const own = serves(edge);
    if (own.length === 0 && from === to) return;
    const key = `${from} ${to} ${own.join()}`;
    if (known.has(key)) return;
    known.add(key);
    steps.push({ from, to, serves: own });
  });
  return steps;
};

const eachStep = ({ graph, first, edges }: Net, tell: (from: number, edge: number) => void): void => {
  for (let from = 0; from < graph.states.length; from += 1) {
    const end = first[from + 1] ?? 0;
    for (let index = first[from] ?? 0; index < end; index += 1)
      tell(from, edges === null ? index : (edges[index] ?? 0));
  }
};
