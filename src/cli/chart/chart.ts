import { existsSync, writeFileSync } from 'node:fs';
import { type ChartEntry, chartsFor, layOutAll } from '../../inspector/charts/files.ts';
import { svgOf } from '../../inspector/charts/svg.ts';
import { describe } from '../../verify/export/describe.ts';
import type { Document } from '../../verify/export/document.ts';
import { documentFromText, type Format, printed, sizeOf } from '../../verify/export/formats.ts';
import { subjectNames, subjectOf } from '../../verify/export/subjects.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import type { Io } from '../io.ts';
import { MACHINES } from '../machines.ts';
import { didYouMean } from '../problems.ts';

export type ChartOptions = {
  /** A machine's name, or a file that holds a chart. */
  readonly machine: string;
  readonly format: Format | 'svg';
  readonly region: string | null;
  readonly out: string | null;
};

/** Prints a chart, or writes it into a file. */
export const chart = async ({ machine, format, region, out }: ChartOptions, io: Io): Promise<ExitCode> => {
  const document = documentOf(machine);
  const text =
    format === 'svg'
      ? await drawing(machine, region)
      : refusing(machine, () => printed(document, format, region));
  if (out === null) io.out(text.trimEnd());
  else {
    write(out, text);
    io.say(`${out}: written.`);
  }
  return EXIT.ok;
};

/** The drawing of the page; the alarms share theirs. What the page does not show, as the plant, is laid out for this. */
const drawing = async (name: string, region: string | null): Promise<string> => {
  const charts = await chartsFor(MACHINES);
  const shared = name.replace(/:.*/, '');
  const entry = charts[shared] ?? (await laidOut(name));
  if (entry === undefined)
    throw new Refusal(
      EXIT.badInput,
      `${name}: only a machine of --list is drawn as svg; take --format dot, and let Graphviz draw it.`,
    );
  return refusing(name, () => svgOf(entry, region));
};

const laidOut = async (name: string): Promise<ChartEntry | undefined> => {
  const machine = subjectOf(name)?.machine;
  return machine === undefined ? undefined : (await layOutAll([machine]))[machine.id];
};

/** Every machine, with its size. */
export const listCharts = (json: boolean, io: Io): ExitCode => {
  const machines = subjectNames.map(name => ({ name, ...sizeOf(documentOf(name)) }));
  if (json) io.out(JSON.stringify({ version: 1, machines }));
  else
    for (const { name, regions, states, transitions, events } of machines)
      io.out(
        `${name.padEnd(28)} ${count(regions, 'region')}, ${count(states, 'state')}, ${count(transitions, 'transition')}, ${count(events, 'event')}`,
      );
  return EXIT.ok;
};

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

const documentOf = (name: string): Document => {
  const subject = subjectOf(name);
  if (subject !== null) return describe(subject);
  if (/\.(scxml|xml|json)$/.test(name) || existsSync(name))
    return refusing(name, () => documentFromText(textOf(name, 'chart').toString()));
  const near = didYouMean(name, subjectNames);
  throw new Refusal(
    EXIT.badInput,
    `there is no machine "${name}"${near === null ? '' : `; did you mean "${near}"?`} islet chart --list names them all.`,
  );
};

/** What cannot be read or printed is the input's fault. */
const refusing = <Result>(what: string, act: () => Result): Result => {
  try {
    return act();
  } catch (problem) {
    if (problem instanceof Refusal) throw problem;
    throw new Refusal(
      EXIT.badInput,
      `${what}: ${problem instanceof Error ? problem.message : String(problem)}.`,
    );
  }
};

const write = (path: string, text: string): void => {
  try {
    writeFileSync(path, text);
  } catch (problem) {
    throw new Refusal(
      EXIT.environment,
      `${path}: cannot be written (${problem instanceof Error ? problem.message : String(problem)}); choose another file.`,
    );
  }
};
