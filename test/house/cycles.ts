import { importsOf, targetOf } from './imports.ts';
import type { Source } from './source.ts';

/**
 * The cycles of value imports, each as the paths around it, starting at its first path in order of
 * discovery. An empty result means that the files have an order in which each can be read.
 */
export const cyclesIn = (sources: readonly Source[]): readonly (readonly string[])[] => {
  const next = new Map(sources.map(source => [source.path, valueTargets(source)]));
  const finished = new Set<string>();
  const cycles: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path]);
    if (start >= 0 || finished.has(path)) return;
    for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of next.keys()) visit(path, []);
  return cycles;
};

const valueTargets = (source: Source): readonly string[] =>
  importsOf(source)
    .filter(found => found.value)
    .map(found => targetOf(source, found.from))
    .filter(target => target !== undefined);
