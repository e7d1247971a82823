/**
 * `npm run trace`: writes the traceability matrix from what the last `npm test` explored, replayed and
 * ran. With `--check`, as `npm test` ends, it writes nothing. Exit code 1 for an id that no row has, a test
 * that serves nothing, and a requirement that is neither shown nor due; in CI also for a matrix that is not
 * the committed one.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Traced, traceOf } from '../../src/verify/trace/matrix.ts';
import { printed } from '../../src/verify/trace/print.ts';
import { ROOT, sources, unrun } from './sources.ts';

const FOLDER = 'specs/generated';
const FORMS = ['md', 'csv', 'json'] as const;

const isCheck = process.argv.includes('--check');
const inCi = process.env.CI === 'true';

const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const trace = traceOf(sources());
for (const fault of trace.faults) console.log(`✗ ${fault}`);

/** Whether the committed matrix is that of this run; a run that left something out cannot say. */
const isCommitted = (): boolean => {
  const left = unrun();
  if (left.length > 0) {
    const named = left.slice(0, 5).join(', ');
    console.log(`The matrix is of a whole run. Files of which not all was run: ${left.length}, as ${named}`);
    return !inCi;
  }
  const texts = printed(trace);
  const stale = FORMS.filter(form => textOf(join(ROOT, FOLDER, `traceability.${form}`)) !== texts[form]);
  if (!isCheck) mkdirSync(join(ROOT, FOLDER), { recursive: true });
  for (const form of stale) {
    const name = `${FOLDER}/traceability.${form}`;
    if (!isCheck) writeFileSync(join(ROOT, name), texts[form]);
    const remedy = 'is not of this run; to renew it after a whole npm test: npm run trace, and commit it';
    console.log(`${name} ${isCheck ? remedy : 'written'}`);
  }
  return !isCheck || stale.length === 0;
};

const count = (status: Traced['status']): number => trace.rows.filter(row => row.status === status).length;
const isFresh = isCommitted();
console.log(
  `${trace.rows.length} requirements: ${count('shown')} shown, ${count('departs')} with a departure, ${count('partly due')} shown in part, ` +
    `${count('due')} due, ${count('NOT SHOWN')} not shown; ${trace.faults.length} faults`,
);
process.exitCode = trace.faults.length > 0 || (inCi && !isFresh) ? 1 : 0;
