import type { Findings } from '../../verify/reports/reports.ts';
import type { Survey } from '../../verify/survey.ts';
import type { Composed } from '../../verify/system.ts';
import type { Checks } from '../../verify/walk/checks.ts';
import type { Walk } from '../../verify/walk/walk.ts';
import type { Ruling } from './rulings.ts';

/** One system of a machine, and how far its walk has come. */
export type Session = {
  readonly name: string;
  readonly system: Composed;
  readonly walk: Walk;
  readonly checks: Checks;
};

export type Far = {
  readonly diskMb: number;
  readonly notAsked: readonly string[];
  /** Each state that no step leaves, with the shortest run there; of many, the nearest. */
  readonly deadlocks: readonly string[];
  /** Why it ended where a file failed, and what to do; null where none did. */
  readonly failure: string | null;
};

/** One machine, walked: of all its systems together. */
export type Walked = {
  readonly name: string;
  /** States whose steps were taken. */
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  /** Whether every reachable state was expanded. */
  readonly complete: boolean;
  readonly tookMs: number;
  /** Memory of the process, in MB, when it was done. */
  readonly memoryMb: number;
  /** Memory of the walk for each state that was met: what it is packed in, found by, and met from. */
  readonly bytesPerState: number;
  /** Where its states did not stay in memory: how large they are on disk, and properties that could not be asked there. */
  readonly far: Far | null;
  /** What became of each property that was asked on the way. */
  readonly rulings: readonly Ruling[];
  /** Its regions, events and coverage; null for those machines whose reports say enough. */
  readonly survey: Survey | null;
};

/** What is known of the whole runs of a machine: of those properties that were asked, and then what the reports find. */
export type RunsFound = {
  readonly rulings: readonly Ruling[];
  /** Null before everything was asked. */
  readonly findings: Findings | null;
};

/** One machine, explored: its walk, and what is known of its whole runs. */
export type Explored = Walked & {
  /** Whether every property was asked, those over whole runs included. */
  readonly whole: boolean;
  /** What the default reports found; null before every state is known. */
  readonly findings: Findings | null;
};

/** What several walks came to; the memory is that of the process. */
export const walkedBy = (
  name: string,
  walks: readonly Walk[],
  { rulings, survey }: Pick<Walked, 'rulings' | 'survey'>,
  cost: { readonly tookMs: number; readonly memoryMb: number },
): Walked => {
  const sum = (of: (walk: Walk) => number): number => walks.reduce((total, walk) => total + of(walk), 0);
  return {
    name,
    states: sum(walk => walk.expanded()),
    steps: sum(walk => walk.steps()),
    depth: Math.max(...walks.map(walk => walk.depth())),
    complete: walks.every(walk => walk.isComplete()),
    ...cost,
    bytesPerState: sum(walk => walk.bytes()) / sum(walk => walk.met()),
    far: null,
    rulings,
    survey,
  };
};
