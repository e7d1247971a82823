import { writeFileSync } from 'node:fs';
import { storyRuns, storyTests } from '../../../hardware/rig/mutants/stories.ts';
import { MUTATED, mutated } from '../../verify/mutants/fields.ts';
import type { Field } from '../../verify/mutants/judge.ts';
import { mutantsOf } from '../../verify/mutants/mutants.ts';
import { breakingOf } from '../../verify/mutants/planted/breaking.ts';
import { finderOf } from '../../verify/mutants/planted/count.ts';
import { type Planted, plantedIn, planting } from '../../verify/mutants/planted/planted.ts';
import { reportOf } from '../../verify/mutants/planted/report.ts';
import { type OfChart, tableOf } from '../../verify/mutants/planted/tell.ts';
import { isSmallMachine } from '../../verify/smallOnes.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { type Group, groupOf, readPlanted, reportPath, writePlanted } from './planted.ts';

/** So many faults are planted between two lines about it. */
const EVERY = 20;

/**
 * `islet mutants --plant`: plants every fault of one chart, or of all, and asks everybody anew: a quarter of an hour of
 * one core for the pump, minutes for all others. Writes the record and the report; exit code 1 where nobody finds one.
 */
export const plantAll = async (machine: string | null, io: Io): Promise<ExitCode> => {
  const names = machine === null ? MUTATED : [machine];
  for (const name of names)
    if (!MUTATED.includes(name))
      throw new Refusal(
        EXIT.badInput,
        name === 'plant'
          ? '--plant plant: it is the world of the pump and no part of it; a test shows that it takes all that the real ledger does (test/exploration/ledgerInPlant.test.ts)'
          : `--plant ${name}: there is no chart "${name}"; there are ${MUTATED.join(', ')}`,
      );
  const anew: OfChart[] = [];
  for (const name of names) anew.push(await plantIn(name, io));
  for (const group of new Set(names.map(groupOf))) keep(group, anew);
  for (const line of tableOf(anew)) io.out(line);
  return anew.some(({ planted }) => planted.some(each => finderOf(each) === 'nobody'))
    ? EXIT.failed
    : EXIT.ok;
};

const plantIn = async (name: string, io: Io): Promise<OfChart> => {
  const { machine, fields } = mutated(name);
  const plant = planting(name, name === 'pump' ? await withStories(fields) : fields);
  const mutants = mutantsOf(machine, plantedIn(name));
  const planted: Planted[] = [];
  for (const mutant of mutants) {
    planted.push(plant(mutant));
    if (planted.length % EVERY === 0) io.say(`  ${name}: ${planted.length} of ${mutants.length}`);
  }
  return { machine: name, planted, breaks: isSmallMachine(name) ? breakingOf(name) : {} };
};

/** The pump is driven along committed stories, too. */
const withStories = async (fields: readonly Field[]): Promise<readonly Field[]> => {
  const stories = storyTests(await storyRuns());
  return fields.map(field => ({ ...field, suites: [...field.suites, stories] }));
};

/** Writes the record and the report of a group: what was planted anew in the place of what was known of it. */
const keep = (group: Group, anew: readonly OfChart[]): void => {
  const of = new Map([...readPlanted(group), ...anew].map(chart => [chart.machine, chart]));
  const charts = MUTATED.flatMap(name => {
    const chart = groupOf(name) === group ? of.get(name) : undefined;
    return chart === undefined ? [] : [chart];
  });
  writePlanted(group, charts);
  writeFileSync(reportPath(group), reportOf(group, charts));
};
