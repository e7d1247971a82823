import type { SystemPackage } from '../support/system.ts';

/** A part of the tests that is run, timed and counted by itself. */
export type Layer = {
  readonly name: string;
  /** Folders of `test/` whose `*.test.ts` files belong to it. */
  readonly folders: readonly string[];
  /** Without these, the whole layer is skipped. */
  readonly needs?: readonly SystemPackage[];
  /** Runs only with `--deep`. */
  readonly deep?: true;
};

/** The layer of every test file that no other layer claims. */
export const REST = 'unit and property';

/** In the order in which they begin: what fails fast, then the longest, so that none is left over at the end. */
export const LAYERS: readonly Layer[] = [
  { name: 'house rules', folders: ['test/house'] },
  { name: REST, folders: [] },
  { name: 'crash', folders: ['test/crash'] },
  { name: 'exploration', folders: ['test/exploration'] },
  { name: 'fuzz', folders: ['test/fuzz'] },
  { name: 'scenarios', folders: ['test/scenarios'] },
  { name: 'browser', folders: ['test/browser', 'test/inspector/browser'], needs: ['chromium'] },
  { name: 'paths', folders: ['test/paths', 'test/suites'] },
  { name: 'rig', folders: ['test/rig'] },
  {
    name: 'witnesses',
    folders: ['test/witness'],
    needs: ['spin', 'rumur', 'gcc', 'yosys', 'berkeley-abc'],
  },
  { name: 'deep', folders: ['test/deep'], deep: true },
];

/** The files of each layer; every file is in exactly one. */
export const assign = (
  files: readonly string[],
  layers: readonly Layer[] = LAYERS,
): ReadonlyMap<Layer, readonly string[]> => {
  const claims = (layer: Layer, file: string) => layer.folders.some(folder => file.startsWith(`${folder}/`));
  const claimed = (file: string) => layers.some(layer => claims(layer, file));
  return new Map(
    layers.map(layer => [
      layer,
      files.filter(file => (layer.name === REST ? !claimed(file) : claims(layer, file))),
    ]),
  );
};
