import { dailyBasal, exampleSettings, type Settings } from '../../domain/settings.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import { journalIn, settingsIn } from '../files.ts';
import type { Io } from '../io.ts';
import { fromMillionths } from './amounts.ts';
import { printSettings } from './print.ts';

/** `islet settings check FILE`. Throws a Refusal that names every field that is wrong. */
export const checkSettings = (file: string, json: boolean, io: Io): ExitCode => {
  const settings = settingsIn(file);
  const daily = fromMillionths(dailyBasal(settings.basalProfile));
  if (json) io.out(JSON.stringify({ version: 1, settings }));
  else io.out(`${file}: good. ${settings.basalProfile.length} basal segments, ${daily} U a day.`);
  return EXIT.ok;
};

/** `islet settings print`. Throws a Refusal when the journal cannot be read or has no settings. */
export const printThem = (journal: string | null, io: Io): ExitCode => {
  const settings = journal === null ? exampleSettings : lastIn(journal);
  io.out(printSettings(settings).trimEnd());
  return EXIT.ok;
};

const lastIn = (journal: string): Settings => {
  const facts = journalIn(journal).entries.map(entry => entry.fact);
  const last = facts.findLast(fact => fact.type === 'settings.changed');
  if (last) return last.settings;
  throw new Refusal(
    EXIT.badInput,
    `${journal}: no settings were ever given in this journal. Leave --journal out to print the example.`,
  );
};
