import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { plantedOf, readPlanted, reportPath, staleIn } from '../../src/cli/mutants/planted.ts';
import { chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { countOf, finderOf } from '../../src/verify/mutants/planted/count.ts';
import { foundIn, isStillFound, type Planted, plantedIn } from '../../src/verify/mutants/planted/planted.ts';
import { reportOf } from '../../src/verify/mutants/planted/report.ts';
import { UNSPOKEN } from '../../src/verify/mutants/planted/unspoken.ts';
import { worldsOf } from '../../src/verify/mutants/planted/worlds.ts';

const all = plantedOf('pump');
const mutants = new Map(mutantsOf(chartOf('pump'), plantedIn('pump')).map(mutant => [mutant.id, mutant]));
const mutantOf = ({ mutant }: Planted) => {
  const found = mutants.get(mutant);
  if (found === undefined) throw new Error(`the chart has no such fault: ${mutant}`);
  return found;
};

/** Runs that are taken again here; `test/deep` takes all, and hunts anew. */
const ONE_IN = 4;

test('every fault in a guard of the pump was planted, and of a sample the run that was found still shows it', {
  timeout: 120_000,
}, () => {
  expect(
    readPlanted('pump').flatMap(chart => staleIn(chart, ONE_IN)),
    'islet mutants pump --plant writes it anew',
  ).toEqual([]);
  // No run goes on for ever: each is one that can be taken again.
  expect(all.filter(({ found }) => found !== null && found.cycle.length === 0).length).toBeGreaterThan(300);
});

test('every fault of every small machine was planted, and of a sample the run that was found still shows it', {
  timeout: 120_000,
}, () => {
  const charts = readPlanted('small');
  expect(['pump', ...charts.map(({ machine }) => machine)]).toEqual(MUTATED);
  const stale = charts.flatMap(chart => staleIn(chart, chart.planted.length > 100 ? ONE_IN : 1));
  expect(stale, 'islet mutants --plant writes it anew').toEqual([]);
  expect(charts.flatMap(({ planted }) => planted).length).toBeGreaterThan(1_000);
});

for (const group of ['pump', 'small'] as const)
  test(`nobody plants a fault that no property finds, proved or with a reason, and the page says so: ${group}`, () => {
    const charts = readPlanted(group);
    const faults = charts.flatMap(({ planted }) => planted);
    const unfound = faults.filter(each => !['property', 'equivalent', 'unspoken'].includes(finderOf(each)));
    expect(unfound.map(({ mutant }) => mutant)).toEqual([]);
    expect(readFileSync(reportPath(group), 'utf8')).toBe(reportOf(group, charts));
    const { first } = countOf('all', faults);
    expect(first.property + first.equivalent + first.unspoken).toBe(faults.length);
    expect(first.property).toBeGreaterThan(300);
  });

test('what no property can find is told from what one finds', () => {
  const faults = readPlanted('small').flatMap(({ planted }) => planted);
  const unspoken = faults.filter(each => finderOf(each) === 'unspoken').map(({ mutant }) => mutant);
  expect(unspoken.sort()).toEqual([...UNSPOKEN.keys()].sort());
});

test('explored anew, a sample of them has no shorter run', { timeout: 120_000 }, () => {
  const some = all
    .filter(({ found }) => found !== null && found.run.length > 1 && found.run.length < 6)
    .filter((_, index) => index % 20 === 0);
  const [worlds = []] = worldsOf('pump');
  for (const each of some) {
    const again = foundIn(worlds, mutantOf(each), 0);
    expect([each.mutant, again?.run.length]).toEqual([each.mutant, each.found?.run.length]);
  }
  expect(some.length).toBeGreaterThan(2);
});

test('a record with another run is found out', () => {
  const [sound] = all.filter(({ found }) => found !== null && found.run.length > 3);
  if (sound?.found == null) throw new Error('no fault is found by a run of four events');
  const { found } = sound;
  const mutant = mutantOf(sound);
  expect(isStillFound('pump', mutant, found)).toBe(true);
  expect(isStillFound('pump', mutant, { ...found, run: found.run.slice(0, -1) })).toBe(false);
  expect(isStillFound('pump', mutant, { ...found, property: 'no such property' })).toBe(false);
  expect(staleIn({ machine: 'pump', planted: [], breaks: {} }).length).toBe(mutants.size);
});
