import { numbers } from '../packed.ts';
import type { Net } from './net.ts';
import type { Observer } from './observer.ts';

/**
 * The same net without steps that an observer cannot tell from others: of those that lead from one state to
 * another and that it reads alike, the first is kept, and none that leads nowhere and is read as nothing. A walk
 * over the whole net has one over this that is as long at most and meets the same.
 */
export const thinned = (net: Net, { alike }: Observer): Net => {
  const { graph, first, edges } = net;
  if (edges === null) return net;
  const { targets, states } = graph;
  const kept = numbers();
  const kinds = numbers();
  const starts = new Int32Array(states.length + 1);
  const kindOf = kindsOf();
  for (let from = 0; from < states.length; from += 1) {
    const begin = kept.size();
    const end = first[from + 1] ?? 0;
    for (let index = first[from] ?? 0; index < end; index += 1) {
      const edge = edges[index] ?? 0;
      const target = targets[edge] ?? 0;
      const kind = kindOf(alike(edge));
      if (kind === READ_AS_NOTHING && target === from) continue;
      let at = begin;
      while (at < kept.size() && (kinds.at(at) !== kind || targets[kept.at(at)] !== target)) at += 1;
      if (at < kept.size()) continue;
      kept.push(edge);
      kinds.push(kind);
    }
    starts[from + 1] = kept.size();
  }
  return { graph, first: starts, edges: kept.all() };
};

const READ_AS_NOTHING = 0;

/** A number for each list: even ones for those of one number, odd ones for longer ones. */
const kindsOf = (): ((list: readonly number[]) => number) => {
  const known = new Map<string, number>();
  return list => {
    const [only] = list;
    if (only === undefined) return READ_AS_NOTHING;
    if (list.length === 1) return 2 * only + 2;
    const key = list.join();
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return 2 * number + 1;
  };
};
