import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { match } from 'ts-pattern';
import { activeIn } from '../../verify/coverage.ts';
import { xstateTestOf } from '../../verify/export/xstateTest.ts';
import { CRITERIA, type Criterion } from '../../verify/suites/criteria.ts';
import { type Suite, suiteToJson } from '../../verify/suites/suite.ts';
import { vitestOf } from '../../verify/suites/vitest.ts';
import { headOf, transcriptOf } from '../../verify/suites/write.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { didYouMean } from '../problems.ts';
import { SUITE_SUBJECTS, type SuiteSubject } from './subjects.ts';

export const FORMATS = ['text', 'json', 'vitest', 'xstate-test'] as const;
export type Format = (typeof FORMATS)[number];

export type SuiteOptions = {
  readonly machine: string;
  readonly criterion: string;
  readonly n: number;
  readonly extra: number;
  readonly seed: number;
  readonly format: Format;
  /** The file to write to; null prints the suite. */
  readonly out: string | null;
};

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Generates the suite of a machine by a criterion. Throws a Refusal for a name that there is not. */
export const suite = (
  { machine, criterion, n, extra, seed, format, out }: SuiteOptions,
  io: Io,
): ExitCode => {
  const subject = named('machine', machine, SUITE_SUBJECTS);
  const { suite: make } = named('--criterion', criterion, CRITERIA);
  const { name, chart, drives, properties } = subject;
  const graph = subject.explored();
  const made = explained(
    orRefused(() => make(name, graph, { n, extra, seed, properties })),
    subject,
  );
  const text = match(format)
    .with('json', () => `${suiteToJson(made)}\n`)
    .with('text', () => transcriptOf(made))
    .with('xstate-test', () => xstateTestOf(made))
    .with('vitest', () =>
      vitestOf({ suite: made, chart, drives, root: wayToRoot(out), initial: activeIn(graph, 0) }),
    )
    .exhaustive();
  if (out === null) io.out(text.replace(/\n$/, ''));
  else {
    write(out, text);
    for (const line of headOf(made)) io.say(line);
  }
  return EXIT.ok;
};

/** With the reasons that are known why goals cannot be met. */
const explained = (made: Suite, { whyNot }: SuiteSubject): Suite => ({
  ...made,
  goals: made.goals.map(goal =>
    'infeasible' in goal ? { ...goal, infeasible: whyNot(goal.name) ?? goal.infeasible } : goal,
  ),
});

const orRefused = <Made>(make: () => Made): Made => {
  try {
    return make();
  } catch (failure) {
    throw new Refusal(EXIT.badInput, failure instanceof Error ? failure.message : String(failure));
  }
};

/** Prints all machines and criteria. */
export const listSuites = (json: boolean, io: Io): ExitCode => {
  const machines = SUITE_SUBJECTS.map(({ name, what }) => ({ name, what }));
  const criteria = CRITERIA.map(({ name, definition, source }) => ({ name, definition, source }));
  if (json) io.out(JSON.stringify({ version: 1, machines, criteria }));
  else {
    for (const { name, what } of machines) io.out(`machine    ${name.padEnd(28)} ${what}`);
    for (const { name, definition } of criteria) io.out(`criterion  ${name.padEnd(28)} ${definition}`);
  }
  return EXIT.ok;
};

const named = <Each extends Pick<SuiteSubject | Criterion, 'name'>>(
  field: string,
  name: string,
  all: readonly Each[],
): Each => {
  const found = all.find(each => each.name === name);
  if (found !== undefined) return found;
  const names = all.map(each => each.name);
  const near = didYouMean(name, names);
  throw new Refusal(
    EXIT.badInput,
    `${field} = ${name}: there is none of this name.${near === null ? '' : ` Did you mean ${near}?`} There are: ${names.join(', ')}.`,
  );
};

/** From the folder of a file, or from here, to the folder of Islet; with a dot in front, for an import. */
const wayToRoot = (out: string | null): string => {
  const way = relative(out === null ? process.cwd() : dirname(resolve(out)), root).replaceAll('\\', '/');
  return way === '' ? '.' : way.startsWith('.') ? way.replace(/\/$/, '') : `./${way}`;
};

const write = (path: string, text: string): void => {
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
    writeFileSync(path, text);
  } catch (failure) {
    throw new Refusal(
      EXIT.environment,
      `--out = ${path}: it cannot be written: ${failure instanceof Error ? failure.message : String(failure)}. Name another file.`,
    );
  }
};
