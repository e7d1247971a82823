import { countedBound } from './counted.ts';
import { type Demanded, demandedOf, eachStep } from './demanded.ts';
import type { Hunt } from './hunt.ts';
import { lineBoundOf } from './lineBound.ts';
import { projectedBound } from './projected.ts';
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
  const demanded = demandedOf(hunt);
  const { demands } = demanded;
  if (demands.every(count => count === 0)) return { length: 0, by: 'nothing is to be done' };
  const states = hunt.net.graph.states.length;
  const columns = states + demands.length + 1;
  const steps = states * columns > MOST ? null : stepsOf(hunt, demanded);
  if (steps === null || steps.length * columns > MOST) return ofLarge(hunt, demanded);
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

/** Without a price for each state. */
const ofLarge = ({ net, nearest }: Hunt, demanded: Demanded): Bound => {
  const found: readonly Bound[] = [
    { length: wholeOf(countedBound(net, demanded, 'none')), by: 'counting: what one step can meet at most' },
    {
      length: wholeOf(countedBound(net, demanded, 'depth')),
      by: 'counting: what one step can meet at most, and how far it is from the beginning',
    },
    {
      length: wholeOf(projectedBound(net, demanded) ?? 0),
      by: 'a flow of least cost over the leaves of each region: linear programme, dual checked step by step',
    },
  ];
  const best = found.reduce((best, each) => (each.length > best.length ? each : best));
  return atLeast(nearest, best.length, best.by);
};

/** Of any number of them: an argument for each would not fit. */
const greatest = (numbers: readonly number[]): number =>
  numbers.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY);

const ROUNDING = 1e-6;

const wholeOf = (value: number): number => Math.ceil(value - ROUNDING);

/** A suite is also as long as the way to its farthest goal. */
const atLeast = (nearest: Hunt['nearest'], value: number, by: string): Bound => {
  const length = wholeOf(value);
  const farthest = RESET + Math.max(0, greatest(nearest.flat().map(walk => walk?.length ?? 0)));
  return farthest > length ? { length: farthest, by: 'the way to the farthest goal' } : { length, by };
};

type Served = { readonly from: number; readonly to: number; readonly serves: readonly number[] };

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
