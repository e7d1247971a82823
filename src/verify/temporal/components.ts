import type { Graph } from '../explore.ts';
import type { Asked } from './judging.ts';

/** Part of a graph: some positions, and of the steps between them those that stay. */
export type Part = {
  readonly members: Int32Array;
  readonly isIn: (position: number) => boolean;
  readonly stays: Asked;
};

/** Tells each strongly connected component of a part, the ones that others lead to first. */
export type Components = (part: Part, tell: (component: Int32Array) => void) => void;

const DONE = 2 ** 31 - 1;

/**
 * Tarjan, R.: Depth-first search and linear graph algorithms (1972), without recursion: the way down is as
 * long as the graph is large. A component that is told must not be kept: its memory is used again.
 */
export const componentsIn = ({ states, first, targets }: Graph): Components => {
  const count = states.length;
  /** In which order a position was met; 0 is not yet. */
  const order = new Int32Array(count);
  const low = new Int32Array(count);
  const open = new Int32Array(count);
  const way = new Int32Array(count);
  const next = new Int32Array(count);

  return ({ members, isIn, stays }, tell) => {
    for (const member of members) order[member] = 0;
    let met = 0;
    let opened = 0;
    let depth = 0;
    const visit = (position: number): void => {
      met += 1;
      order[position] = met;
      low[position] = met;
      open[opened] = position;
      opened += 1;
      way[depth] = position;
      next[depth] = first[position] ?? 0;
      depth += 1;
    };
    const close = (position: number): void => {
      let from = opened - 1;
      while (open[from] !== position) from -= 1;
      for (let each = from; each < opened; each += 1) order[open[each] ?? 0] = DONE;
      tell(open.subarray(from, opened));
      opened = from;
    };
    for (const root of members) {
      if (order[root] !== 0) continue;
      visit(root);
      while (depth > 0) {
        const at = way[depth - 1] ?? 0;
        const edge = next[depth - 1] ?? 0;
        if (edge < (first[at + 1] ?? 0)) {
          next[depth - 1] = edge + 1;
          const to = targets[edge] ?? 0;
          // Most steps stay where they are: they join nothing.
          if (to === at || !isIn(to) || !stays(edge, at)) continue;
          const known = order[to] ?? 0;
          if (known === 0) visit(to);
          else if (known !== DONE && known < (low[at] ?? 0)) low[at] = known;
          continue;
        }
        depth -= 1;
        const lowest = low[at] ?? 0;
        const above = way[depth - 1] ?? 0;
        if (depth > 0 && lowest < (low[above] ?? 0)) low[above] = lowest;
        if (lowest === order[at]) close(at);
      }
    }
  };
};
