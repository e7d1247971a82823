import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arc, cheapestFlow } from '../../src/verify/suites/flow.ts';

/** The cheapest flow, unit by unit, each along a way that is cheapest then: found by Bellman and Ford's method. */
const plainCost = (nodes: number, arcs: readonly Arc[], supply: Int32Array): number => {
  const excess = supply.slice();
  const units = arcs.map(() => 0);
  let cost = 0;
  for (;;) {
    const source = excess.findIndex(amount => amount > 0);
    if (source < 0) return cost;
    const distance = Array.from({ length: nodes }, (_, node) =>
      node === source ? 0 : Number.POSITIVE_INFINITY,
    );
    const by: ({ readonly arc: number; readonly way: 1 | -1; readonly from: number } | undefined)[] = [];
    for (let round = 0; round < nodes; round += 1)
      for (const [arc, { from, to, cost: price }] of arcs.entries())
        for (const way of [1, -1] as const) {
          const [a, b] = way === 1 ? [from, to] : [to, from];
          if (way === -1 && (units[arc] ?? 0) === 0) continue;
          const far = (distance[a] ?? 0) + way * price;
          if (far >= (distance[b] ?? 0)) continue;
          distance[b] = far;
          by[b] = { arc, way, from: a };
        }
    const deficits = [...excess.keys()].filter(node => (excess[node] ?? 0) < 0);
    const sink = deficits.reduce(
      (best, node) => ((distance[node] ?? 0) < (distance[best] ?? 0) ? node : best),
      deficits[0] ?? 0,
    );
    cost += distance[sink] ?? 0;
    for (let at = sink; at !== source; ) {
      const step = by[at];
      if (step === undefined) throw new Error('no way');
      units[step.arc] = (units[step.arc] ?? 0) + step.way;
      at = step.from;
    }
    excess[source] = (excess[source] ?? 0) - 1;
    excess[sink] = (excess[sink] ?? 0) + 1;
  }
};

const network = fc.integer({ min: 2, max: 7 }).chain(nodes =>
  fc.record({
    nodes: fc.constant(nodes),
    arcs: fc.array(
      fc.record({ from: fc.nat(nodes - 1), to: fc.nat(nodes - 1), cost: fc.integer({ min: 0, max: 4 }) }),
      { maxLength: 14 },
    ),
    moves: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 6 }),
  }),
);

test('a flow is balanced, and as cheap as one that is found unit by unit', () => {
  let moved = 0;
  fc.assert(
    fc.property(network, ({ nodes, arcs, moves }) => {
      // A ring, so that everything can be reached.
      const all = [
        ...arcs,
        ...Array.from({ length: nodes }, (_, from) => ({ from, to: (from + 1) % nodes, cost: 5 })),
      ];
      const supply = new Int32Array(nodes);
      for (const [from, to] of moves) {
        supply[from] = (supply[from] ?? 0) + 1;
        supply[to] = (supply[to] ?? 0) - 1;
      }
      const { units, cost, prices } = cheapestFlow(nodes, all, supply);
      const left = supply.slice();
      for (const [arc, { from, to, cost: price }] of all.entries()) {
        const flow = units[arc] ?? 0;
        expect(flow).toBeGreaterThanOrEqual(0);
        left[from] = (left[from] ?? 0) - flow;
        left[to] = (left[to] ?? 0) + flow;
        expect(price + (prices[from] ?? 0) - (prices[to] ?? 0)).toBeGreaterThanOrEqual(0);
        moved += flow;
      }
      expect([...left].every(amount => amount === 0)).toBe(true);
      expect(cost).toBe(plainCost(nodes, all, supply));
    }),
    { seed: 1, numRuns: 500 },
  );
  expect(moved).toBeGreaterThan(500);
});
