import type { Graph } from '../explore.ts';
import { type Arc, cheapestFlow } from './flow.ts';
import type { Hunt } from './hunt.ts';
import type { Line } from './observer.ts';
import { type Bound, RESET } from './suite.ts';

/** Costs are whole numbers of this part of a step, which up to ten transitions share evenly. */
const UNIT = 2_520;

/**
 * How short a suite may be at best that meets all n-switches. In each region, the sequences less
 * their last transition are states and the sequences are steps between them: each must be taken, which is the
 * postman's question again. A step of the machine is shared by all transitions that it takes, in whatever
 * region, and so the regions' answers may be added. Null where goals are not of this kind.
 */
export const lineBoundOf = ({ net, observers, nearest }: Hunt): Bound | null => {
  const lines = observers.map((observer, index) => observer.line?.(goal => nearest[index]?.[goal] != null));
  const shares = observers.map(() => new Map<number, number>());
  if (lines.some(line => line === undefined)) return null;
  for (const edge of firstOfEachLabel(net.graph)) {
    const symbols = lines.map(line => line?.symbolsOf(edge) ?? []);
    const count = symbols.reduce((sum, list) => sum + list.length, 0);
    for (const [index, list] of symbols.entries())
      for (const symbol of list)
        shares[index]?.set(symbol, Math.min(shares[index]?.get(symbol) ?? UNIT, Math.floor(UNIT / count)));
  }
  let cost = 0;
  for (const [index, line] of lines.entries()) {
    if (line === undefined) continue;
    const share = shares[index] ?? new Map<number, number>();
    if (line.sequences.length > 0) cost += costOf(line, share, observers.length);
  }
  const length = Math.ceil(cost / UNIT);
  return { length, by: 'the Chinese postman of each region, over its sequences: flows of least cost' };
};

/** Symbols are read off labels: one step of each says it. */
const firstOfEachLabel = ({ labels, labelOf }: Graph): readonly number[] => {
  const first = labels.map(() => -1);
  for (let edge = labelOf.length - 1; edge >= 0; edge -= 1) first[labelOf[edge] ?? 0] = edge;
  return first.filter(edge => edge >= 0);
};

const costOf = ({ sequences, begins }: Line, share: ReadonlyMap<number, number>, regions: number): number => {
  const numbers = new Map<string, number>();
  const numberOf = (symbols: readonly number[]): number => {
    const key = symbols.join();
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };
  const arcTo = (symbols: readonly number[], from: readonly number[]): Arc => ({
    from: numberOf(from),
    to: numberOf(symbols),
    cost: share.get(symbols.at(-1) ?? 0) ?? 0,
  });
  const anew = numberOf([]);
  const steps = sequences.map(symbols => arcTo(symbols.slice(1), symbols.slice(0, -1)));
  // The first symbols of a walk are fewer than a sequence has.
  const approach = sequences
    .filter(([first]) => begins.includes(first ?? -1))
    .flatMap(symbols =>
      symbols.slice(0, -1).map((_, at) => arcTo(symbols.slice(0, at + 1), symbols.slice(0, at))),
    );
  // All resets go over one more node, the first of them, too.
  const hub = numbers.size;
  const supply = new Int32Array(hub + 1);
  for (const { from, to } of [...steps, { from: hub, to: anew }]) {
    supply[from] = (supply[from] ?? 0) - 1;
    supply[to] = (supply[to] ?? 0) + 1;
  }
  const reset = Math.floor((RESET * UNIT) / regions);
  const ends = Array.from({ length: hub }, (_, from): Arc => ({ from, to: hub, cost: reset }));
  const again = cheapestFlow(
    hub + 1,
    [...steps, ...approach, ...ends, { from: hub, to: anew, cost: 0 }],
    supply,
  );
  return steps.reduce((sum, { cost }) => sum + cost, again.cost);
};
