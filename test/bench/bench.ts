/**
 * `npm run bench`: how fast the core is, each figure beside a baseline measured in the same run.
 * Absolute figures depend on the machine and on what else it does; the ratios are what to quote.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transition } from 'xstate';
import { createJournalFile } from '../../hardware/storage/fileJournal.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { encodeHeader, journalOn } from '../../src/runtime/journal.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { blankState } from '../../src/runtime/state.ts';
import { digest, step } from '../../src/runtime/step.ts';
import { corePump } from '../support/corePump.ts';
import { compare, report } from './compare.ts';
import { exploration } from './exploration.ts';

/** Six hours of basal and four boluses, recorded once: real facts in their real order. */
const recorded = async (): Promise<readonly Observed[]> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  for (const meal of [1, 2, 3, 4]) {
    await pump.give({ type: 'bolus.requested', bolus: `meal ${meal}`, amountUu: 3_000_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: `meal ${meal}` });
    await pump.wait(90 * 60_000);
  }
  return pump.steps;
};

const stepAll = (steps: readonly Observed[]): number => {
  let state = blankState();
  for (const { envelope } of steps) state = step(state, envelope).state;
  return steps.length;
};

/** What XState alone does with the events that reached the pump chart: no ledger, no alarms, no timers. */
const plainTransitions = (steps: readonly Observed[]): number => {
  const events = steps.flatMap(each => each.deliveries).filter(each => each.machine === 'pump');
  for (const { before, event } of events) {
    transition(pumpMachine, before, event as Parameters<typeof transition<typeof pumpMachine>>[2]);
  }
  return events.length;
};

/** Steps, journals and syncs every recorded fact, as the runtime does; devices and clock cost nothing here. */
const stepAndJournal = (steps: readonly Observed[], folder: string): number => {
  const header = encodeHeader({
    islet: 'journal',
    version: 1,
    created: '2026-01-02T00:00:00.000Z',
    chart: 'bench',
  });
  const path = join(folder, `${Math.round(performance.now() * 1_000)}.jsonl`);
  const file = createJournalFile(path, header.line);
  const journal = journalOn(file, { lastHash: header.hash, seq: 0 });
  let state = blankState();
  for (const { envelope } of steps) {
    const stepped = step(state, envelope);
    const durable = stepped.commands.some(({ type }) => type === 'recordIntent' || type === 'recordOutcome');
    journal.append({ ...envelope, commands: stepped.commands, state: digest(stepped.state) }, durable);
    state = stepped.state;
  }
  journal.close();
  return steps.length;
};

const steps = await recorded();
const folder = mkdtempSync(join(tmpdir(), 'islet-bench-'));
console.log(`recorded: ${steps.length} facts of 6 h, ${steps.at(-1)?.state.ledger.claims} pulses\n`);
try {
  const rates = await compare([
    { name: 'step: ledger, charts, alarms, timers', run: () => stepAll(steps) },
    { name: 'step and journal with hash chain and fdatasync', run: () => stepAndJournal(steps, folder) },
    { name: 'baseline: plain XState transition() of the pump', run: () => plainTransitions(steps) },
  ]);
  for (const line of report('Events', 'events', rates)) console.log(line);
} finally {
  rmSync(folder, { recursive: true });
}

console.log('');
for (const line of report('Exploration', 'states', await compare(exploration, 3))) console.log(line);
