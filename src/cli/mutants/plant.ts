import { writeFileSync } from 'node:fs';
import { storyRuns, storyTests } from '../../../hardware/rig/mutants/stories.ts';
import { mutated } from '../../verify/mutants/fields.ts';
import { mutantsOf } from '../../verify/mutants/mutants.ts';
import { PLANTED, type Planted, planting } from '../../verify/mutants/planted/planted.ts';
import { reportOf, tableOf } from '../../verify/mutants/planted/tell.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { REPORT, writePlanted } from './planted.ts';

/** So many faults are planted between two lines about it. */
const EVERY = 20;

/**
 * `islet mutants pump --plant`: plants every fault in a guard and asks everybody anew: a quarter of an hour of one
 * core. Writes the record and the report; exit code 1 where nobody finds one.
 */
export const plantAll = async (machine: string, io: Io): Promise<ExitCode> => {
  if (machine !== 'pump')
    throw new Refusal(
      EXIT.badInput,
      `--plant ${machine}: properties are of the pump; write islet mutants pump --plant`,
    );
  const { machine: chart, fields } = mutated('pump');
  const [field] = fields;
  if (field === undefined) throw new Error('the pump has no field');
  const plant = planting(field.examiner, [...field.suites, storyTests(await storyRuns())]);
  const mutants = mutantsOf(chart, PLANTED);
  const all: Planted[] = [];
  for (const mutant of mutants) {
    all.push(plant(mutant));
    if (all.length % EVERY === 0) io.say(`  ${all.length} of ${mutants.length}`);
  }
  writePlanted(all);
  writeFileSync(REPORT, reportOf(all));
  for (const line of tableOf(all)) io.out(line);
  return all.some(
    ({ equivalent, found, seenBy }) => equivalent === null && found === null && seenBy.length === 0,
  )
    ? EXIT.failed
    : EXIT.ok;
};
