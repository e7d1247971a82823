import { explore, type Graph } from '../../src/verify/explore.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';

export type Explored = { readonly free: Graph; readonly plant: Graph };

let explored: Explored | null = null;

/** The whole pump, where anything may come and in its plant: explored once in a process, for whoever asks. */
export const exploredPump = (): Explored => {
  explored ??= { free: explore(openPump()), plant: explore(pumpInPlant()) };
  return explored;
};
