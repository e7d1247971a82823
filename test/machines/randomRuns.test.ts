import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fairness } from '../../specs/fairness.ts';
import type { Moment, Step, Where, Words } from '../../specs/property.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore, type Graph, stepOf } from '../../src/verify/explore.ts';
import { openSystem } from '../../src/verify/system.ts';
import { judgeIn } from '../../src/verify/temporal/judging.ts';
import { counted, led, ordered, type RunAnswer, spanned, timed } from '../../src/verify/temporal/rules.ts';
import { type Liveness, naiveLiveness, naiveSafety, type SafetyRule } from '../support/naiveRuns.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';

/** Small enough to look at every set of positions. */
const MOST_STATES = 11;
const MOST_STEPS = 66;

/** The same with a timer in place of one of its events. */
const TIMER = 'timer.roundElapsed';
const withTimer = (node: unknown): unknown =>
  typeof node === 'object' && node !== null && !Array.isArray(node)
    ? Object.fromEntries(
        Object.entries(node).map(([key, value]) => [
          key === 'c.one' ? TIMER : key,
          key === 'on' || key === 'states' || /^[rst]\d$/.test(key) ? withTimer(value) : value,
        ]),
      )
    : node;
const events = EVENTS.map(event => (event.type === 'c.one' ? { type: TIMER } : event));

/** The graph of a chart drawn at random; null for one that is too large here, or whose raised events never end. */
const graphOf = (states: object, everyMid = Number.POSITIVE_INFINITY): Graph | null => {
  try {
    const system = {
      ...openSystem(chartOf(chartWith(states)), events),
      // As if the world had something to say first in some states.
      midStep: { isIn: (state: number) => state % everyMid === 1, goesOnBy: new Set(['a.two', 'b.one']) },
    };
    const graph = explore(system, MOST_STATES + 1);
    return graph.complete && graph.targets.length <= MOST_STEPS ? graph : null;
  } catch (thrown) {
    if (thrown instanceof Error && /Infinite loop|without end|Maximum/.test(thrown.message)) return null;
    throw thrown;
  }
};

const ids = ['s0', 's1', 's1.t0', 's1.t1', 's2'].map(path => `chart.r0.${path}`);
const types = [...new Set(events.map(({ type }) => type))];
const id = fc.constantFrom(...ids);
const where: fc.Arbitrary<Where<Words>> = fc.oneof(
  { weight: 4, arbitrary: id },
  { weight: 1, arbitrary: id.map(not => ({ not })) },
  { weight: 1, arbitrary: fc.tuple(id, id).map(any => ({ any })) },
  { weight: 1, arbitrary: fc.constant({ all: [] }) },
);
const step: fc.Arbitrary<Step<Words>> = fc.record(
  {
    on: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
    asks: fc.constant(['ask']),
    from: where,
    to: where,
  },
  { requiredKeys: [] },
);
const moment: fc.Arbitrary<Moment<Words>> = fc.oneof(
  where,
  step.map(each => ({ step: each })),
);
const fairness: fc.Arbitrary<Fairness> = fc.record({
  says: fc.constant('the world is as drawn'),
  strength: fc.constantFrom('weak', 'strong'),
  owes: fc.array(
    fc.record({
      while: where,
      comes: fc.record({ on: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 2 }) }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});
const anyPromises = fc.record({
  rule: fc.record({ whenever: moment, leadsTo: moment }),
  given: fc.array(fairness, { maxLength: 3 }),
});
/** What is waited for is promised in one place, strongly or not, and elsewhere that something goes on. */
const helpfulPromises = fc
  .record({
    due: id,
    comes: fc.constantFrom(...types),
    goesOn: fc.constantFrom(...types),
    strength: fc.constantFrom('weak' as const, 'strong' as const, 'strong' as const),
  })
  .map(({ due, comes, goesOn, strength }): { rule: Liveness; given: readonly Fairness[] } => ({
    rule: { whenever: { all: [] }, leadsTo: { step: { on: [comes], from: due } } },
    given: [
      { says: 'it comes', strength, owes: [{ while: due, comes: { on: [comes] } }] },
      { says: 'it goes on', strength: 'weak', owes: [{ while: { not: due }, comes: { on: [goesOn] } }] },
    ],
  }));

/** A region that does nothing: guards may ask for its states. */
const idle = (initial: string) => ({
  initial,
  states: { s0: {}, s1: { initial: 't0', states: { t0: {}, t1: {} } }, s2: {} },
});
/** Charts of one region and the memory beside it are small, and large enough to go round in. */
const charts = randomRegions.map(({ r0 }) => ({ r0: withTimer(r0), r1: idle('s1'), r2: idle('s2') }));

type Decided = {
  readonly name: string;
  readonly rule: SafetyRule;
  readonly decide: (graph: Graph) => RunAnswer;
};

const rules: Readonly<Record<string, fc.Arbitrary<Decided>>> = {
  spans: fc.record({ after: step, never: step, until: step }).map(rule => ({
    name: 'spans',
    rule,
    decide: graph => spanned(graph, judgeIn(graph), rule),
  })),
  orders: fc.record({ no: moment, before: moment }).map(rule => ({
    name: 'orders',
    rule,
    decide: graph => ordered(graph, judgeIn(graph), rule),
  })),
  counts: fc.record({ atMost: fc.integer({ min: 0, max: 3 }), of: step, between: step }).map(rule => ({
    name: 'counts',
    rule,
    decide: graph => counted(graph, judgeIn(graph), rule),
  })),
  ticks: fc
    .record({
      since: step,
      comes: moment,
      beforeTicks: fc.integer({ min: 1, max: 3 }),
      of: fc.constant(TIMER),
    })
    .map(rule => ({ name: 'ticks', rule, decide: graph => timed(graph, judgeIn(graph), rule) })),
};

for (const [name, arbitrary] of Object.entries(rules)) {
  test(`a rule of ${name} is decided as its definition says, by a shortest run`, { timeout: 120_000 }, () => {
    const seen = { held: 0, broken: 0, longest: 0 };
    fc.assert(
      fc.property(charts, arbitrary, (states, { rule, decide }) => {
        const graph = graphOf(states);
        if (graph === null) return;
        const { broken } = decide(graph);
        expect(broken === null ? null : broken.run.length).toBe(naiveSafety(graph, rule));
        if (broken === null) seen.held += 1;
        else {
          seen.broken += 1;
          seen.longest = Math.max(seen.longest, broken.run.length);
          isRun(graph, broken.run, 0);
        }
      }),
      { numRuns: 500 },
    );
    expect(seen.held).toBeGreaterThan(15);
    // Seldom for counts: eleven of five hundred were seen.
    expect(seen.broken).toBeGreaterThan(3);
    expect(seen.longest).toBeGreaterThan(1);
  });
}

/** Fails unless these steps follow one another; says where they lead. */
const isRun = (graph: Graph, edges: readonly number[], start: number): number =>
  edges.reduce((at, edge) => {
    const { from, to } = stepOf(graph, edge);
    expect(from).toBe(at);
    return to;
  }, start);

test('what leads to what is decided as its definition says, by a lasso that keeps every promise', {
  timeout: 240_000,
}, () => {
  const seen = { held: 0, heldByPromise: 0, heldByStrength: 0, silent: 0, rounds: 0, compared: 0 };
  fc.assert(
    fc.property(
      charts,
      fc.oneof({ weight: 1, arbitrary: anyPromises }, { weight: 2, arbitrary: helpfulPromises }),
      fc.constantFrom(2, 3, Number.POSITIVE_INFINITY),
      (states, { rule, given }, everyMid) => {
        const graph = graphOf(states, everyMid);
        if (graph === null) return;
        const naive = naiveLiveness(graph, rule, given);
        const { broken } = led(graph, judgeIn(graph), rule, given);
        expect(broken !== null).toBe(naive.isBroken());
        if (broken === null) {
          seen.held += 1;
          if (led(graph, judgeIn(graph), rule, []).broken !== null) seen.heldByPromise += 1;
          const weak = given.map(each => ({ ...each, strength: 'weak' as const }));
          if (led(graph, judgeIn(graph), rule, weak).broken !== null) seen.heldByStrength += 1;
          return;
        }
        const { run, cycle = [] } = broken;
        const turn = isRun(graph, run, 0);
        expect(naive.reaches.get(turn)).toBe(run.length);
        expect(isRun(graph, cycle, turn)).toBe(turn);
        const steps = cycle.flatMap(edge => naive.steps[edge] ?? []);
        expect(naive.isFairCycle(turn, steps)).toBe(true);
        if (cycle.length === 0) seen.silent += 1;
        else seen.rounds += 1;
        const total = run.length + cycle.length;
        if (total > 4) return;
        expect(naive.shortest(total)).toBe(total);
        seen.compared += 1;
      },
    ),
    { numRuns: 1_200 },
  );
  expect(seen.held).toBeGreaterThan(100);
  expect(seen.heldByPromise).toBeGreaterThan(10);
  expect(seen.silent).toBeGreaterThan(30);
  expect(seen.rounds).toBeGreaterThan(20);
  expect(seen.compared).toBeGreaterThan(100);
  console.log(`leads to: ${JSON.stringify(seen)}`);
});
