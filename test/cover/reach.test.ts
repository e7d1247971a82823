import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import { playScenario } from '../../hardware/rig/scenario.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { type Event, keyOf } from '../../src/verify/automaton.ts';
import { judged } from '../../src/verify/cover/judge.ts';
import { metBy, meterOf } from '../../src/verify/cover/meter.ts';
import { type Reach, reachOf } from '../../src/verify/cover/reach.ts';
import {
  initialOf,
  SUBJECTS,
  type Subject,
  subjectNamed,
  universeIn,
} from '../../src/verify/cover/subjects.ts';
import { MEASURES, type Measure } from '../../src/verify/cover/universe.ts';
import { pumpMeter } from '../../src/verify/cover/watch.ts';
import { chartWith, randomRegions } from '../support/randomCharts.ts';

/** More situations than this are not looked at one by one. */
const MOST = 4_000;

/**
 * How many events the nearest run takes that meets each item, found the plain way: every state with every
 * memory of what each region did last and of the last event that was answered, by XState's own `transition()`. Null when there are too many.
 */
const nearestPlainly = (subject: Subject): ReadonlyMap<string, number> | null => {
  const universe = universeIn(subject);
  const events = alphabetOf(universe.view);
  const nearest = new Map<string, number>();
  const note = (measure: Measure, id: string, length: number): void => {
    if (!nearest.has(`${measure} ${id}`)) nearest.set(`${measure} ${id}`, length);
  };
  type Situation = { snapshot: AnyMachineSnapshot; last: readonly string[]; heard: string; length: number };
  const [snapshot] = initialTransition(universe.view);
  for (const { id } of snapshot._nodes) note('states', id, 0);
  const waiting: Situation[] = [
    { snapshot, last: universe.shape.regions.map(() => ''), heard: '', length: 0 },
  ];
  const seen = new Set<string>();
  for (let head = 0; head < waiting.length; head += 1) {
    const now = waiting[head];
    if (now === undefined) break;
    if (waiting.length > MOST) return null;
    for (const event of events) {
      const { entered, answered, taken, outcomes } = metBy(now.snapshot, event);
      const length = now.length + 1;
      const last = [...now.last];
      const heard = answered ?? now.heard;
      if (answered !== null && now.heard !== '') note('events', `${now.heard} > ${answered}`, length);
      for (const id of entered) note('states', id, length);
      for (const id of outcomes) note('guards', id, length);
      for (const id of taken) {
        const region = universe.regionOf.get(id) ?? -1;
        note('transitions', id, length);
        if (last[region] !== '') note('pairs', `${last[region]} > ${id}`, length);
        last[region] = id;
      }
      const [next] = transition(universe.view, now.snapshot, event);
      const key = JSON.stringify([keyOf(next), last, heard]);
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push({ snapshot: next, last, heard, length });
    }
  }
  return nearest;
};

test('what can be met, and how soon, is what looking at everything finds, on charts drawn at random', () => {
  const looked = { met: 0, never: 0, charts: 0 };
  fc.assert(
    fc.property(randomRegions, regions => {
      const subject: Subject = { name: 'chart', machine: chartWith(regions), ids: [] };
      try {
        const nearest = nearestPlainly(subject);
        if (nearest === null) return;
        const reach = reachOf(subject, 'open');
        const { items } = universeIn(subject);
        for (const measure of MEASURES)
          for (const id of items[measure]) {
            const length = nearest.get(`${measure} ${id}`) ?? null;
            expect(reach.wayTo(measure, id)?.length ?? null, `${measure} ${id}`).toBe(length);
            looked[length === null ? 'never' : 'met'] += 1;
          }
        // The chart draws whatever can be met.
        const drawn = new Set(MEASURES.flatMap(measure => items[measure].map(id => `${measure} ${id}`)));
        expect([...nearest.keys()].filter(id => !drawn.has(id) && id !== 'states chart')).toEqual([]);
        looked.charts += 1;
      } catch (thrown) {
        if (!(thrown instanceof Error && /Infinite loop|without end/.test(thrown.message))) throw thrown;
      }
    }),
    { numRuns: 40 },
  );
  console.log(`reach against all there is: ${JSON.stringify(looked)}`);
  expect(Math.min(looked.charts - 5, looked.met, looked.never)).toBeGreaterThan(0);
});

/** The pump takes seconds. */
const explored = new Map<string, Reach>();
const exploredOnce = (subject: Subject): Reach => {
  const reach = explored.get(subject.name) ?? reachOf(subject, 'open');
  explored.set(subject.name, reach);
  return reach;
};

/** Takes a way by `transition()`, and says what it met. */
const metAlong = (subject: Subject, way: readonly Event[]) => {
  const { view } = universeIn(subject);
  const meter = meterOf(universeIn(subject));
  let snapshot = initialOf(subject);
  const run = meter.begin(snapshot);
  for (const event of way) {
    run(snapshot, event);
    [snapshot] = transition(view, snapshot, event);
  }
  return meter.hits();
};

test.each(SUBJECTS)(
  'each way that is named in $name meets what it is for, and the walk is complete',
  subject => {
    const reach = exploredOnce(subject);
    expect(reach.complete).toBe(true);
    const { items } = universeIn(subject);
    let ways = 0;
    for (const measure of MEASURES)
      for (const [index, id] of items[measure].entries()) {
        const way = reach.wayTo(measure, id);
        // Thousands of pairs of the pump: one in some hundreds.
        if (
          way === null ||
          (['pairs', 'events'].includes(measure) && subject.name === 'pump' && index % 400 !== 0)
        )
          continue;
        expect(metAlong(subject, way)[measure][id], `${measure} ${id}`).toBeGreaterThan(0);
        ways += 1;
      }
    expect(ways).toBeGreaterThan(items.states.length / 2);
  },
);

test('a story without a bolus leaves the bolus out, and says how to get there by a way that gets there', async () => {
  const text = readFileSync(join(import.meta.dirname, '../../specs/scenarios/encoder-slip.txt'), 'utf8');
  expect(text).not.toContain('bolus.');
  const meter = pumpMeter();
  await playScenario(text, meter.watch);
  const pump = subjectNamed('pump');
  if (pump === undefined) throw new Error('there is no pump');
  const found = judged(meter.coverage(['story']), [pump], exploredOnce);
  expect(found.impossible).toEqual([]);
  const unmet = found.coverage.machines.pump?.unmet;
  expect(unmet).toMatchObject({ world: 'open', complete: true });
  const left = Object.entries(unmet?.items.transitions ?? {}).filter(([id]) => id.startsWith('pump.bolus.'));
  expect(left.length).toBeGreaterThan(10);
  for (const [id, way] of left) {
    expect(way, id).not.toBeNull();
    let snapshot = initialOf(pump);
    const taken: string[] = [];
    for (const event of way ?? []) {
      taken.push(...metBy(snapshot, event).taken);
      [snapshot] = transition(universeIn(pump).view, snapshot, event);
    }
    expect(taken).toContain(id);
  }
});
