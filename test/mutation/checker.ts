/**
 * The compiler as a checker for Stryker, asked of mutants of charts and of the table of alarms before any test: most of what they are
 * made of are names that types know, and each mutant that no test kills waits for all tests. Elsewhere only what has survived is
 * put to it, which is quicker.
 */

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from '../house/source.ts';
import { compilable } from './compiles.ts';
import { type Mutant, mutated } from './verdicts.ts';

/** As Stryker hands it on: places count from 0, in its report from 1. */
type Asked = Pick<Mutant, 'location' | 'replacement'> & { readonly id: string; readonly fileName: string };
type Answer = { readonly status: 'passed' } | { readonly status: 'compileError'; readonly reason: string };

const next = ({ line, column }: Mutant['location']['start']) => ({ line: line + 1, column: column + 1 });

const PASSED: Answer = { status: 'passed' };
const REFUSED: Answer = { status: 'compileError', reason: 'the compiler refuses it' };

const ASKED_FIRST = /^(machines|src\/domain\/alarms)\//;

class Checker {
  async init(): Promise<void> {}

  /** All of a file at once: types are worked out once. */
  async group(mutants: readonly Asked[]): Promise<readonly (readonly string[])[]> {
    return [...Map.groupBy(mutants, ({ fileName }) => fileName).values()].map(some =>
      some.map(({ id }) => id),
    );
  }

  async check(mutants: readonly Asked[]): Promise<Record<string, Answer>> {
    const [first] = mutants;
    const path = first === undefined ? '' : relative(root, first.fileName).replaceAll('\\', '/');
    if (!ASKED_FIRST.test(path)) return Object.fromEntries(mutants.map(({ id }) => [id, PASSED]));
    const source = readFileSync(`${root}${path}`, 'utf8');
    const texts = mutants.map(({ location: { start, end }, replacement }) =>
      mutated(source, { location: { start: next(start), end: next(end) }, replacement }),
    );
    const sound = compilable(path, texts);
    return Object.fromEntries(mutants.map(({ id }, index) => [id, sound[index] ? PASSED : REFUSED]));
  }
}

export const strykerPlugins = [
  { kind: 'Checker', name: 'compiler', factory: Object.assign(() => new Checker(), { inject: [] }) },
];
