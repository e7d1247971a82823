import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { REPORT, readPlanted, staleIn } from '../../src/cli/mutants/planted.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { countsOf, finderOf } from '../../src/verify/mutants/planted/count.ts';
import { foundIn, isStillFound, PLANTED, type Planted } from '../../src/verify/mutants/planted/planted.ts';
import { reportOf } from '../../src/verify/mutants/planted/tell.ts';

const all = readPlanted();
const mutants = new Map(mutantsOf(pumpMachine, PLANTED).map(mutant => [mutant.id, mutant]));
const mutantOf = ({ mutant }: Planted) => {
  const found = mutants.get(mutant);
  if (found === undefined) throw new Error(`the chart has no such fault: ${mutant}`);
  return found;
};

/** Runs that are taken again here; `test/deep` takes all, and hunts anew. */
const ONE_IN = 4;

test('every fault in a guard was planted, and of a sample the run that was found still shows it', {
  timeout: 120_000,
}, () => {
  expect(staleIn(all, ONE_IN), 'islet mutants pump --plant writes it anew').toEqual([]);
  // No run goes on for ever: each is one that can be taken again.
  expect(all.filter(({ found }) => found !== null && found.cycle.length === 0).length).toBeGreaterThan(300);
});

test('nobody plants a fault in a guard that nobody finds, and the page says who does', () => {
  expect(all.filter(each => finderOf(each) === 'nobody')).toEqual([]);
  expect(readFileSync(REPORT, 'utf8')).toBe(reportOf(all));
  const total = countsOf(all).at(-1);
  expect(total?.faults).toBe(mutants.size);
  expect(total?.first.property).toBeGreaterThan(300);
});

test('explored anew, a sample of them has no shorter run', { timeout: 120_000 }, () => {
  const some = all
    .filter(({ found }) => found !== null && found.run.length > 1 && found.run.length < 6)
    .filter((_, index) => index % 20 === 0);
  for (const each of some) {
    const again = foundIn(mutantOf(each), 0);
    expect([each.mutant, again?.run.length]).toEqual([each.mutant, each.found?.run.length]);
  }
  expect(some.length).toBeGreaterThan(2);
});

test('a record with another run is found out', () => {
  const [sound] = all.filter(({ found }) => found !== null && found.run.length > 3);
  if (sound?.found == null) throw new Error('no fault is found by a run of four events');
  const { found } = sound;
  const mutant = mutantOf(sound);
  expect(isStillFound(mutant, found)).toBe(true);
  expect(isStillFound(mutant, { ...found, run: found.run.slice(0, -1) })).toBe(false);
  expect(isStillFound(mutant, { ...found, property: 'no such property' })).toBe(false);
  expect(staleIn([]).length).toBe(mutants.size);
});
