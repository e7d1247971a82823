/**
 * `npm run mutants [-- [--unseen[=PART]] CHART…]`: puts every mutant of every chart, or of these, before the whole pump, and writes what
 * became of it: `specs/generated/chartMutants.json`, and `specs/chartMutants.md` for a reader. The other charts' mutants
 * stay as they are recorded. With `--unseen` only those that were not seen are put before what comes after the suites, or one part of it: a small
 * chart takes ten seconds then, and half a minute more for stories; the pump some minutes.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MUTATED } from '../../src/verify/mutants/fields.ts';
import { type Record, readRecord, writeRecord } from '../../src/verify/mutants/observed/record.ts';
import { pageOf } from '../../src/verify/mutants/observed/tell.ts';
import { observeAll, observeUnseen, PARTS } from './observeAll.ts';

const PAGE = fileURLToPath(new URL('../../specs/chartMutants.md', import.meta.url));
const UNSEEN = '--unseen';

/** The record with what was made anew of one chart, each chart in its place. */
const put = (name: string, made: Record): void => {
  const before = readRecord();
  const of = (machine: string): Record => (machine === name ? made : before);
  const record = {
    suites: MUTATED.flatMap(each => of(each).suites.filter(({ machine }) => machine === each)),
    fates: MUTATED.flatMap(each => of(each).fates.filter(({ machine }) => machine === each)),
  };
  writeRecord(record);
  writeFileSync(PAGE, pageOf(record));
};

const words = process.argv.slice(2);
const asked = words.filter(word => !word.startsWith(UNSEEN));
const option = words.find(word => word.startsWith(UNSEEN));
const parts = PARTS.filter(
  part => part !== 'suites' && (option === UNSEEN || option === `${UNSEEN}=${part}`),
);
const unknown = asked.find(name => !MUTATED.includes(name));
if (option !== undefined && parts.length === 0) {
  console.error(
    `${option}: there are ${[UNSEEN, ...PARTS.slice(1).map(part => `${UNSEEN}=${part}`)].join(', ')}`,
  );
  process.exit(2);
}
if (unknown !== undefined) {
  console.error(`there is no chart "${unknown}"; there are ${MUTATED.join(', ')}`);
  process.exit(2);
}
for (const name of asked.length === 0 ? MUTATED : asked)
  put(
    name,
    option !== undefined
      ? await observeUnseen(name, readRecord(), parts, console.error)
      : await observeAll([name], console.error),
  );
