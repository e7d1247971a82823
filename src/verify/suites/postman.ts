import { type Arc, cheapestFlow } from './flow.ts';
import type { Net } from './net.ts';
import { START, type Walk } from './search.ts';
import { RESET } from './suite.ts';

/** States and steps: those of the n-th state are `edges[first[n]]` up to `first[n + 1]`, and lead to `targets` by number. */
export type Roads = {
  readonly states: number;
  readonly first: Int32Array;
  readonly edges: Int32Array;
  readonly targets: Int32Array;
};

export const roadsOf = ({ graph, first, edges }: Net): Roads => ({
  states: graph.states.length,
  first,
  edges: edges ?? Int32Array.from(graph.targets.keys()),
  targets: graph.targets,
});

/** The shortest walks that take every step of a net, and how long they are, resets counted. */
export type Postman = { readonly walks: readonly Walk[]; readonly length: number };

/**
 * The directed Chinese postman with resets: every step is taken at least once, and from any state one may
 * begin anew, at the price of a reset. Which steps to take again is a flow of least cost (Edmonds and Johnson
 * 1973), and the walks are an Euler tour, cut at its resets (Hierholzer 1873). No suite that takes every step
 * is shorter. All states must be reachable, as those of a graph are.
 */
export const postmanOf = (roads: Roads): Postman => {
  const { states, first, edges, targets } = roads;
  /** The way over which every reset goes: from each state to `hub`, and from there to the initial state. */
  const hub = states;
  const supply = new Int32Array(hub + 1);
  const change = (node: number, by: number): void => {
    supply[node] = (supply[node] ?? 0) + by;
  };
  const arcs: Arc[] = [{ from: hub, to: START, cost: RESET }];
  const steps: number[] = [-1];
  for (let from = 0; from < hub; from += 1) {
    const known = new Set<number>();
    const end = first[from + 1] ?? 0;
    for (let index = first[from] ?? 0; index < end; index += 1) {
      const edge = edges[index] ?? 0;
      const to = targets[edge] ?? 0;
      change(from, -1);
      change(to, 1);
      if (to === from || known.has(to)) continue;
      known.add(to);
      arcs.push({ from, to, cost: 1 });
      steps.push(edge);
    }
    arcs.push({ from, to: hub, cost: 0 });
    steps.push(-1);
  }
  // The first test begins with a reset, too.
  change(hub, -1);
  change(START, 1);
  const { units, cost } = cheapestFlow(hub + 1, arcs, supply);
  return { walks: eulerWalks(roads, arcs, steps, units), length: edges.length + RESET + cost };
};

/** An Euler tour from the hub, cut where it comes back to it. */
const eulerWalks = (
  { states: hub, first, edges, targets }: Roads,
  arcs: readonly Arc[],
  steps: readonly number[],
  units: Int32Array,
): readonly Walk[] => {
  /** What leaves each node, last first: steps by number; -1 goes to the hub, -2 from there to the start. */
  const leaving: number[][] = Array.from({ length: hub + 1 }, () => []);
  for (const [arc, { from }] of arcs.entries()) {
    const times = units[arc] ?? 0;
    for (let time = 0; time < times; time += 1) leaving[from]?.push(from === hub ? -2 : (steps[arc] ?? -1));
  }
  leaving[hub]?.push(-2);
  for (let from = 0; from < hub; from += 1) {
    const own = [...edges.subarray(first[from] ?? 0, first[from + 1] ?? 0)];
    leaving[from]?.push(...own.reverse());
  }
  const trail: { readonly node: number; readonly by: number }[] = [{ node: hub, by: -2 }];
  const tour: number[] = [];
  for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
    const by = leaving[last.node]?.pop();
    if (by === undefined) {
      trail.pop();
      tour.push(last.by);
    } else {
      const node = by === -2 ? START : by === -1 ? hub : (targets[by] ?? 0);
      trail.push({ node, by });
    }
  }
  const walks: number[][] = [];
  for (const by of tour.reverse().slice(1)) {
    if (by === -2) walks.push([]);
    else if (by >= 0) walks.at(-1)?.push(by);
  }
  return walks.filter(walk => walk.length > 0);
};
