import { expect, test } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';
import { SMALL_MACHINES, type SmallName, smallNames } from '../../src/runtime/machines.ts';
import { type Event, keyOf, nameOf } from '../../src/verify/automaton.ts';
import { activeStates, stateIds, transitionIds } from '../../src/verify/coverage.ts';
import { explore } from '../../src/verify/explore.ts';
import { boundOf } from '../../src/verify/suites/bound.ts';
import { stateObservers, transitionObservers } from '../../src/verify/suites/charted.ts';
import { METHODS } from '../../src/verify/suites/complete/register.ts';
import { countedBound } from '../../src/verify/suites/counted.ts';
import { CRITERIA } from '../../src/verify/suites/criteria.ts';
import { demandedOf } from '../../src/verify/suites/demanded.ts';
import { stepObserver } from '../../src/verify/suites/graphed.ts';
import { huntOf } from '../../src/verify/suites/hunt.ts';
import { netOf } from '../../src/verify/suites/net.ts';
import { projectedBound } from '../../src/verify/suites/projected.ts';
import { lengthOf, type Suite } from '../../src/verify/suites/suite.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { takenTransitions } from '../../src/verify/taken.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { breadth } from '../support/breadth.ts';

const CHOICES = { n: 2, extra: 0, seed: 1 };

/** The battery has 4 516 prime paths, half of all the work; on every save the 23 other charts stand for it. */
const isAsked = (name: SmallName, criterion: string): boolean =>
  breadth(!(name === 'battery' && (criterion === 'primePaths' || criterion === 'roundTrips')), true);

const suites = smallNames.flatMap(name => {
  const graph = explore(machineAlone(name));
  return CRITERIA.filter(criterion => isAsked(name, criterion.name)).map(({ suite }) => ({
    name,
    suite: suite(name, graph, CHOICES),
  }));
});

/** Their bounds are far from what is possible: complete suites ask more, and ways that overlap count as one. */
const LOOSE: ReadonlySet<string> = new Set([
  ...METHODS.map(({ name }) => name),
  'paths',
  'roundTrips',
  'primePaths',
]);

const of = (criterion: string) => suites.filter(({ suite }) => suite.criterion === criterion);

const views = Object.fromEntries(smallNames.map(name => [name, timerView(SMALL_MACHINES[name])])) as Readonly<
  Record<SmallName, AnyStateMachine>
>;

/** What XState itself makes of an event; asked once for each state and event, for it remembers nothing else. */
const stepper = (name: SmallName) => {
  const view = views[name];
  const known = new Map<string, ReturnType<typeof compute>>();
  const compute = (before: AnyMachineSnapshot, event: Event) => {
    const { taken } = takenTransitions(view, before, event);
    const [snapshot] = transition(view, before, event);
    return { snapshot, states: activeStates(snapshot), taken: taken.map(({ id }) => id) };
  };
  return (before: AnyMachineSnapshot, event: Event) => {
    const key = `${keyOf(before)} ${nameOf(event)}`;
    const found = known.get(key) ?? compute(before, event);
    known.set(key, found);
    return found;
  };
};
const steppers = new Map(smallNames.map(name => [name, stepper(name)]));

/** The tests of a suite, step by step, as XState takes them. */
const drive = (name: SmallName, { tests }: Suite) => {
  const [initial] = initialTransition(views[name]);
  const runs = tests.map(({ steps }) => {
    let snapshot: AnyMachineSnapshot = initial;
    return steps.map(step => {
      const found = (steppers.get(name) ?? stepper(name))(snapshot, step.event);
      snapshot = found.snapshot;
      return { step, states: found.states, taken: found.taken };
    });
  });
  return { runs, first: activeStates(initial) };
};

test('every suite of every small machine runs as it says on XState itself', () => {
  let steps = 0;
  const astray: string[] = [];
  for (const { name, suite } of suites)
    for (const { step, states, taken } of drive(name, suite).runs.flat()) {
      if (states.join() !== step.states.join() || taken.join() !== step.taken.join())
        astray.push(`${suite.criterion} of ${name}: ${nameOf(step.event)}`);
      steps += 1;
    }
  expect(astray).toEqual([]);
  expect(steps).toBeGreaterThan(50_000);
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

test('no suite is shorter than its lower bound, and most tours are at most half as long again', () => {
  const tours = suites.filter(({ suite }) => suite.bound.length > 0 && !LOOSE.has(suite.criterion));
  const ratios = tours.map(({ suite }) => lengthOf(suite) / suite.bound.length);
  for (const { suite } of suites)
    expect(lengthOf(suite), `${suite.criterion} of ${suite.machine}`).toBeGreaterThanOrEqual(
      suite.bound.length,
    );
  expect(ratios.filter(ratio => ratio <= 1.5).length / ratios.length).toBeGreaterThan(0.9);
});

test('the tour of all steps is as short as any: a linear programme that is solved apart says the same', () => {
  for (const { name, suite } of of('graphSteps')) {
    const net = netOf(explore(machineAlone(name)), 'all', CHOICES.seed);
    if (net.graph.targets.length > 200) continue;
    expect(boundOf(huntOf(net, [stepObserver(net)])).length).toBe(lengthOf(suite));
  }
});

test('bounds without a price for each state are never above the one that has them all', () => {
  let compared = 0;
  for (const name of smallNames) {
    const net = netOf(explore(machineAlone(name)), 'answered', CHOICES.seed);
    for (const observers of [stateObservers(net.graph), transitionObservers(net.graph)]) {
      const hunt = huntOf(net, observers);
      const demanded = demandedOf(hunt);
      if (demanded.demands.every(count => count === 0)) continue;
      const exact = boundOf(hunt).length;
      for (const bound of [
        projectedBound(net, demanded) ?? 0,
        countedBound(net, demanded, 'none'),
        countedBound(net, demanded, 'depth'),
      ]) {
        expect(bound, name).toBeLessThan(exact + 1e-6);
        if (bound > 1) compared += 1;
      }
    }
  }
  expect(compared).toBeGreaterThan(60);
});
