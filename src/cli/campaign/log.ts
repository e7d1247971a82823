import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { z } from 'zod';
import type { Campaign } from '../../simulate/campaign/campaign.ts';
import { campaignSchema } from '../../simulate/campaign/campaign.ts';
import { cellAt, cellCount, nameOf } from '../../simulate/campaign/cells.ts';
import { type CellResult, resultSchema } from '../../simulate/campaign/run.ts';
import { EXIT, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import { hashOf } from '../hashOf.ts';
import { codeFingerprint } from './fingerprint.ts';

/** Another version of this file cannot be read: the campaign must be begun anew. */
const VERSION = 1;
const MARK = 'campaign cells';

const headerSchema = z.strictObject({
  islet: z.literal(MARK),
  version: z.literal(VERSION),
  /** Of the campaign, and of the code that did its cells. */
  fingerprint: z.string(),
  code: z.string(),
  campaign: campaignSchema,
});

export type Header = z.infer<typeof headerSchema>;

/** What a cell log holds. `bytes`: so much of the file is whole lines; what a killed run left of another is not read. */
export type CellLog = {
  readonly header: Header;
  readonly results: readonly CellResult[];
  readonly bytes: number;
};

const headerOf = (campaign: Campaign): Header => ({
  islet: MARK,
  version: VERSION,
  fingerprint: hashOf(campaign),
  code: codeFingerprint(),
  campaign,
});

export const isCellLog = (text: string): boolean => text.startsWith(`{"islet":"${MARK}"`);

const refused = (path: string, why: string, remedy: string): Refusal =>
  new Refusal(EXIT.badInput, `${path}: ${why}. ${remedy}`);

const ANEW = 'Take another --out folder, or remove the file to begin anew.';

/** The first line of a cell log. Throws a Refusal that says what is wrong with it. */
export const headerIn = (path: string, text: string): Header => {
  let json: unknown;
  try {
    json = JSON.parse(text.slice(0, Math.max(0, text.indexOf('\n'))));
  } catch {
    throw refused(path, 'it is no cell log', ANEW);
  }
  const read = headerSchema.safeParse(json);
  if (!read.success)
    throw refused(
      path,
      `line 1 is no header of this version (${VERSION}): ${z.prettifyError(read.error)}`,
      ANEW,
    );
  if (hashOf(read.data.campaign) !== read.data.fingerprint)
    throw refused(path, 'line 1 was changed: its fingerprint is of another campaign', ANEW);
  return read.data;
};

/** A line in the middle that cannot be read is damage; the last one may be torn, and its cell is done again. */
export const readLog = (path: string): CellLog => {
  const text = textOf(path, 'cell log').toString();
  const header = headerIn(path, text);
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  const results: CellResult[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    const result = resultIn(line);
    if (result === null || !isOf(header.campaign, result)) {
      if (index === lines.length - 1) return { header, results, bytes: bytesOf(lines.slice(0, index)) };
      throw refused(
        path,
        `line ${index + 1} is damaged`,
        `Remove that line, and run the campaign again: its cell is done anew.`,
      );
    }
    results.push(result);
  }
  return { header, results, bytes: Buffer.byteLength(text) - Buffer.byteLength(torn) };
};

const bytesOf = (lines: readonly string[]): number =>
  Buffer.byteLength(lines.map(line => `${line}\n`).join(''));

const resultIn = (line: string): CellResult | null => {
  try {
    return resultSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
};

const isOf = (campaign: Campaign, { cell, name }: CellResult): boolean =>
  cell < cellCount(campaign) && nameOf(cellAt(campaign, cell)) === name;

/** A cell log that is being written. Each result is a line, written at once. */
export type OpenLog = {
  readonly done: ReadonlyMap<number, CellResult>;
  readonly append: (result: CellResult) => void;
};

/**
 * Begins a cell log, or goes on with the one that is there. Throws a Refusal where that is of another campaign, or of other
 * code: results of both in one report would compare what cannot be compared.
 */
export const openLog = (path: string, campaign: Campaign): OpenLog => {
  const header = headerOf(campaign);
  if (!existsSync(path) || readFileSync(path).indexOf('\n') < 0) {
    writeFileSync(path, `${JSON.stringify(header)}\n`);
    return logAt(path, []);
  }
  const { header: found, results, bytes } = readLog(path);
  if (found.fingerprint !== header.fingerprint)
    throw refused(path, `it is of another campaign (“${found.campaign.name}”)`, ANEW);
  if (found.code !== header.code)
    throw refused(path, 'its cells were done by other code or another Node', ANEW);
  const file = openSync(path, 'r+');
  ftruncateSync(file, bytes);
  closeSync(file);
  return logAt(path, results);
};

const logAt = (path: string, results: readonly CellResult[]): OpenLog => {
  const done = new Map(results.map(result => [result.cell, result]));
  return {
    done,
    append: result => {
      if (done.has(result.cell)) return;
      done.set(result.cell, result);
      appendFileSync(path, `${JSON.stringify(result)}\n`);
    },
  };
};
