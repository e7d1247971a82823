import { expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import { coverageOf } from '../../src/verify/coverage.ts';
import { explore } from '../../src/verify/explore.ts';
import { check } from '../../src/verify/properties.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { req } from '../support/req.ts';

/** The state budget (DESIGN.md §1): what is larger must be summarised before it lands. */
const BUDGET = { free: 2_000_000, plant: 4_000_000 } as const;

const systems = { free: explore(openPump()), plant: explore(pumpInPlant()) };

test('the walks are complete, within the state budget, and large enough to mean something', () => {
  for (const world of ['free', 'plant'] as const) {
    expect(systems[world].complete).toBe(true);
    expect(systems[world].states.length).toBeGreaterThan(2_000);
    expect(systems[world].states.length).toBeLessThanOrEqual(BUDGET[world]);
  }
});

/** A bolus that may not start: whatever would close the gate has already ended the confirmation. */
const SECOND_LOCKS = [
  'pump.bolus.confirming.again bolus.confirmedAgain 0',
  'pump.bolus.confirming.once bolus.confirmed 0',
];

test('SR-046 every state and every transition of the pump is met', req('SR-046'), () => {
  for (const [world, graph] of Object.entries(systems)) {
    const coverage = coverageOf(graph);
    expect(coverage.statesNeverActive).toEqual([]);
    expect(coverage.eventsNeverAnswered).toEqual([]);
    // Where anything may come at any time, an extended bolus is confirmed beside another.
    expect(coverage.transitionsNeverTaken.toSorted()).toEqual(world === 'free' ? [] : SECOND_LOCKS);
  }
});

test('SR-047 no reachable state is a deadlock', req('SR-047'), () => {
  for (const graph of Object.values(systems)) expect(coverageOf(graph).deadlocks).toEqual([]);
});

let total = 0;

for (const property of properties) {
  test(`${property.req[0]} holds in every reachable state: ${property.name}`, req(...property.req), () => {
    const worlds = property.world === 'any' ? (['free', 'plant'] as const) : ([property.world] as const);
    let checks = 0;
    for (const world of worlds) {
      const verdict = check(systems[world], property);
      expect(verdict.counterexample, `in the world "${world}"`).toBeNull();
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
