/**
 * `npm run trace`: writes the traceability matrix from what the last `npm test` explored, replayed and
 * ran. With `--check` it only says what is wrong or out of date. Exit code 1 when anything is.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { traceOf } from '../../src/verify/trace/matrix.ts';
import { printed } from '../../src/verify/trace/print.ts';
import { ROOT, sources } from './sources.ts';

const FOLDER = join(ROOT, 'specs/generated');
const NAMES = { md: 'traceability.md', csv: 'traceability.csv', json: 'traceability.json' } as const;

const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const trace = traceOf(sources());
const texts = printed(trace);
const stale: string[] = [];
for (const form of ['md', 'csv', 'json'] as const) {
  const path = join(FOLDER, NAMES[form]);
  if (textOf(path) === texts[form]) continue;
  stale.push(NAMES[form]);
  if (process.argv.includes('--check')) continue;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path, texts[form]);
}
for (const fault of trace.faults) console.log(`✗ ${fault}`);
const isCheck = process.argv.includes('--check');
for (const name of stale)
  console.log(`specs/generated/${name}: ${isCheck ? 'out of date; run: npm run trace' : 'written'}`);
const shown = trace.rows.filter(({ status }) => status === 'shown').length;
console.log(
  `trace: ${trace.rows.length} requirements, ${shown} shown, ${trace.rows.filter(({ status }) => status === 'partly due').length} in part, ` +
    `${trace.rows.filter(({ status }) => status === 'due').length} due; ${trace.faults.length} faults`,
);
process.exitCode = trace.faults.length > 0 || (isCheck && stale.length > 0) ? 1 : 0;
