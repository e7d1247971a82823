import { match } from 'ts-pattern';
import { afterAll, expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { properties } from '../../specs/properties.ts';
import type { Property } from '../../specs/property.ts';
import { SECOND_LOCKS } from '../../src/verify/cover/secondLocks.ts';
import { activeStates, coverageOf, stateIds, transitionIds } from '../../src/verify/coverage.ts';
import { differenceBetween } from '../../src/verify/difference.ts';
import { check } from '../../src/verify/properties.ts';
import { findingsOf } from '../../src/verify/reports/reports.ts';
import { pathsOf } from '../../src/verify/suites/runs.ts';
import { openPump } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { isWalked, verdictsOf } from '../../src/verify/walk/verdicts.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';
import { breadth } from '../support/breadth.ts';
import { noteExplored } from '../support/met.ts';
import { expectOnlyWhatIsExpected } from '../support/reports.ts';
import { req } from '../support/req.ts';
import { exploredPump } from './explored.ts';
import { includedIn } from './inclusion.ts';

/** The state budget (DESIGN.md §1): what is larger must be summarised before it lands. */
const BUDGET = { free: 2_000_000, plant: 4_000_000 } as const;

const systems = exploredPump();

afterAll(() =>
  noteExplored(
    'pump',
    Object.values(systems).map(graph => ['pump', graph]),
  ),
);

test('the walks are complete, within the state budget, and large enough to mean something', () => {
  for (const world of ['free', 'plant'] as const) {
    expect(systems[world].complete).toBe(true);
    expect(systems[world].states.length).toBeGreaterThan(2_000);
    expect(systems[world].states.length).toBeLessThanOrEqual(BUDGET[world]);
  }
});

test('SR-046 every state and every transition of the pump is met', req('SR-046'), () => {
  for (const [world, graph] of Object.entries(systems)) {
    const coverage = coverageOf(graph);
    expect(coverage.statesNeverActive).toEqual([]);
    expect(coverage.eventsNeverAnswered).toEqual([]);
    // Where anything may come at any time, an extended bolus is confirmed beside another.
    expect(coverage.transitionsNeverTaken.toSorted()).toEqual(
      world === 'free' ? [] : [...SECOND_LOCKS.keys()].toSorted(),
    );
  }
});

test(
  'SR-046 SR-047 reports on the pump, where anything may come, find only what is expected',
  req('SR-046', 'SR-047'),
  () => {
    expectOnlyWhatIsExpected('pump, any fact at any time', findingsOf([{ graph: systems.free }]));
  },
);

test('SR-047 no reachable state is a deadlock', req('SR-047'), () => {
  for (const graph of Object.values(systems)) expect(coverageOf(graph).deadlocks).toEqual([]);
});

test('what the plant allows, the free world allows too; what it rules out is said', () => {
  const found = differenceBetween(systems.free, systems.plant);
  expect(found.beyond).toBe(0);
  expect(found.planted).toBeGreaterThan(1_000);
  expect(found.free).toBeGreaterThan(found.planted);
  expect(found.transitions.toSorted()).toEqual([...SECOND_LOCKS.keys()].toSorted());
  // A pump that is off knows of no cartridge.
  expect(found.together).toContainEqual(['pump.life.off', 'pump.supply.ready']);
  // The other way round, each state of the free world that is missing in the plant is beyond it.
  const back = differenceBetween(systems.plant, systems.free);
  expect(back).toMatchObject({ beyond: found.free - found.planted, transitions: [], together: [] });
});

/** What a walk that keeps no steps says of the open pump: far sooner than the graph. */
const walked = () => {
  const system = openPump();
  const checks = checksOf(
    system,
    properties.filter(property => isWalked(property) && property.world !== 'plant'),
  );
  const walk = walkOf(system, checks);
  walk.goOn(Number.POSITIVE_INFINITY);
  const verdicts = new Map(verdictsOf(walk, checks).map(verdict => [verdict.property, verdict]));
  return { walk, verdicts };
};
const { walk, verdicts } = walked();

test('a walk that keeps no steps meets the same states, by as many steps, in few bytes each', () => {
  const { free } = systems;
  expect([walk.met(), walk.steps(), walk.depth()]).toEqual([
    free.states.length,
    free.targets.length,
    free.depth,
  ]);
  expect(walk.bytes() / walk.met()).toBeLessThan(40);
});

/** One property in so many is asked of the graph, too; test/deep asks all, in both worlds. */
const ASKED_TWICE = breadth(16, 4);

test('a walk says of the open pump what the graph says of it, property by property', () => {
  expect(verdicts.size).toBeGreaterThan(90);
  const twice = [...verdicts].filter((_, at) => at % ASKED_TWICE === 0);
  for (const [property, verdict] of twice) expect(verdict).toEqual(check(systems.free, property));
});

test('whatever the pump does in its plant, it does in the free world, too: hears, asks, takes, and comes to', () => {
  const { compared, differs } = includedIn(systems.free, systems.plant);
  expect(differs).toBeNull();
  expect(compared).toBe(systems.plant.targets.length);
});

/**
 * Every run in the plant is, seen from the pump, a run of the free world, step by step. So what no run of the free
 * world breaks, none in the plant does, if it is said of the pump alone: it is asked there of what has to come,
 * which a world can keep from coming, and of what is said of the plant. test/deep asks everything in both.
 */
const worldsOf = ({ world, rule }: Property): readonly ('free' | 'plant')[] =>
  match(world)
    .with('any', () =>
      'leadsTo' in rule || 'canReach' in rule ? (['free', 'plant'] as const) : (['free'] as const),
    )
    .with('free', 'plant', only => [only])
    .exhaustive();

test('what is asked in the free world alone is said of the pump alone', () => {
  const free = properties.filter(property => !worldsOf(property).includes('plant'));
  expect(free.length).toBeGreaterThan(90);
  for (const { name, rule } of free) {
    expect(JSON.stringify(rule), name).not.toMatch(/"plant[."]/);
    // Whether an order makes sense is the world's to say: the free world takes any.
    expect('everyOrderMakesSense' in rule, name).toBe(false);
  }
});

let total = 0;

/** Of what has to come in the end, what takes longest: with six assumptions, the same states are searched many times. */
const isLeft = ({ rule }: Property): boolean =>
  breadth('leadsTo' in rule && (rule.given ?? []).length > 5, false);

for (const property of properties) {
  const details = { ...req(...property.req), skip: isLeft(property) };
  test(`${property.req[0]} holds in every reachable state: ${property.name}`, details, () => {
    let checks = 0;
    for (const world of worldsOf(property)) {
      const verdict =
        (world === 'free' ? verdicts.get(property) : undefined) ?? check(systems[world], property);
      expect(verdict.violation, `in the world "${world}"`).toBeNull();
      checks += verdict.checks;
    }
    expect(checks, 'a property that was never asked says nothing').toBeGreaterThan(0);
    total += checks;
  });
}

test('what was explored is said', () => {
  const { free, plant } = systems;
  console.log(
    `explored: ${free.states.length} states and ${free.targets.length} steps of the pump in a free world, ` +
      `${plant.states.length} states and ${plant.targets.length} steps in its plant; ${total} checks of ${properties.length} properties`,
  );
  expect(total).toBeGreaterThan(100_000);
});

const paths = pathsOf(systems.plant);

test('the paths meet every state and every transition of the pump that can be met', () => {
  const { machine } = systems.plant.system.chart;
  const met = new Set(paths.flatMap(({ covers }) => [...covers]));
  const wanted = [...stateIds(machine), ...transitionIds(machine)].filter(id => !SECOND_LOCKS.has(id));
  expect(wanted.filter(id => !met.has(id))).toEqual([]);
  const steps = paths.reduce((sum, path) => sum + path.steps.length, 0);
  console.log(
    `paths: ${paths.length} with ${steps} steps, the longest ${Math.max(...paths.map(path => path.steps.length))}`,
  );
});

test('the same chart gives the same paths', () => {
  expect(pathsOf(systems.plant)).toEqual(paths);
});

test('every path is a run of the pump chart, with the states it says', () => {
  const view = timerView(pumpMachine);
  let checked = 0;
  for (const { steps } of paths) {
    let [snapshot] = initialTransition(view);
    for (const { event, states } of steps) {
      [snapshot] = transition(view, snapshot, event);
      expect(activeStates(snapshot)).toEqual(states);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(paths.length);
});
