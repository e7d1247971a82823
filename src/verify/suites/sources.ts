import type { Graph } from '../explore.ts';

/** Where each step of a graph begins. Made once for each graph, for it is as long as its steps are many. */
export const sourcesOf = (graph: Graph): Int32Array => {
  const known = sources.get(graph);
  if (known !== undefined) return known;
  const made = new Int32Array(graph.targets.length);
  for (let from = 0; from < graph.first.length - 1; from += 1)
    made.fill(from, graph.first[from], graph.first[from + 1]);
  sources.set(graph, made);
  return made;
};
const sources = new WeakMap<Graph, Int32Array>();
