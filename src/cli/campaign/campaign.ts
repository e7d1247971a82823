import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { realClock } from '../../../hardware/clock/real.ts';
import type { Campaign } from '../../simulate/campaign/campaign.ts';
import { cellCount } from '../../simulate/campaign/cells.ts';
import { reportOf } from '../../simulate/campaign/report.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import type { Engine } from './engine.ts';
import type { KeptName } from './kept.ts';
import { openLog } from './log.ts';
import { progressOf } from './progress.ts';
import { keepComparison } from './readme.ts';
import { runnerOf } from './runners.ts';
import { writeReport } from './write.ts';

/** A part of a campaign: every so-many-th cell, so that each part has some of everything. From 1. */
export type Shard = { readonly part: number; readonly of: number };

export const WHOLE: Shard = { part: 1, of: 1 };

/** The cell log of a part, in the folder of its campaign. */
export const logOf = (out: string, { part, of }: Shard): string =>
  join(out, of === 1 ? 'cells.jsonl' : `cells-${part}-of-${of}.jsonl`);

export type Run = {
  readonly campaign: Campaign;
  readonly shard: Shard;
  /** The folder of cell logs and reports. */
  readonly out: string;
  readonly engine: Engine;
  /** Ends it after so long; null: when it is done. */
  readonly seconds: number | null;
  readonly json: boolean;
  /** What is kept of it in this checkout, and shown in its README; null: nothing. */
  readonly readme: KeptName | null;
};

/** Does what is not done yet of a campaign, or of a part of it; then, if it is whole, writes its report. */
export const runCampaign = async (run: Run, io: Io): Promise<ExitCode> => {
  const { campaign, shard, out, engine, seconds } = run;
  runnerOf(campaign.pump);
  folder(out);
  const path = logOf(out, shard);
  const log = openLog(path, campaign);
  const mine = Array.from({ length: cellCount(campaign) }, (_, index) => index).filter(
    index => index % shard.of === shard.part - 1,
  );
  const left = mine.filter(index => !log.done.has(index));
  if (log.done.size > 0) io.say(`Goes on with ${path}: ${log.done.size} of ${mine.length} cells are done.`);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const clock = realClock();
  const told = progressOf(mine.length, log, io, clock.now);
  const signals = seconds === null ? [stop.signal] : [stop.signal, AbortSignal.timeout(seconds * 1_000)];
  try {
    const ending = await engine(
      { campaign, cells: left },
      { told, signal: AbortSignal.any(signals), say: io.say },
    );
    if (ending === 'done') return finished(run, log.done.values(), path, io);
    io.say(
      `Not finished: ${log.done.size} of ${mine.length} cells are done, kept in ${path}. Go on with the same command.`,
    );
    return EXIT.incomplete;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    clock.close();
  }
};

const finished = (
  { campaign, shard, out, json, readme }: Run,
  results: Parameters<typeof reportOf>[1],
  path: string,
  io: Io,
): ExitCode => {
  if (shard.of === 1) {
    const report = reportOf(campaign, results);
    writeReport(report, out, json, io);
    if (readme !== null) keepComparison(readme, report);
  } else
    io.say(`Part ${shard.part} of ${shard.of} is done: ${path}. When all are: islet campaign merge FILES…`);
  return EXIT.ok;
};

/** Makes the folder where it is not there. Throws a Refusal that says why it cannot be made. */
export const folder = (path: string): void => {
  try {
    mkdirSync(path, { recursive: true });
  } catch (failure) {
    throw new Refusal(
      EXIT.environment,
      `--out ${path}: this folder cannot be made (${failure instanceof Error ? failure.message : failure}). Choose another.`,
    );
  }
};
