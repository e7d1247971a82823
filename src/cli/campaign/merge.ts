import { cellAt, cellCount, nameOf } from '../../simulate/campaign/cells.ts';
import { reportOf } from '../../simulate/campaign/report.ts';
import type { CellResult } from '../../simulate/campaign/run.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { folder } from './campaign.ts';
import { type CellLog, readLog } from './log.ts';
import { writeReport } from './write.ts';

const NAMED = 5;

/** Makes one report of the cell logs of a campaign's parts: the same, byte for byte, as one machine would have written. */
export const merge = (paths: readonly string[], out: string | null, json: boolean, io: Io): ExitCode => {
  const logs = paths.map(path => ({ path, log: readLog(path) }));
  const [first] = logs;
  if (first === undefined) throw new Refusal(EXIT.badInput, 'merge needs the cell logs of a campaign');
  for (const { path, log } of logs) sameAs(first, path, log);
  const { campaign } = first.log.header;
  const results = joined(logs);
  const missing = Array.from({ length: cellCount(campaign) }, (_, index) => index).filter(
    index => !results.has(index),
  );
  if (missing.length > 0) {
    const names = missing.slice(0, NAMED).map(index => nameOf(cellAt(campaign, index)));
    io.say(
      `Not finished: ${missing.length} of ${cellCount(campaign)} cells are in none of these files: ${names.join(', ')}` +
        `${missing.length > NAMED ? ', …' : ''}. Run the parts that they belong to again; each goes on where it stopped.`,
    );
    return EXIT.incomplete;
  }
  const into = out ?? `runs/campaign-${campaign.name}`;
  folder(into);
  writeReport(reportOf(campaign, results.values()), into, json, io);
  return EXIT.ok;
};

type Read = { readonly path: string; readonly log: CellLog };

const sameAs = (first: Read, path: string, { header }: CellLog): void => {
  if (header.fingerprint !== first.log.header.fingerprint)
    throw new Refusal(
      EXIT.badInput,
      `${path}: it is of another campaign (“${header.campaign.name}”) than ${first.path}. Merge them apart.`,
    );
  if (header.code !== first.log.header.code)
    throw new Refusal(
      EXIT.badInput,
      `${path}: its cells were done by other code, or another Node, than those of ${first.path}. Run one of the parts again.`,
    );
};

/** A cell that two parts have done must have come to the same. */
const joined = (logs: readonly Read[]): ReadonlyMap<number, CellResult> => {
  const results = new Map<number, CellResult>();
  for (const { path, log } of logs)
    for (const result of log.results) {
      const known = results.get(result.cell);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(result))
        throw new Refusal(
          EXIT.badInput,
          `${path}: ${result.name} came to something else in another of these files. Remove that line from both, and run the parts again.`,
        );
      results.set(result.cell, result);
    }
  return results;
};
