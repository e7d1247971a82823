import type { Graph } from '../explore.ts';
import { type Demanded, eachStep } from './demanded.ts';
import type { Net } from './net.ts';
import { RESET } from './suite.ts';

/**
 * A lower bound without a programme: no step is worth more than it costs. States either have no price, so that a
 * step costs 1; or the price of a state is its distance from the initial one, so that a step on is worth nothing
 * and one that leads back to the beginning pays for the whole way to where it is taken. Goals that steps meet
 * alone are worth most; they are given what they can be first, and then the others what is left.
 */
export const countedBound = (net: Net, { demands, serves }: Demanded, price: 'none' | 'depth'): number => {
  const depths = price === 'none' ? null : depthsOf(net.graph);
  const sets = new Map<readonly number[], number>();
  eachStep(net, (from, edge) => {
    const list = serves(edge);
    if (list.length === 0) return;
    const to = net.graph.targets[edge] ?? 0;
    const cost = depths === null ? 1 : 1 + (depths[from] ?? 0) - (depths[to] ?? 0);
    if (cost < (sets.get(list) ?? Number.POSITIVE_INFINITY)) sets.set(list, cost);
  });
  const byText = new Map<string, { readonly list: readonly number[]; readonly cost: number }>();
  for (const [list, cost] of sets) {
    const text = list.join();
    if (cost < (byText.get(text)?.cost ?? Number.POSITIVE_INFINITY)) byText.set(text, { list, cost });
  }
  const all = [...byText.values()];
  const within: number[][] = demands.map(() => []);
  for (const [at, { list }] of all.entries()) for (const demand of new Set(list)) within[demand]?.push(at);
  const largest = within.map(of => of.reduce((most, at) => Math.max(most, all[at]?.list.length ?? 0), 0));
  const left = all.map(({ cost }) => cost);
  let value = RESET;
  for (const demand of [...demands.keys()].sort((a, b) => (largest[a] ?? 0) - (largest[b] ?? 0))) {
    const of = within[demand] ?? [];
    if (of.length === 0) continue;
    const times = (at: number): number => all[at]?.list.filter(each => each === demand).length ?? 1;
    const worth = of.reduce(
      (least, at) => Math.min(least, (left[at] ?? 0) / times(at)),
      Number.POSITIVE_INFINITY,
    );
    for (const at of of) left[at] = (left[at] ?? 0) - worth * times(at);
    value += (demands[demand] ?? 0) * worth;
  }
  return value;
};

/** States are numbered in the order of a walk breadth first: what led to one is known before it. */
const depthsOf = ({ parents, first }: Graph): Int32Array => {
  const depths = new Int32Array(parents.length);
  let from = 0;
  for (let position = 1; position < parents.length; position += 1) {
    while ((first[from + 1] ?? 0) <= (parents[position] ?? 0)) from += 1;
    depths[position] = (depths[from] ?? 0) + 1;
  }
  return depths;
};
