import { differencesOf } from '../../domain/differences.ts';
import { dailyBasal } from '../../domain/profiles.ts';
import { exampleSettings, type Settings } from '../../domain/settings.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import { journalIn, settingsIn } from '../files.ts';
import type { Io } from '../io.ts';
import { fromMillionths } from './amounts.ts';
import { beginning, type Typed } from './begin.ts';
import { printSettings } from './print.ts';

/** `islet settings check FILE`. Throws a Refusal that names every field that is wrong. */
export const checkSettings = (file: string, json: boolean, io: Io): ExitCode => {
  const settings = settingsIn(file);
  const daily = fromMillionths(dailyBasal(settings.basalProfile));
  if (json) io.out(JSON.stringify({ version: 1, glucoseUnit: 'mg/dL', settings }));
  else io.out(`${file}: good. ${settings.basalProfile.length} basal segments, ${daily} U a day.`);
  return EXIT.ok;
};

/** `islet settings print`. Throws a Refusal when the journal cannot be read or has no settings. */
export const printThem = (journal: string | null, io: Io): ExitCode => {
  const settings = journal === null ? exampleSettings : lastIn(journal);
  io.out(printSettings(settings).trimEnd());
  return EXIT.ok;
};

/** `islet settings begin`: a file to begin with. Throws a Refusal for an option that cannot be. */
export const beginSettings = (typed: Typed, io: Io): ExitCode => {
  io.out(printSettings(beginning(typed)).trimEnd());
  return EXIT.ok;
};

/** `islet settings diff OLD NEW`: each field that is otherwise, old and new. Throws a Refusal for a bad file. */
export const diffSettings = (old: string, next: string, json: boolean, io: Io): ExitCode => {
  const differences = differencesOf(settingsFrom(old), settingsFrom(next));
  if (json) io.out(JSON.stringify({ version: 1, differences }));
  else if (differences.length === 0) io.out('The same settings.');
  else for (const { field, from, to } of differences) io.out(`${field}: ${from} -> ${to}`);
  return EXIT.ok;
};

/** A settings file, or the settings in force at the end of a journal. */
const settingsFrom = (path: string): Settings => (path.endsWith('.jsonl') ? lastIn(path) : settingsIn(path));

const lastIn = (journal: string): Settings => {
  const records = journalIn(journal).entries.flatMap(({ commands }) =>
    commands.flatMap(command => (command.type === 'recordSettings' ? [command.after] : [])),
  );
  const last = records.at(-1);
  if (last === null)
    throw new Refusal(
      EXIT.badInput,
      `${journal}: its settings were lost. Start it with --settings and a file.`,
    );
  if (last !== undefined) return last;
  throw new Refusal(
    EXIT.badInput,
    `${journal}: no settings were ever given in this journal. Leave --journal out to print the example.`,
  );
};
