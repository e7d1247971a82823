import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { z } from 'zod';
import { type Picture, sorted } from './picture.ts';

const graphSchema = z.object({
  objects: z.array(
    z.object({
      _gvid: z.number(),
      name: z.string(),
      kind: z.string().optional(),
      state: z.string().optional(),
      style: z.string().optional(),
      subgraphs: z.array(z.number()).default([]),
      nodes: z.array(z.number()).default([]),
    }),
  ),
  edges: z.array(
    z.object({
      tail: z.number(),
      head: z.number(),
      kind: z.string(),
      event: z.string().default(''),
      guard: z.string().default(''),
      actions: z.string().default(''),
      lhead: z.string().optional(),
      ltail: z.string().optional(),
    }),
  ),
});

/** What Graphviz reads: clusters are states with states within, nodes the others. Throws what it refuses. */
export const readByGraphviz = async (text: string): Promise<Picture> => {
  const graphviz = await Graphviz.load();
  const { objects, edges } = graphSchema.parse(JSON.parse(graphviz.layout(text, 'dot_json', 'nop')));
  const nameOf = (number: number): string => objects[number]?.name ?? '';
  const clusters = objects.filter(({ state }) => state !== undefined);
  const clusterNames = new Set(clusters.map(({ name }) => name));
  /** The innermost cluster around an object: its list of nodes is the shortest that has it. */
  const around = (number: number): string => {
    const holders = clusters.filter(
      ({ subgraphs, nodes }) => subgraphs.includes(number) || nodes.includes(number),
    );
    const [innermost] = holders.sort((one, other) => one.nodes.length - other.nodes.length);
    return innermost?.state === undefined ? '' : `${innermost.state} `;
  };
  const stands = new Set(clusters.map(({ state }) => state));
  const leaves = objects.filter(({ name, kind }) => kind === 'atomic' && !stands.has(name));
  for (const { lhead, ltail } of edges)
    for (const end of [lhead, ltail])
      if (end !== undefined && !clusterNames.has(end)) throw new Error(`no cluster "${end}"`);
  return sorted({
    states: [
      ...clusters.map(({ _gvid, state }) => `${around(_gvid)}> ${state}`),
      ...leaves.map(({ _gvid, name }) => `${around(_gvid)}> ${name}`),
    ],
    initial: edges
      .filter(({ kind }) => kind === 'initial')
      .map(({ tail, head }) => `${around(tail).trim()}: ${nameOf(head)}`),
    arrows: edges
      .filter(({ kind }) => kind !== 'initial')
      .map(
        ({ tail, head, event, guard, actions }) =>
          `${nameOf(tail)} -> ${nameOf(head)}: ${[event, guard, actions].join(' | ')}`,
      ),
  });
};
