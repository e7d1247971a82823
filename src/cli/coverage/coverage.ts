import { readdirSync, writeFileSync } from 'node:fs';
import { alarmNames } from '../../domain/alarms.ts';
import { beyond, type Coverage, merged } from '../../verify/cover/coverage.ts';
import { judged } from '../../verify/cover/judge.ts';
import { reachOf } from '../../verify/cover/reach.ts';
import { SUBJECTS, type Subject, type World } from '../../verify/cover/subjects.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { didYouMean } from '../problems.ts';
import { mustBeWritable } from '../writable.ts';
import { itemLines, pageOf } from './print.ts';
import { coverageIn, filesOf } from './read.ts';

export type CoverageOptions = {
  readonly files: readonly string[];
  /** Names of machines; empty for all. */
  readonly machines: readonly string[];
  readonly world: World;
  readonly json: boolean;
  /** Where the coverage is written, for the page and for a comparison. */
  readonly out: string | null;
  /** A coverage to compare with. */
  readonly against: string | null;
  /** Whether anything that `against` met and these runs do not is a failure. */
  readonly noLoss: boolean;
  /** Whether all that was never met is listed, however much it is. */
  readonly uncovered: boolean;
};

/** What the tests of the last `npm test` met. */
const LAST_TEST = 'reports/met';

/**
 * `islet coverage`: what runs met of the charts, all together; what they did not, whether it can be, and the
 * shortest way there. Exit code 1 for a loss that may not be, and for what was met although it cannot be.
 */
export const coverage = async (options: CoverageOptions, io: Io): Promise<ExitCode> => {
  const subjects = subjectsOf(options.machines);
  if (options.noLoss && options.against === null)
    throw new Refusal(
      EXIT.badInput,
      '--no-loss: there is nothing to lose anything of. Name what was met before with --against FILE.',
    );
  if (options.out !== null) mustBeWritable('--out', options.out);
  // Read before anything is written: --out may name the same file, and would leave nothing to compare with.
  const before = options.against === null ? null : only(await coverageIn(options.against), subjects);
  const files = filesOf(options.files.length > 0 ? options.files : lastTest());
  const measured: Coverage[] = [];
  for (const file of files) {
    if (io.isTerminal) io.say(`  ${file}`);
    measured.push(await coverageIn(file));
  }
  const whole = only(merged(measured), subjects);
  const { coverage: found, impossible } = judged(whole, subjects, subject => reachOf(subject, options.world));
  if (options.out !== null) write(options.out, found);
  if (options.json) io.out(JSON.stringify(found));
  else for (const line of pageOf(found, { everything: options.uncovered })) io.out(line);
  if (impossible.length > 0)
    for (const line of itemLines('Met, although no explored state allows it', impossible)) io.say(line);
  const lost = before === null ? 0 : compare(found, before, io);
  const isFailed = (options.noLoss && lost > 0) || (options.world === 'open' && impossible.length > 0);
  return isFailed ? EXIT.failed : EXIT.ok;
};

/** Says what is new and what is lost; how much that is. */
const compare = (now: Coverage, before: Coverage, io: Io): number => {
  const lost = beyond(before, now);
  for (const line of ['', ...itemLines('newly met', beyond(now, before)), ...itemLines('lost', lost)])
    io.say(line);
  return lost.length;
};

const lastTest = (): readonly string[] => {
  try {
    if (readdirSync(LAST_TEST).length > 0) return [LAST_TEST];
  } catch {
    // It is said below what to do without it.
  }
  throw new Refusal(
    EXIT.badInput,
    `No file is named, and there is nothing in ${LAST_TEST}. Name runs, or run npm test first.`,
  );
};

/** `alarm` stands for all sorts, and each alarm for its own. */
const subjectsOf = (names: readonly string[]): readonly Subject[] => {
  const unknown = names.find(name => !SUBJECTS.some(subject => isNamed(subject, name)));
  if (unknown !== undefined) {
    const all = ['alarm', ...SUBJECTS.map(({ name }) => name), ...alarmNames.map(name => `alarm:${name}`)];
    const near = didYouMean(unknown, all);
    throw new Refusal(
      EXIT.badInput,
      `--machine = ${unknown}: there is no such machine${near === null ? '' : `; did you mean ${near}`}? The machines are ${SUBJECTS.flatMap(({ input, name }) => (input === undefined ? [name] : [])).join(', ')}, alarm for all sorts of alarms, and alarm:NAME for one.`,
    );
  }
  return names.length === 0
    ? SUBJECTS
    : SUBJECTS.filter(subject => names.some(name => isNamed(subject, name)));
};

const isNamed = (subject: Subject, name: string): boolean =>
  subject.name === name ||
  subject.ids.some(id => id === name) ||
  (name === 'alarm' && subject.name.startsWith('alarm:'));

const only = (all: Coverage, subjects: readonly Subject[]): Coverage => ({
  ...all,
  machines: Object.fromEntries(
    Object.entries(all.machines).filter(([name]) => subjects.some(subject => subject.name === name)),
  ),
});

const write = (path: string, found: Coverage): void => {
  try {
    writeFileSync(path, `${JSON.stringify(found)}\n`);
  } catch (failure) {
    throw new Refusal(EXIT.environment, `--out = ${path}: cannot be written: ${String(failure)}.`);
  }
};
