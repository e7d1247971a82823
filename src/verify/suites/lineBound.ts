import { type Arc, cheapestFlow } from './flow.ts';
import type { Hunt } from './hunt.ts';
import type { Line } from './observer.ts';
import { type Bound, RESET } from './suite.ts';

/** Costs are whole numbers of this part of a step, which up to ten transitions share evenly. */
const UNIT = 2_520;

/**
 * How short a suite may be at best that meets sequences of equal length. In each region, the sequences less
 * their last transition are states and the sequences are steps between them: each must be taken, which is the
 * postman's question again. A step of the machine is shared by all transitions that it takes, in whatever
 * region, and so the regions' answers may be added. Null where goals are not of this kind.
 */
export const lineBoundOf = ({ net, observers, nearest }: Hunt): Bound | null => {
  const lines = observers.map((observer, index) => observer.line?.(goal => nearest[index]?.[goal] != null));
  const shares = observers.map(() => new Map<number, number>());
  for (const edge of firstOfLabels(net.graph.labelOf)) {
    const symbols = lines.map(line => line?.symbolsOf(edge) ?? []);
    const count = symbols.reduce((sum, list) => sum + list.length, 0);
    for (const [index, list] of symbols.entries())
      for (const symbol of list)
        shares[index]?.set(symbol, Math.min(shares[index]?.get(symbol) ?? UNIT, Math.floor(UNIT / count)));
  }
  let cost = 0;
  for (const [index, line] of lines.entries()) {
    if (line === undefined) return null;
    if (line.sequences.length > 0) cost += costOf(line, shares[index] ?? new Map(), observers.length);
  }
  const length = Math.ceil(cost / UNIT);
  return { length, by: 'the Chinese postman of each region, over its sequences: flows of least cost' };
};

/** One step of each label: symbols are read off labels. */
const firstOfLabels = (labelOf: Int32Array): Iterable<number> => {
  const first = new Map<number, number>();
  for (const [edge, label] of labelOf.entries()) if (!first.has(label)) first.set(label, edge);
  return first.values();
};

const costOf = ({ sequences }: Line, share: ReadonlyMap<number, number>, regions: number): number => {
  const numbers = new Map<string, number>();
  const numberOf = (symbols: readonly number[]): number => {
    const key = symbols.join();
    const known = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, known);
    return known;
  };
  const hub = 0;
  const steps = sequences.map(
    (symbols): Arc => ({
      from: numberOf(symbols.slice(0, -1)),
      to: numberOf(symbols.slice(1)),
      cost: share.get(symbols.at(-1) ?? 0) ?? 0,
    }),
  );
  const nodes = numbers.size + 1;
  const reset = Math.floor((RESET * UNIT) / regions);
  const supply = new Int32Array(nodes);
  for (const { from, to } of steps) {
    supply[from] = (supply[from] ?? 0) - 1;
    supply[to] = (supply[to] ?? 0) + 1;
  }
  const ways = Array.from({ length: nodes - 1 }, (_, at): readonly Arc[] => [
    { from: at + 1, to: hub, cost: reset },
    { from: hub, to: at + 1, cost: 0 },
  ]).flat();
  const again = cheapestFlow(nodes, [...steps, ...ways], supply).cost;
  return steps.reduce((sum, { cost }) => sum + cost, reset) + Math.max(0, again - reset);
};
