import { readFileSync } from 'node:fs';
import { readTrace, type Trace } from '../../hardware/cgm/trace.ts';
import type { Settings } from '../domain/settings.ts';
import { readEntries } from '../interop/nightscout/entries.ts';
import { type JournalError, type JournalRead, readJournal } from '../runtime/journalRead.ts';
import { EXIT, Refusal } from './exits.ts';
import { badInput } from './problems.ts';
import { readSettings } from './settings/read.ts';

/** The settings in a file. Throws a Refusal that names every field that is wrong. */
export const settingsIn = (path: string): Settings => {
  const read = readSettings(path, textOf(path, 'settings file').toString());
  if (!read.ok) throw badInput(read.problems);
  return read.settings;
};

/** The recording in a file, a Nightscout export of entries among them. Throws a Refusal that names what is wrong. */
export const traceIn = (path: string): Trace => {
  const text = textOf(path, 'CGM trace').toString();
  const read = readTrace(path, isNightscout(text) ? csvOfEntries(path, text) : text);
  if (!read.ok) throw badInput([read.problem]);
  return read.trace;
};

/** Nightscout exports a list; every other recording in JSON is an object. */
const isNightscout = (text: string): boolean => /^[\s\uFEFF]*\[/.test(text);

const csvOfEntries = (path: string, text: string): string => {
  const entries = readEntries(jsonOf(path, text));
  if (!entries.ok) throw badInput(entries.problems.map(problem => ({ file: path, line: null, ...problem })));
  const rows = entries.value.map(({ atMs, mgPerDl }) => `${new Date(atMs).toISOString()},${mgPerDl},mg/dL`);
  return ['datetime,value,units', ...rows].join('\n');
};

const jsonOf = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (failure) {
    throw new Refusal(
      EXIT.badInput,
      `${path}: is not JSON (${failure instanceof Error ? failure.message : failure}). Use the file as it was exported.`,
    );
  }
};

/** The journal in a file, which is only read. Throws a Refusal that names the line and the field. */
export const journalIn = (path: string): JournalRead => journalFrom(path, textOf(path, 'journal'));

/** Whether a file holds a scenario, not a journal. */
export const isStory = (path: string): boolean => path.endsWith('.txt');

/**
 * The journal that a scenario leaves when it is played on a simulated pump, and whether it was told as the
 * file tells it. Throws a Refusal that names the line that cannot be played.
 */
export const storyIn = async (
  path: string,
): Promise<{ readonly read: JournalRead; readonly bytes: Uint8Array; readonly told: boolean }> => {
  const text = textOf(path, 'scenario').toString();
  try {
    const { told, journal } = await played(text);
    const bytes = Buffer.from(`${journal.join('\n')}\n`);
    return { read: journalFrom(path, bytes), bytes, told: told === text };
  } catch (problem) {
    throw new Refusal(
      EXIT.badInput,
      `${path}: ${problem instanceof Error ? problem.message : String(problem)}`,
    );
  }
};

/** A rig is a lot to load for whoever only replays a journal. */
const played = async (
  text: string,
): Promise<{ readonly told: string; readonly journal: readonly string[] }> => {
  const { isBenchStory, playOnBench } = await import('../../hardware/rig/story/benchStory.ts');
  if (isBenchStory(text)) return playOnBench(text);
  const { playScenario } = await import('../../hardware/rig/scenario.ts');
  return playScenario(text);
};

/** A journal from its bytes; `path` is for the message. */
export const journalFrom = (path: string, bytes: Uint8Array): JournalRead => {
  const reading = readJournal(bytes);
  if (reading.ok) return reading.read;
  throw badJournal(path, reading.error);
};

/** Why a file cannot be read as a journal, for a person. */
export const badJournal = (path: string, { line, field, value, problem, remedy }: JournalError): Refusal =>
  badInput([{ file: path, line, field, value, unit: null, allowed: null, problem, remedy }]);

const READING: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  EISDIR: 'this is a folder; name a file in it',
  ENOTDIR: 'a part of the path is a file, not a folder; check the path',
};

/** The bytes of a file; `what` it should be is for the message. Throws a Refusal that says why it cannot be read. */
export const textOf = (path: string, what: string): Buffer => opening(path, what, () => readFileSync(path));

/** Opens or reads a file. Throws a Refusal that says why that cannot be done. */
export const opening = <Result>(path: string, what: string, open: () => Result): Result => {
  try {
    return open();
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? String(failure.code) : '';
    const known = READING[code];
    if (known !== undefined) throw new Refusal(EXIT.badInput, `${path}: ${what}: ${known}.`);
    const why = code === 'EACCES' ? 'this user may not read it; change its permissions' : String(failure);
    throw new Refusal(EXIT.environment, `${path}: ${what}: ${why}.`);
  }
};
