import { expect, test } from 'vitest';
import { driveAll, inWords } from '../../hardware/rig/paths/suite.ts';
import { benchGraph, benchSuite, pathsIn } from '../../hardware/rig/paths/suites.ts';
import { UNDRIVEN } from '../../hardware/rig/paths/undriven.ts';
import { coverageOf } from '../../src/verify/coverage.ts';

test('what the bench cannot bring about, in all of its states, is what has a written reason', {
  timeout: 3_600_000,
}, () => {
  const graph = benchGraph(Number.POSITIVE_INFINITY);
  expect(graph.complete).toBe(true);
  console.log(`${graph.states.length} states of pump and bench`);
  expect(coverageOf(graph).transitionsNeverTaken.toSorted()).toEqual([...UNDRIVEN.keys()].toSorted());
});

/** What the bench cannot bring about, although its model of the world says so: one path each, and why. */
const UNSOLVED: readonly { readonly says: RegExp; readonly why: string }[] = [
  {
    says: /\(power\.lost\): journal\.read verdict=new came instead/,
    why: 'in the moment in which the journal is read only an orderly end comes between, and the path wants an interrupted one',
  },
  {
    says: /\(limit\.hourlyReached\): pulse\.unverified came instead/,
    why: 'after a pulse that did not move the plunger the next one is not verified either, and a limit takes many',
  },
];

test('the real pump follows every pair of transitions of a region that the bench can bring about nearby', {
  timeout: 3_600_000,
}, async () => {
  const pairs = benchSuite('pairs');
  const suite = await driveAll(pathsIn(pairs), { transport: 'memory' });
  console.log(`pairs over memory: ${inWords(suite)}`);
  const otherwise = suite.results.filter(({ outcome }) => outcome !== 'pass');
  for (const { outcome, firstDivergence } of otherwise) console.log(`${outcome}: ${firstDivergence}`);
  const unexplained = otherwise.filter(
    ({ outcome, firstDivergence }) =>
      outcome === 'error' || !UNSOLVED.some(({ says }) => says.test(firstDivergence ?? '')),
  );
  expect(unexplained).toEqual([]);
  expect(otherwise.length).toBeLessThanOrEqual(UNSOLVED.length);
  expect(suite.steps.driven).toBeGreaterThan(4_000);
});
