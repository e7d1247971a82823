import { writeFileSync } from 'node:fs';
import { cellPage, figuresOf } from '../../inspector/report/cellPage.ts';
import { cellCount, cellNamed, nameOf } from '../../simulate/campaign/cells.ts';
import { readyFor } from '../../simulate/campaign/life.ts';
import { resultOf } from '../../simulate/campaign/run.ts';
import type { Outcome, Reading } from '../../simulate/open/replay.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { campaignIn } from './read.ts';
import { runnerOf } from './runners.ts';

/** Lives one cell again and writes it as a page; with `trace`, also what the sensor said, for islet start --trace. */
export const show = (
  where: string,
  name: string,
  { page, trace }: { readonly page: string | null; readonly trace: string | null },
  io: Io,
): ExitCode => {
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
  return EXIT.ok;
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
