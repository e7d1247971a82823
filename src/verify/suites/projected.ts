import type { Graph } from '../explore.ts';
import type { Net } from './net.ts';
import { largest, type Sparse } from './simplex.ts';
import { RESET } from './suite.ts';

/** Rounds of rows that are added, and how many at most in each. */
const ROUNDS = 24;
const ROWS = 400;
/** So many rows of one round may speak of the same price or goal. */
const SPREAD = 16;
/** No price and no worth is higher: far beyond the way to any state. */
const HIGHEST = 64;
const TOLERANCE = 1e-7;
/** Where a programme is not solved after so many steps, it is left as it is. */
const PIVOTS = 4_000;
/** More prices and goals than this are not solved here. */
const MOST = 900;

/** What must be done how often, and which of it a step does. */
type Doing = { readonly demands: readonly number[]; readonly serves: (edge: number) => readonly number[] };

/**
 * A lower bound of graphs that are too large for a price for each state: the price of a state is the sum of a
 * price for each of its leaves and one for its context. That is the linear programme of `bound.ts` with some
 * hundred columns. Its rows, the steps, are added where they are
 * broken (J. E. Kelley, SIAM 8(4), 1960); what is found is scaled until no step is worth more than it costs, so it
 * may be stopped at any round. Null where there are too many goals.
 */
export const projectedBound = (net: Net, { demands, serves }: Doing): number | null => {
  const parts = partsOf(net.graph);
  const prices = parts.reduce((sum, { size }) => sum + size, 0);
  const columns = prices + demands.length + 1;
  if (columns > MOST) return null;
  const rowOf = rowsOf(net.graph, parts, prices, serves);
  const gain = [...new Float64Array(prices), ...demands, 1];
  const fixed: readonly Sparse[] = [
    ...gain.map((_, column): Sparse => [[column, 1]]),
    // A test begins anew.
    [...parts.map(({ of, base }) => [base + (of[0] ?? 0), 1] as const), [columns - 1, 1]],
  ];
  const limits = [...gain.map(() => HIGHEST), RESET];
  const rows: Sparse[] = [];
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const point = largest([...rows, ...fixed], [...rows.map(nearlyOne), ...limits], gain, PIVOTS);
    const worth = worthsAt(point, prices);
    const broken = worstOf(net, parts, point, edge => worth(serves(edge)));
    const excess = Math.max(1, broken[0]?.worth ?? 0);
    const value = gain.reduce((sum, each, column) => sum + each * (point[column] ?? 0), 0);
    best = Math.max(best, value / excess);
    // No further row makes the programme's own value larger.
    if (broken.length === 0 || Math.ceil(best) >= Math.floor(value)) break;
    rows.push(...spread(broken.map(({ from, edge }) => rowOf(from, edge))));
  }
  return best;
};

/** What a step costs, each a little else, or the simplex stands still where many rows are broken at once. */
const nearlyOne = (_: Sparse, row: number): number => 1 - ((row * 7_919) % 1_000) * 1e-7;

/** A function of states with few values, each with a price: its columns begin at `base`. */
type Part = { readonly of: Int32Array; readonly size: number; readonly base: number };

const partsOf = (graph: Graph): readonly Part[] => {
  const { chart, chartState } = graph.system;
  const each = (read: (state: number) => number): Int32Array =>
    Int32Array.from(graph.states, state => read(chartState(state)));
  const values = [
    ...chart.shape.regions.map((_, region) => each(state => chart.leafIn(state, region))),
    each(chart.contextNumberIn),
  ];
  let base = 0;
  return values.map(of => {
    const size = of.reduce((most, value) => Math.max(most, value), 0) + 1;
    base += size;
    return { of, size, base: base - size };
  });
};

/** The row of a step: what it does to prices, and what it meets. */
const rowsOf =
  ({ targets }: Graph, parts: readonly Part[], prices: number, serves: Doing['serves']) =>
  (from: number, edge: number): Sparse => {
    const row = new Map<number, number>();
    const add = (column: number, value: number): void => void row.set(column, (row.get(column) ?? 0) + value);
    const to = targets[edge] ?? 0;
    for (const { of, base } of parts) {
      const [before, after] = [of[from] ?? 0, of[to] ?? 0];
      if (before === after) continue;
      add(base + after, 1);
      add(base + before, -1);
    }
    for (const demand of serves(edge)) add(prices + demand, 1);
    return [...row];
  };

type Broken = { readonly from: number; readonly edge: number; readonly worth: number };

/** Of the steps that are worth more than they cost, the worst of each label, the worst first. */
const worstOf = (
  { graph, first, edges }: Net,
  parts: readonly Part[],
  point: Float64Array,
  worthOfGoals: (edge: number) => number,
): readonly Broken[] => {
  const { labelOf, targets, states, labels } = graph;
  const price = new Float64Array(states.length);
  for (const { of, base } of parts)
    for (let position = 0; position < states.length; position += 1)
      price[position] = (price[position] ?? 0) + (point[base + (of[position] ?? 0)] ?? 0);
  const worths = new Float64Array(labels.length).fill(1 + TOLERANCE);
  const found: (Broken | undefined)[] = labels.map(() => undefined);
  for (let from = 0; from < states.length; from += 1) {
    const end = first[from + 1] ?? 0;
    for (let index = first[from] ?? 0; index < end; index += 1) {
      const edge = edges === null ? index : (edges[index] ?? 0);
      const worth = (price[targets[edge] ?? 0] ?? 0) - (price[from] ?? 0) + worthOfGoals(edge);
      const label = labelOf[edge] ?? 0;
      if (worth <= (worths[label] ?? 0)) continue;
      worths[label] = worth;
      found[label] = { from, edge, worth };
    }
  }
  return found.filter(broken => broken !== undefined).sort((one, other) => other.worth - one.worth);
};

/** What lists of goals are worth at a point: steps share their lists, and each is added up once. */
const worthsAt = (point: Float64Array, prices: number): ((goals: readonly number[]) => number) => {
  const known = new Map<readonly number[], number>();
  return goals => {
    const worth = known.get(goals) ?? goals.reduce((sum, goal) => sum + (point[prices + goal] ?? 0), 0);
    known.set(goals, worth);
    return worth;
  };
};

/** Rows of many kinds: no price and no goal is in many of them. */
const spread = (rows: readonly Sparse[]): readonly Sparse[] => {
  const uses = new Map<number, number>();
  const found: Sparse[] = [];
  for (const row of rows) {
    if (found.length === ROWS) break;
    if (row.some(([column]) => (uses.get(column) ?? 0) >= SPREAD)) continue;
    for (const [column] of row) uses.set(column, (uses.get(column) ?? 0) + 1);
    found.push(row);
  }
  return found;
};
