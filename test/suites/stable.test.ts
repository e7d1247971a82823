import { expect, test } from 'vitest';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { explore, type Graph } from '../../src/verify/explore.ts';
import { CRITERIA } from '../../src/verify/suites/criteria.ts';
import { regionAlone, regionNames } from '../../src/verify/suites/regions.ts';
import { metBy, type Suite, suiteToJson } from '../../src/verify/suites/suite.ts';
import { machineAlone } from '../../src/verify/systems.ts';

const suiteOf = (criterion: string, graph: Graph): Suite => {
  const found = CRITERIA.find(({ name }) => name === criterion);
  if (found === undefined) throw new Error(`there is no criterion ${criterion}`);
  return found.suite(graph.system.chart.machine.id, graph, { n: 1, seed: 1 });
};

test('the same seed gives the same suite; another gives another one that meets the same', () => {
  const graph = explore(machineAlone('lock'));
  let others = 0;
  for (const { name, suite } of CRITERIA) {
    const made = (seed: number): Suite => suite('lock', graph, { n: 1, seed });
    const [one, again, other] = [made(7), made(7), made(8)];
    expect(suiteToJson(again), name).toBe(suiteToJson(one));
    expect([...metBy(other)].toSorted(), name).toEqual([...metBy(one)].toSorted());
    if (JSON.stringify(other.tests) !== JSON.stringify(one.tests)) others += 1;
  }
  expect(others).toBeGreaterThan(CRITERIA.length / 2);
});

/** The pump with one thing changed in a region: another event is answered as one that it knows. */
const withAnswer = (region: string, change: (states: object) => object): AnyStateMachine => {
  const { config, implementations } = pumpMachine;
  const own = Object(Reflect.get(config.states ?? {}, region));
  return new StateMachine(
    {
      ...config,
      states: { ...config.states, [region]: { ...own, states: change(Object(own.states)) } },
    } as never,
    implementations as never,
  );
};

test('an edit of one region of the pump leaves the suites of the others byte for byte as they were', () => {
  // A state more and a way to it, by events that nothing else of the region is about.
  const edited = withAnswer('reservoir', states => ({
    ...states,
    added: { on: { 'reservoir.refilled': 'ok' } },
    low: {
      ...Reflect.get(states, 'low'),
      on: { ...Reflect.get(states, 'low').on, 'bolus.refused': 'added' },
    },
  }));
  const textOf = (machine: AnyStateMachine, region: string, criterion: string): string =>
    suiteToJson(suiteOf(criterion, explore(regionAlone(machine, region, 'permitted').system())));
  let compared = 0;
  for (const region of regionNames(pumpMachine)) {
    for (const criterion of ['states', 'transitions', 'requirements', 'reported']) {
      const isSame = textOf(edited, region, criterion) === textOf(pumpMachine, region, criterion);
      expect(isSame, `${criterion} of ${region}`).toBe(region !== 'reservoir');
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(30);
});
