/**
 * A test runner for Stryker that keeps code and tests loaded in one process, and puts to a mutant only the tests that
 * reach it, the likeliest killers first. A mutant costs what those tests cost, a few milliseconds.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { z } from 'zod';
import { knownEndless } from './endless.ts';
import { quickStagesFor } from './judges.ts';
import { forget, forgetShared, hookInto, isLoadedAnew, isRemembered, loadAnew } from './loading.ts';
import type { Registered } from './registry.ts';
import { NotDone, watchdog } from './within.ts';

type Coverage = {
  readonly static: Record<string, number>;
  readonly perTest: Record<string, Record<string, number>>;
};

/** What instrumented code reads and writes, by the names that Stryker gave. */
type Namespace = {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  readonly mutantCoverage: Coverage;
};

const namespace: Namespace = { mutantCoverage: { static: {}, perTest: {} } };
Object.assign(globalThis, { __stryker__: namespace });

/** Of the options of a run: the files that are mutated. */
type Options = { readonly mutate: readonly string[] };

type MutantRun = {
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  readonly activeMutant: { readonly id: string; readonly fileName: string };
  readonly mutantActivation: 'runtime' | 'static';
};

type Outcome = {
  readonly id: string;
  readonly ms: number;
  readonly failure: string | null;
  readonly isEndless: boolean;
};

type Verdict = {
  readonly status: 'survived' | 'killed' | 'timeout';
  readonly nrOfTests?: number;
  readonly reason?: string;
  readonly killedBy?: readonly string[];
  readonly failureMessage?: string;
};

const byId = (tests: readonly Registered[]): ReadonlyMap<string, Registered> =>
  new Map(tests.map(test => [test.id, test]));

/** A mutant must get the same verdict each time, so properties that choose their own seed do not; nobody reads the counterexample. */
const SEED = 20_280;

/** A test that waits this much longer than it took is not coming back. */
const LONGEST_MS = 4_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const timesPath = 'times.json';
const timesSchema = z.record(z.string(), z.number());

class Runner {
  #tests: ReadonlyMap<string, Registered> = new Map();
  /** Whether what is loaded was made while a mutant was active. */
  #isMutantLoaded = false;
  #times: Record<string, number> = existsSync(timesPath)
    ? timesSchema.parse(JSON.parse(readFileSync(timesPath, 'utf8')))
    : {};
  /** When each test last killed, counted in mutants. */
  readonly #kills = new Map<string, number>();
  #count = 0;
  readonly #limited = watchdog();
  readonly #endless = knownEndless();

  readonly #files: readonly string[];
  readonly #forget: () => void;

  constructor(files: readonly string[]) {
    this.#files = files;
    this.#forget = files.some(isRemembered) ? forget : () => {};
  }

  capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  init(): void {
    fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED, endOnFailure: true });
    hookInto(`${pathToFileURL(process.cwd()).href}/`);
  }

  async dryRun(): Promise<object> {
    await this.#load();
    const outcomes: Outcome[] = [];
    // Backwards, so that a test that needs an earlier one fails here.
    for (const test of [...this.#tests.values()].reverse()) {
      this.#forget();
      forgetShared();
      outcomes.push(await this.#run(test, 120_000));
    }
    this.#times = Object.fromEntries(outcomes.map(({ id, ms }) => [id, ms]));
    writeFileSync(timesPath, JSON.stringify(this.#times));
    return {
      status: 'complete',
      mutantCoverage: namespace.mutantCoverage,
      tests: outcomes.map(({ id, ms, failure }) => ({
        id,
        name: id,
        timeSpentMs: Math.ceil(ms),
        ...(failure === null ? { status: 0 } : { status: 1, failureMessage: failure }),
      })),
    };
  }

  async mutantRun({ testFilter, hitLimit, activeMutant, mutantActivation }: MutantRun): Promise<object> {
    if (this.#endless.has(activeMutant.id)) return { status: 'timeout', reason: 'computes without end' };
    this.#limited.guard(activeMutant.id);
    const isStatic = mutantActivation === 'static' || isLoadedAnew(activeMutant.fileName);
    if (!isStatic && (this.#tests.size === 0 || this.#isMutantLoaded)) await this.#load();
    namespace.hitCount = 0;
    namespace.hitLimit = hitLimit;
    namespace.activeMutant = activeMutant.id;
    this.#forget();
    forgetShared();
    this.#count += 1;
    const from = performance.now();
    const duration = (): number => Math.round(performance.now() - from);
    try {
      const outcome = isStatic
        ? await this.#putAnew(activeMutant.fileName, testFilter)
        : await this.#put(testFilter);
      return { ...outcome, duration: duration() };
    } catch (error) {
      return { ...this.#killed('loading', messageOf(error), 0), duration: duration() };
    } finally {
      namespace.activeMutant = undefined;
      namespace.hitLimit = undefined;
    }
  }

  /** Loads all anew, stage by stage as far as is needed, and puts the tests of each. */
  async #putAnew(fileName: string, filter: readonly string[] | undefined): Promise<Verdict> {
    this.#begin();
    const stages = quickStagesFor(
      this.#files,
      this.#files.find(path => fileName.endsWith(path)),
    );
    for (const [index, stage] of stages.entries()) {
      this.#tests = byId(await stage());
      const verdict = await this.#put(filter?.filter(id => this.#tests.has(id)));
      if (verdict.status !== 'survived' || index === stages.length - 1) return verdict;
    }
    throw new Error('no test judges this mutant');
  }

  async #put(ids: readonly string[] = [...this.#tests.keys()]): Promise<Verdict> {
    const order = [...ids].sort((a, b) => this.#rank(a) - this.#rank(b));
    let run = 0;
    for (const id of order) {
      const test = this.#tests.get(id);
      if (test === undefined) return this.#killed(id, 'the test is not there', run);
      run += 1;
      const { failure, isEndless } = await this.#run(test, LONGEST_MS + 10 * (this.#times[id] ?? 0));
      if (namespace.hitLimit !== undefined && (namespace.hitCount ?? 0) > namespace.hitLimit)
        return { status: 'timeout', reason: 'reached too often' };
      if (isEndless) return { status: 'timeout', reason: `${id}: ${failure}` };
      if (failure !== null) return this.#killed(id, failure, run);
    }
    return { status: 'survived', nrOfTests: run };
  }

  #killed(id: string, failureMessage: string, nrOfTests: number): Verdict {
    this.#kills.set(id, this.#count);
    return { status: 'killed', killedBy: [id], failureMessage, nrOfTests };
  }

  /** First those that killed a neighbour, then those that take least time. */
  #rank(id: string): number {
    const kill = this.#kills.get(id);
    const cost = this.#times[id] ?? 0;
    return kill === undefined ? cost : (cost * (this.#count - kill)) / 1_000;
  }

  async #run({ id, run }: Registered, longestMs: number): Promise<Outcome> {
    const from = performance.now();
    namespace.currentTestId = id;
    try {
      await this.#limited.run(longestMs, run);
      return { id, ms: performance.now() - from, failure: null, isEndless: false };
    } catch (error) {
      const isEndless = error instanceof NotDone;
      return { id, ms: performance.now() - from, failure: messageOf(error) || 'failed', isEndless };
    } finally {
      namespace.currentTestId = undefined;
    }
  }

  #begin(): void {
    loadAnew();
    this.#isMutantLoaded = namespace.activeMutant !== undefined;
  }

  async #load(): Promise<void> {
    this.#begin();
    const tests: Registered[] = [];
    for (const stage of quickStagesFor(this.#files)) tests.push(...(await stage()));
    this.#tests = byId(tests);
  }
}

const create = ({ mutate }: Options): Runner => new Runner(mutate);

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'here', factory: Object.assign(create, { inject: ['options'] }) },
];
