import { expect, test } from 'vitest';
import { driveAll, inWords } from '../../hardware/rig/paths/suite.ts';
import { benchGraph, benchSuite, infeasibleIn, pathsIn } from '../../hardware/rig/paths/suites.ts';
import { UNDRIVEN, UNVISITED } from '../../hardware/rig/paths/undriven.ts';

test('everything that the bench can bring about is driven, and nothing else has no written reason', {
  timeout: 3_600_000,
}, async () => {
  const graph = benchGraph(Number.POSITIVE_INFINITY);
  expect(graph.complete).toBe(true);
  const transitions = benchSuite('transitions', graph);
  expect(infeasibleIn(transitions).toSorted()).toEqual([...UNDRIVEN.keys()].toSorted());
  const suite = await driveAll(pathsIn(transitions), { transport: 'memory' });
  console.log(`${graph.states.length} states of pump and bench; ${inWords(suite)}`);
  expect(suite.results.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  expect(suite.transitions.missing.toSorted()).toEqual([...UNDRIVEN.keys()].toSorted());
  expect(suite.states.missing).toEqual(UNVISITED);
});

test('the real pump follows every pair of transitions of a region that the bench can bring about nearby', {
  timeout: 3_600_000,
}, async () => {
  const pairs = benchSuite('pairs');
  const suite = await driveAll(pathsIn(pairs), { transport: 'memory' });
  console.log(`pairs over memory: ${inWords(suite)}`);
  expect(suite.results.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  expect(suite.steps.driven).toBeGreaterThan(4_000);
});
