import fc from 'fast-check';
import { expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import type { Property } from '../../specs/property.ts';
import { smallNames } from '../../src/runtime/machines.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { coverageIn, coverageOf } from '../../src/verify/coverage.ts';
import { explore, stepOf } from '../../src/verify/explore.ts';
import { check, type Verdict } from '../../src/verify/properties.ts';
import { openSystem, type System } from '../../src/verify/system.ts';
import { machineAlone, openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { isWalked, verdictsOf } from '../../src/verify/walk/verdicts.ts';
import { metBy, walkOf } from '../../src/verify/walk/walk.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';
import { brokenFor } from './broken.ts';

const IN_SILENCE = { state: () => {}, step: () => {} };

/** A walk that keeps no steps against a graph that keeps all: the same states, met from the same, and as many steps. */
const compared = (make: () => System, most: number): number => {
  const graph = explore(make(), most);
  const walk = walkOf(make(), IN_SILENCE);
  walk.goOn(most);
  expect(walk.isComplete()).toBe(graph.complete);
  expect([walk.expanded(), walk.met(), walk.steps(), walk.depth()]).toEqual([
    graph.first.length - 1,
    graph.states.length,
    graph.targets.length,
    graph.depth,
  ]);
  const keys = (system: System, states: Iterable<number>) =>
    Array.from(states, state => system.chart.key(system.chartState(state)));
  expect(keys(walk.system, Array(walk.met()).keys())).toEqual(keys(graph.system, graph.states));
  expect(Array.from({ length: walk.met() }, (_, state) => walk.parentOf(state))).toEqual(
    Array.from(graph.parents, edge => (edge < 0 ? -1 : stepOf(graph, edge).from)),
  );
  expect(coverageIn(metBy(walk), walk.steps(), walk.deadlocks)).toEqual(coverageOf(graph));
  return graph.targets.length;
};

const isEndless = (thrown: unknown): boolean =>
  thrown instanceof Error && /Infinite loop|without end/.test(thrown.message);

test('a walk that keeps no steps meets what a graph has, on charts drawn at random', () => {
  let steps = 0;
  let charts = 0;
  fc.assert(
    fc.property(randomRegions, regions => {
      try {
        steps += compared(() => openSystem(chartOf(chartWith(regions)), EVENTS), 400);
        charts += 1;
      } catch (thrown) {
        if (!isEndless(thrown)) throw thrown;
      }
    }),
    { numRuns: 200 },
  );
  console.log(`walks against graphs: ${steps} steps of ${charts} random charts`);
  expect(charts).toBeGreaterThan(100);
  expect(steps).toBeGreaterThan(5_000);
});

for (const name of smallNames)
  test(`a walk that keeps no steps meets what a graph has: ${name}`, () => {
    expect(compared(() => machineAlone(name), Number.POSITIVE_INFINITY)).toBeGreaterThan(3);
  });

test('a walk that keeps no steps meets what a graph has: the pump in its plant, in part', () => {
  expect(compared(() => pumpInPlant(), 3_000)).toBeGreaterThan(10_000);
});

test('a walk of some hundred states takes few bytes for each', () => {
  const walk = walkOf(openPump(), IN_SILENCE);
  walk.goOn(20_000);
  expect(walk.bytes() / walk.met()).toBeLessThan(40);
});

/** So many states show most mistakes, and the mistakes that need more show in other tests. */
const SOON = 150;

const askedIn = (world: Property['world']): readonly Property[] =>
  properties.filter(property => isWalked(property) && (property.world === 'any' || property.world === world));

let broken = 0;

/** Whoever finds a violation need not ask on. */
const said = ({ property, checks, violation }: Verdict) => ({
  property: property.name,
  checks: violation === null ? checks : null,
  run: violation?.run,
});

/** Each walk is asked of all properties: one mistake in so many is planted here, each by itself in broken.test.ts. */
const EVERY = 4;

for (const property of properties.filter(isWalked).filter((_, at) => at % EVERY === 0))
  test(`a walk says what the graph says of every property, where one is broken: ${property.name}`, () => {
    const world = property.world === 'plant' ? 'plant' : 'free';
    const machine = brokenFor(property.name);
    const make = (): System => (world === 'plant' ? pumpInPlant(machine) : openPump(machine));
    const asked = askedIn(world);
    const system = make();
    const checks = checksOf(system, asked);
    const walk = walkOf(system, checks);
    walk.goOn(SOON);
    const verdicts = verdictsOf(walk, checks);
    const graph = explore(make(), SOON);
    const plain = asked
      .filter(({ rule }) => graph.complete || !('canReach' in rule))
      .map(each => check(graph, each));
    expect(verdicts.map(said)).toEqual(plain.map(said));
    broken += verdicts.filter(({ violation }) => violation !== null).length;
  });

test('many of the mistakes were met', () => {
  console.log(`${broken} counterexamples compared`);
  expect(broken).toBeGreaterThan(10);
});
