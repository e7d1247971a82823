import { writeFileSync } from 'node:fs';
import { liveWhole } from '../../../hardware/rig/worn/wholeRunner.ts';
import { createJournalFile } from '../../../hardware/storage/fileJournal.ts';
import { cellPage, figuresOf } from '../../inspector/report/cellPage.ts';
import { encodeHeader } from '../../runtime/journal.ts';
import type { Pump } from '../../simulate/campaign/campaign.ts';
import { cellCount, cellNamed, nameOf } from '../../simulate/campaign/cells.ts';
import { type Ready, readyFor } from '../../simulate/campaign/life.ts';
import { resultOf } from '../../simulate/campaign/run.ts';
import type { Outcome, Reading } from '../../simulate/open/replay.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { chartsIdentity } from '../machines.ts';
import { campaignIn } from './read.ts';
import { runnerOf } from './runners.ts';

/** What is written of a cell. `journal`: of the pump that lived it, which can be looked at by islet replay. */
export type Shown = {
  readonly page: string | null;
  readonly trace: string | null;
  readonly journal: string | null;
};

/** Lives one cell again and writes it as a page; with `trace`, also what the sensor said, for islet start --trace. */
export const show = (where: string, name: string, { page, trace, journal }: Shown, io: Io): ExitCode => {
  const campaign = campaignIn(where);
  const cell = cellNamed(campaign, name);
  if (cell === undefined)
    throw new Refusal(
      EXIT.badInput,
      `${where}: there is no cell ${JSON.stringify(name)} among its ${cellCount(campaign)}. ` +
        'Name it as the report does, scenario/fault/controller/patient/seed, or by its number in patients.csv.',
    );
  const runner = runnerOf(campaign.pump);
  const outcomes: Outcome[] = [];
  const result = resultOf(campaign, cell, ready => {
    const outcome = runner(ready);
    outcomes.push(outcome);
    return outcome;
  });
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('a cell was not lived');
  io.out(nameOf(cell));
  for (const figure of figuresOf(result)) io.out(`  ${figure}`);
  const to = page ?? `cell-${cell.index}.html`;
  const { meals } = readyFor(campaign, cell).lived;
  written(to, cellPage({ cell, result, outcome, meals }));
  io.say(`Written to ${to}: open it in a browser.`);
  if (trace !== null) {
    written(trace, traceOf(outcome.readings));
    io.say(`Written to ${trace}: islet start --trace ${trace} gives these readings to a pump.`);
  }
  if (journal !== null) writeJournal(campaign.pump, readyFor(campaign, cell), journal, io);
  return EXIT.ok;
};

/** The whole pump lives the cell, and its journal is kept: a campaign of the open replay has none of its own. */
const writeJournal = (pump: Pump, ready: Ready, path: string, io: Io): void => {
  const header = encodeHeader({
    islet: 'journal',
    version: 1,
    created: new Date(BEGINNING_MS).toISOString(),
    chart: chartsIdentity(),
  });
  const file = (() => {
    try {
      return createJournalFile(path, header.line);
    } catch (failure) {
      throw new Refusal(
        EXIT.environment,
        `${path} cannot be made (${failure instanceof Error ? failure.message : failure}). Choose another file.`,
      );
    }
  })();
  try {
    liveWhole(ready, { headerHash: header.hash, on: file });
  } finally {
    file.close();
  }
  if (pump === 'open')
    io.say(
      'The campaign lived it without a pump; this is the whole pump in the same life, so its figures may differ.',
    );
  io.say(`Written to ${path}: islet replay ${path} opens it in the page.`);
};

const written = (path: string, text: string): void => {
  try {
    writeFileSync(path, text);
  } catch (failure) {
    throw new Refusal(
      EXIT.environment,
      `${path} cannot be written (${failure instanceof Error ? failure.message : failure}). Choose another file.`,
    );
  }
};

const MINUTE_MS = 60_000;
/** Midnight at which a replay begins, as controllers are told it. */
const BEGINNING_MS = Date.UTC(2026, 0, 1);

const two = (value: number): string => String(value).padStart(2, '0');

const traceOf = (readings: readonly Reading[]): string =>
  [
    'datetime,value,units',
    ...readings.map(({ minute, mgPerDl }) => {
      const at = new Date(BEGINNING_MS + minute * MINUTE_MS);
      const date = `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`;
      return `${date} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:00,${mgPerDl},mg/dL`;
    }),
  ]
    .map(row => `${row}\n`)
    .join('');
