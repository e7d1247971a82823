import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportPage } from '../../inspector/report/page.ts';
import type { Report } from '../../simulate/campaign/report.ts';
import { tablesOf } from '../../simulate/campaign/tables.ts';
import type { Io } from '../io.ts';
import { linesOf } from './print.ts';

/** Writes a report into a folder and prints it: as a page of text, or as one line of JSON. */
export const writeReport = (report: Report, out: string, json: boolean, io: Io): void => {
  const files = { ...tablesOf(report), 'report.html': reportPage(report) };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
  const { campaign, pooled, differences } = report;
  const lines = json ? [JSON.stringify({ version: 1, campaign, pooled, differences })] : linesOf(report);
  for (const line of lines) io.out(line);
  io.say(`\nWritten to ${out}: ${Object.keys(files).join(', ')}.`);
};
