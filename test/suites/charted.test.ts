import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { SMALL_MACHINES, smallNames } from '../../src/runtime/machines.ts';
import { activeStates, stateIds, transitionIds } from '../../src/verify/coverage.ts';
import { explore } from '../../src/verify/explore.ts';
import { CRITERIA } from '../../src/verify/suites/criteria.ts';
import { type Suite, suiteFromJson, suiteToJson } from '../../src/verify/suites/suite.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { takenTransitions } from '../../src/verify/taken.ts';
import { timerView } from '../../src/verify/timerView.ts';

const CHOICES = { n: 2, extra: 0, seed: 1 };

const suites = smallNames.flatMap(name => {
  const graph = explore(machineAlone(name));
  return CRITERIA.map(({ suite }) => ({ name, suite: suite(name, graph, CHOICES) }));
});

const of = (criterion: string) => suites.filter(({ suite }) => suite.criterion === criterion);

/** What the tests of a suite take of a chart, by XState itself; the steps whose states it says otherwise. */
const drive = (name: keyof typeof SMALL_MACHINES, { tests }: Suite) => {
  const view = timerView(SMALL_MACHINES[name]);
  const runs = tests.map(({ steps }) => {
    let [snapshot] = initialTransition(view);
    return steps.map(step => {
      const { taken } = takenTransitions(view, snapshot, step.event);
      [snapshot] = transition(view, snapshot, step.event);
      return { step, states: activeStates(snapshot), taken: taken.map(({ id }) => id) };
    });
  });
  return { runs, first: activeStates(initialTransition(view)[0]) };
};

test('every suite of every small machine runs as it says on XState itself', () => {
  let steps = 0;
  for (const { name, suite } of suites)
    for (const { step, states, taken } of drive(name, suite).runs.flat()) {
      expect(states).toEqual(step.states);
      expect(taken).toEqual(step.taken);
      steps += 1;
    }
  expect(steps).toBeGreaterThan(5_000);
});

test('SR-046 every state and every transition of every small machine is met, as XState tells it', () => {
  for (const { name, suite } of of('states')) {
    const { runs, first } = drive(name, suite);
    const met = new Set([...first, ...runs.flat().flatMap(({ states }) => states)]);
    expect([...met].toSorted()).toEqual(stateIds(SMALL_MACHINES[name]).toSorted());
  }
  for (const { name, suite } of of('transitions')) {
    const met = new Set(
      drive(name, suite)
        .runs.flat()
        .flatMap(({ taken }) => taken),
    );
    expect([...met].toSorted()).toEqual(transitionIds(timerView(SMALL_MACHINES[name])).toSorted());
  }
});

test('a suite is what its JSON says, and JSON that says something else is refused by name', () => {
  const [{ suite }] = of('pairs') as [(typeof suites)[number]];
  expect(suiteFromJson(suiteToJson(suite))).toEqual(suite);
  expect(() => suiteFromJson(suiteToJson({ ...suite, steps: suite.steps + 1 }))).toThrow(/steps/);
  expect(() => suiteFromJson(JSON.stringify({ ...suite, version: 2 }))).toThrow(/version/);
  expect(() => suiteFromJson('no suite')).toThrow(/no test suite/);
});
