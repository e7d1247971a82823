/**
 * `npm run bench`: how fast the core is, each figure beside a baseline measured in the same run.
 * Absolute figures depend on the machine and on what else it does; the ratios are what to quote, and one that
 * is below what was promised ends this with exit code 1. `--quick` leaves out what takes minutes; `--long` adds what
 * takes a quarter of an hour.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transition } from 'xstate';
import { createJournalFile } from '../../hardware/storage/fileJournal.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { takePump } from '../../src/runtime/charts.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { blankState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { chromiumHere } from '../browser/pump.ts';
import { type CorePumpOptions, corePump } from '../support/corePump.ts';
import { compare, report } from './compare.ts';
import { liveAtFull, openDay, pageScript } from './page.ts';
import { pannedChart } from './pannedChart.ts';
import { LONG_ROWS, QUICK_ROWS, ROWS, type Row, rowLines, twoWorkers } from './speed.ts';
import { watchedPump } from './watched/row.ts';

/** Hours of basal with a bolus each, on the real runtime; the journal goes where it is told. */
const live = async (hours: number, storage?: CorePumpOptions['storage']): Promise<readonly Observed[]> => {
  const pump = await corePump(storage === undefined ? {} : { storage });
  await pump.give({ type: 'resume.requested' });
  for (let hour = 1; hour <= hours; hour += 1) {
    await pump.give({ type: 'bolus.requested', bolus: `meal ${hour}`, amountUu: 2_000_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: `meal ${hour}` });
    await pump.wait(3_600_000);
  }
  return pump.steps;
};

const stepAll = (steps: readonly Observed[]): number => {
  let state = blankState();
  for (const { envelope } of steps) state = step(state, envelope).state;
  return steps.length;
};

const pumpEvents = (steps: readonly Observed[]) =>
  steps.flatMap(each => each.deliveries).filter(each => each.machine === 'pump');

/** What XState alone does with the events that reached the pump chart: no ledger, no alarms, no timers. */
const plainTransitions = (steps: readonly Observed[]): number => {
  const events = pumpEvents(steps);
  for (const { before, event } of events) {
    transition(pumpMachine, before, event as Parameters<typeof transition<typeof pumpMachine>>[2]);
  }
  return events.length;
};

/** The same events as the runtime asks them: each question once. */
const rememberedTransitions = (steps: readonly Observed[]): number => {
  const events = pumpEvents(steps);
  for (const { before, event } of events) takePump(before, event);
  return events.length;
};

/** The real runtime with a journal on disk: queue, step, hash chain, `fdatasync`, supervisor, obliging devices. */
const throughRuntime = async (folder: string): Promise<number> => {
  const path = join(folder, `${Math.round(performance.now() * 1_000)}.jsonl`);
  return (await live(1, firstLine => createJournalFile(path, firstLine))).length;
};

const isQuick = process.argv.includes('--quick');
// First of all: it needs an idle machine, and whatever is measured here makes it busy.
const workers = isQuick ? [] : [twoWorkers()];

const steps = await live(6);
const folder = mkdtempSync(join(tmpdir(), 'islet-bench-'));
console.log(`recorded: ${steps.length} facts of 6 h, ${steps.at(-1)?.state.ledger.claims} pulses\n`);
try {
  const rates = await compare([
    { name: 'step: ledger, charts, alarms, timers', run: () => stepAll(steps) },
    { name: 'the pump chart, each question asked once', run: () => rememberedTransitions(steps) },
    { name: 'runtime with its journal on disk', run: () => throughRuntime(folder) },
    { name: 'baseline: plain XState transition() of the pump', run: () => plainTransitions(steps) },
  ]);
  for (const line of report('Events', 'events', rates)) console.log(line);
} finally {
  rmSync(folder, { recursive: true });
}

console.log(`\n${'Verification and patients, in processor time'.padEnd(54)}  measured    at least       aim`);
let failures = 0;
const tell = (row: Row): void => {
  if (row.isMet === false) failures += 1;
  for (const line of rowLines(row)) console.log(line);
};
const long = process.argv.includes('--long') ? LONG_ROWS : [];
for (const row of [...(isQuick ? QUICK_ROWS : ROWS), ...long]) tell(await row());
for (const row of workers) tell(row);
console.log('\nThe page, in headless Chromium');
tell(await watchedPump());
tell(await pageScript());
if (chromiumHere !== undefined)
  for (const row of [...(await openDay(isQuick ? 60 : 1_440)), ...(await liveAtFull())]) tell(row);
for (const row of await pannedChart()) tell(row);
if (failures > 0) process.exitCode = 1;
