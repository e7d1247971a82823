import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyStateMachine, and, assign, createMachine, not, or, StateMachine } from 'xstate';
import { sensorMachine } from '../../machines/sensor/sensor.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { activeIn, transitionsOf } from '../../src/verify/coverage.ts';
import { explore, type Graph, stepOf } from '../../src/verify/explore.ts';
import { CRITERIA } from '../../src/verify/suites/criteria.ts';
import { primePathsOf } from '../../src/verify/suites/loops.ts';
import { metBy, type Suite } from '../../src/verify/suites/suite.ts';
import { openSystem } from '../../src/verify/system.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { transitionId } from '../../src/verify/taken.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';

const CHOICES = { n: 2, seed: 1 };

const suiteOf = (criterion: string, graph: Graph, choices = CHOICES): Suite => {
  const found = CRITERIA.find(({ name }) => name === criterion);
  if (found === undefined) throw new Error(`there is no criterion ${criterion}`);
  return found.suite(graph.system.chart.machine.id, graph, choices);
};

/** Null of a chart that is too large to be walked plainly, or raises events without end. */
const openOrNot = (machine: AnyStateMachine): Graph | null => {
  try {
    const graph = explore(openSystem(chartOf(machine), EVENTS), 300);
    return graph.complete ? graph : null;
  } catch {
    return null;
  }
};

/** All sequences of a region's transitions that runs take, by a walk over states and the last ones it took. */
const plainSwitches = (graph: Graph, length: number): ReadonlySet<string> => {
  const { machine, shape } = graph.system.chart;
  const regionOf = new Map(
    transitionsOf(machine).map(each => [transitionId(each), shape.regionOf(each.source)]),
  );
  const found = new Set<string>();
  for (const region of shape.regions.keys()) {
    const seen = new Set<string>();
    const queue: { readonly position: number; readonly last: readonly string[] }[] = [
      { position: 0, last: [] },
    ];
    for (const { position, last } of queue) {
      for (let edge = graph.first[position] ?? 0; edge < (graph.first[position + 1] ?? 0); edge += 1) {
        const { to, label } = stepOf(graph, edge);
        let now = [...last];
        for (const id of label.taken) {
          if (regionOf.get(id) !== region) continue;
          now = [...now, id].slice(-length);
          if (now.length === length) found.add(now.join(' > '));
        }
        const key = `${to} ${now.join()}`;
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push({ position: to, last: now });
      }
    }
  }
  return found;
};

test('the pairs of transitions that a suite meets are those that runs take, no more and no fewer', () => {
  let compared = 0;
  fc.assert(
    fc.property(randomRegions, regions => {
      const graph = openOrNot(chartWith(regions));
      if (graph === null) return;
      const plain = plainSwitches(graph, 2);
      const suite = suiteOf('pairs', graph);
      expect([...metBy(suite)].toSorted()).toEqual([...plain].toSorted());
      compared += plain.size;
    }),
    { seed: 2, numRuns: 40 },
  );
  expect(compared).toBeGreaterThan(200);
});

test('every pair that a small machine takes is one that its chart draws', () => {
  for (const name of ['sensor', 'remote', 'suspension', 'clock', 'lock'] as const) {
    const graph = explore(machineAlone(name));
    expect([...metBy(suiteOf('pairs', graph))].toSorted()).toEqual([...plainSwitches(graph, 2)].toSorted());
  }
});

/** Simple ways and cycles by the definition: all of them, less those that lie within another. */
const plainPrimes = (count: number, leads: (from: number, to: number) => boolean): readonly string[] => {
  const nodes = Array.from({ length: count }, (_, node) => node);
  const all: (readonly number[])[] = [];
  const extend = (path: readonly number[]): void => {
    if (path.length > 1) all.push(path);
    if (path.length > 1 && path[0] === path.at(-1)) return;
    for (const node of nodes)
      if (leads(path.at(-1) ?? 0, node) && (!path.includes(node) || path[0] === node))
        extend([...path, node]);
  };
  for (const node of nodes) extend([node]);
  const texts = all.map(path => `,${path.join()},`);
  return texts.filter(text => !texts.some(other => other !== text && other.includes(text))).toSorted();
};

test('prime paths are the simple ways and cycles that lie within no other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }),
      (count, drawn) => {
        const leads = (from: number, to: number): boolean => drawn[from * 5 + to] === true;
        const found = primePathsOf(count, leads, 'r').map(path => `,${path.join()},`);
        expect([...found].toSorted()).toEqual(plainPrimes(count, leads));
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

type Bits = { readonly a: boolean; readonly b: boolean; readonly c: boolean };
const flip = (field: keyof Bits) =>
  assign({ [field]: ({ context }: { readonly context: Bits }) => !context[field] } as never);
const asks =
  (field: keyof Bits) =>
  ({ context }: { readonly context: Bits }) =>
    context[field];

const guarded = (guard: unknown): AnyStateMachine =>
  createMachine(
    {
      id: 'g',
      type: 'parallel',
      context: { a: false, b: false, c: false },
      states: {
        r: {
          initial: 's',
          states: {
            s: {
              on: {
                'flip.a': { actions: 'flipA' },
                'flip.b': { actions: 'flipB' },
                'flip.c': { actions: 'flipC' },
                'x.asked': { guard, target: 't' },
              },
            },
            t: { on: { 'x.ended': 's' } },
          },
        },
      },
    } as never,
    {
      guards: { a: asks('a'), b: asks('b'), c: asks('c') },
      actions: { flipA: flip('a'), flipB: flip('b'), flipC: flip('c') },
    } as never,
  );

const FLIPS = ['flip.a', 'flip.b', 'flip.c', 'x.asked', 'x.ended'].map(type => ({ type }));
const graphOf = (machine: AnyStateMachine): Graph => explore(openSystem(chartOf(machine), FLIPS));

test('each operand of a guard is seen to decide, both ways: what is flipped there flips the guard', () => {
  const decide = ({ a, b, c }: Bits): boolean => (a && b) || !c;
  const graph = graphOf(guarded(or([and(['a', 'b'] as never), not('c' as never)] as never)));
  const suite = suiteOf('guards', graph);
  expect(suite.goals.map(({ name }) => name)).toEqual(
    ['a', 'b', 'c'].flatMap(field => ['false', 'true'].map(value => `g.r.s x.asked 0 ? ${field}: ${value}`)),
  );
  let checked = 0;
  for (const goal of suite.goals) {
    if (!('test' in goal)) throw new Error(`${goal.name} is not met`);
    const bits: Record<keyof Bits, boolean> = { a: false, b: false, c: false };
    const steps = suite.tests[goal.test]?.steps.slice(0, goal.step + 1) ?? [];
    for (const { event } of steps)
      for (const field of ['a', 'b', 'c'] as const)
        if (event.type === `flip.${field}`) bits[field] = !bits[field];
    const [, field = '', value] = /\? (\w): (\w+)$/.exec(goal.name) ?? [];
    expect(steps.at(-1)?.event.type).toBe('x.asked');
    expect(String(Reflect.get(bits, field))).toBe(value);
    expect(decide({ ...bits, [field]: !Reflect.get(bits, field) })).toBe(!decide(bits));
    checked += 1;
  }
  expect(checked).toBe(6);
});

test('an operand that can never decide is said to be one', () => {
  const suite = suiteOf('guards', graphOf(guarded(and(['a', 'a'] as never))));
  const infeasible = suite.goals.filter(goal => 'infeasible' in goal).map(({ name }) => name);
  expect(infeasible).toEqual(['g.r.s x.asked 0 ? a #2: false', 'g.r.s x.asked 0 ? a: false']);
});

/** Each test as text, without the states of regions that are not its own. */
const textsOf = ({ tests }: Suite): readonly string[] =>
  tests.map(({ steps }) => steps.map(({ event }) => event.type).join(' > '));

test('a state that is added to one region leaves the tests of the others as they were', () => {
  const { config, implementations } = sensorMachine;
  const [first, ...others] = Object.keys(config.states ?? {});
  const region: { readonly initial?: unknown; readonly states?: object | undefined } = Reflect.get(
    config.states ?? {},
    first ?? '',
  );
  const changed: AnyStateMachine = new StateMachine(
    {
      ...config,
      states: {
        ...config.states,
        [first ?? '']: {
          ...region,
          states: {
            added: { on: { 'sensor.removed': String(region.initial) } },
            ...region.states,
            [String(region.initial)]: {
              ...Reflect.get(region.states ?? {}, String(region.initial)),
              on: {
                ...Reflect.get(Reflect.get(region.states ?? {}, String(region.initial)), 'on'),
                'added.one': 'added',
              },
            },
          },
        },
      },
    } as never,
    implementations as never,
  );
  for (const criterion of ['transitions', 'pairs']) {
    const before = suiteOf(criterion, explore(machineAlone('sensor')));
    const after = suiteOf(criterion, explore(machineAlone('sensor', changed)));
    const kept = textsOf(before).filter(text => textsOf(after).includes(text));
    expect(others.length).toBe(2);
    expect(after.goals.length).toBeGreaterThan(before.goals.length);
    expect(kept.length, criterion).toBeGreaterThanOrEqual(before.tests.length - 1);
  }
});

test('regions and states in another order give the same tests: names decide', () => {
  const { config, implementations } = sensorMachine;
  const turned: AnyStateMachine = new StateMachine(
    { ...config, states: Object.fromEntries(Object.entries(config.states ?? {}).reverse()) } as never,
    implementations as never,
  );
  const [one, other] = [machineAlone('sensor'), machineAlone('sensor', turned)].map(system =>
    textsOf(suiteOf('transitions', explore(system))),
  );
  expect([...(other ?? [])].toSorted()).toEqual([...(one ?? [])].toSorted());
});

test('what a suite says that is active at the end of a test is so in the graph', () => {
  const graph = explore(machineAlone('remote'));
  const { tests } = suiteOf('graphStates', graph);
  const ends = new Set(Array.from(graph.states, (_, position) => activeIn(graph, position).join()));
  for (const { steps } of tests) expect(ends).toContain(steps.at(-1)?.states.join());
});
