/**
 * `npm run mutants [-- CHART…]`: puts every mutant of every chart, or of these, before the whole pump, and writes what
 * became of it: `specs/generated/chartMutants.json`, and `specs/chartMutants.md` for a reader. The other charts' mutants
 * stay as they are recorded. A small chart takes seconds, the pump some minutes of
 * one core.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MUTATED } from '../../src/verify/mutants/fields.ts';
import { readRecord, writeRecord } from '../../src/verify/mutants/observed/record.ts';
import { pageOf } from '../../src/verify/mutants/observed/tell.ts';
import { observeAll } from './observeAll.ts';

const asked = process.argv.slice(2);
const unknown = asked.find(name => !MUTATED.includes(name));
if (unknown !== undefined) {
  console.error(`there is no chart "${unknown}"; there are ${MUTATED.join(', ')}`);
  process.exit(2);
}
const machines = asked.length === 0 ? MUTATED : asked;
const made = await observeAll(machines, console.error);
const before = machines.length === MUTATED.length ? made : readRecord();
const of = (name: string) => (machines.includes(name) ? made : before);
const record = {
  suites: MUTATED.flatMap(name => of(name).suites.filter(({ machine }) => machine === name)),
  fates: MUTATED.flatMap(name => of(name).fates.filter(({ machine }) => machine === name)),
};
writeRecord(record);
writeFileSync(fileURLToPath(new URL('../../specs/chartMutants.md', import.meta.url)), pageOf(record));
