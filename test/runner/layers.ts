import type { SystemPackage } from '../support/system.ts';

/** A part of the tests that is run, timed and counted by itself. */
export type Layer = {
  readonly name: string;
  /** Folders of `test/` whose `*.test.ts` files belong to it, but for those of a folder within that another layer names. */
  readonly folders: readonly string[];
  /** Without these, the whole layer is skipped. */
  readonly needs?: readonly SystemPackage[];
  /** How many of its files run at once; one, unless they wait for real processes more than they work. */
  readonly workers?: number;
  /** Runs only with `--deep`. */
  readonly deep?: true;
};

/** The layer of every test file that no other layer claims. */
export const REST = 'unit and property';

/** In the order in which they begin: what fails fast, then the longest, so that none is left over at the end. */
export const LAYERS: readonly Layer[] = [
  { name: 'house rules', folders: ['test/house'] },
  { name: REST, folders: [] },
  { name: 'exploration', folders: ['test/exploration'] },
  // In a process of its own it takes half the time: what explores other systems beside it makes no code slower.
  { name: 'beside an alarm', folders: ['test/exploration/beside'] },
  { name: 'engine', folders: ['test/machines', 'test/cover', 'test/mutants', 'test/export'] },
  { name: 'crash', folders: ['test/crash'] },
  {
    name: 'browser',
    folders: ['test/browser', 'test/inspector/browser'],
    needs: ['chromium'],
    workers: 3,
  },
  { name: 'paths', folders: ['test/paths', 'test/suites'] },
  { name: 'rig', folders: ['test/rig'] },
  { name: 'scenarios', folders: ['test/scenarios'] },
  {
    name: 'witnesses',
    folders: ['test/witness'],
    needs: ['spin', 'rumur', 'gcc', 'yosys', 'berkeley-abc'],
  },
  { name: 'fuzz', folders: ['test/fuzz'] },
  { name: 'campaigns', folders: ['test/campaign'] },
  { name: 'campaigns over Redis', folders: ['test/redis'], needs: ['redis-server'] },
  { name: 'deep', folders: ['test/deep'], deep: true },
];

/** The files of each layer; every file is in exactly one. */
export const assign = (
  files: readonly string[],
  layers: readonly Layer[] = LAYERS,
): ReadonlyMap<Layer, readonly string[]> => {
  /** The longest folder of a layer that the file is in. */
  const claim = ({ folders }: Layer, file: string): number =>
    Math.max(0, ...folders.filter(folder => file.startsWith(`${folder}/`)).map(({ length }) => length));
  const layerOf = (file: string): Layer | undefined => {
    const closest = layers.toSorted((one, other) => claim(other, file) - claim(one, file))[0];
    return closest !== undefined && claim(closest, file) > 0
      ? closest
      : layers.find(({ name }) => name === REST);
  };
  const byLayer = Map.groupBy(files, layerOf);
  return new Map(layers.map(layer => [layer, byLayer.get(layer) ?? []]));
};
