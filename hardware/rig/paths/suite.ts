import { pumpMachine } from '../../../machines/pump/pump.ts';
import { drive } from './drive.ts';
import type { DriveOptions } from './driveOptions.ts';
import { sumOf } from './looks.ts';
import type { PathResult } from './pathResult.ts';
import type { PumpPath } from './pumpModel.ts';
import { atomicStatesOf, transitionsOf } from './transitions.ts';

/** What a whole suite of paths came to. Plain data. */
export type SuiteResult = {
  readonly results: readonly PathResult[];
  readonly steps: { readonly driven: number; readonly total: number };
  readonly checks: number;
  readonly transitions: {
    readonly taken: number;
    readonly total: number;
    readonly missing: readonly string[];
  };
  /** Why transitions are missing, of those of which it is known. */
  readonly reasons?: ReadonlyMap<string, string>;
  /** What instruments could not say of it, and why. */
  readonly notes?: readonly string[];
  readonly states: { readonly visited: number; readonly total: number; readonly missing: readonly string[] };
};

export type SuiteOptions = DriveOptions & {
  /** Told after each path. */
  readonly progress?: (result: PathResult, done: number, total: number) => void;
  /** Drives one path elsewhere than among simulated devices. */
  readonly by?: (path: PumpPath) => Promise<PathResult>;
  /** Ends the suite before the next path. */
  readonly signal?: AbortSignal;
};

/** Drives all paths, one after the other, each with a new pump. */
export const driveAll = async (paths: readonly PumpPath[], options: SuiteOptions): Promise<SuiteResult> => {
  const results: PathResult[] = [];
  for (const path of paths) {
    if (options.signal?.aborted) break;
    const result = await (options.by?.(path) ?? drive(path, options));
    results.push(result);
    options.progress?.(result, results.length, paths.length);
  }
  const taken = new Set(results.flatMap(result => result.taken));
  const visited = new Set(results.flatMap(result => result.states));
  const transitions = transitionsOf(pumpMachine);
  const states = atomicStatesOf(pumpMachine);
  return {
    results,
    steps: {
      driven: results.reduce((sum, { driven }) => sum + driven, 0),
      total: paths.reduce((sum, { steps }) => sum + steps.length, 0),
    },
    checks: results.reduce((sum, { checks }) => sum + sumOf(checks), 0),
    transitions: {
      taken: transitions.filter(id => taken.has(id)).length,
      total: transitions.length,
      missing: transitions.filter(id => !taken.has(id)),
    },
    states: {
      visited: states.filter(id => visited.has(id)).length,
      total: states.length,
      missing: states.filter(id => !visited.has(id)),
    },
  };
};

/** Whether every path passed and something was checked at all. */
export const passed = ({ results, checks }: SuiteResult): boolean =>
  checks > 0 && results.length > 0 && results.every(({ outcome }) => outcome === 'pass');

/** One line for a person. */
export const inWords = ({ results, steps, checks, transitions, states }: SuiteResult): string =>
  `${results.filter(({ outcome }) => outcome === 'pass').length} of ${results.length} paths, ` +
  `${steps.driven} of ${steps.total} steps, ${checks} checks, ` +
  `${transitions.taken} of ${transitions.total} transitions, ${states.visited} of ${states.total} states`;
