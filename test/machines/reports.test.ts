import { expect, test } from 'vitest';
import { type AnyStateMachine, assign, createMachine, raise, stateIn } from 'xstate';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { findingsOf, REPORTS, type Report } from '../../src/verify/reports/reports.ts';
import { surveyOf } from '../../src/verify/survey.ts';
import { openSystem } from '../../src/verify/system.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';

const found = (machine: AnyStateMachine) =>
  findingsOf([{ graph: explore(openSystem(chartOf(machine), alphabetOf(machine))) }]);

const parallel = (states: object, implementations: object = {}, context: object = {}): AnyStateMachine =>
  createMachine(
    { id: 'chart', type: 'parallel', options: { maxIterations: 50 }, context, states } as never,
    implementations as never,
  );

/** Two regions that go round and ask for something. */
const sound = (more: object = {}) => ({
  r: {
    initial: 'a',
    states: { a: { on: { go: { target: 'b', actions: 'ask' } } }, b: { on: { back: 'a' } } },
  },
  q: { initial: 'c', states: { c: { on: { turn: 'd' } }, d: { on: { turn: 'c' } } } },
  ...more,
});
const ask = { actions: { ask: () => {} } };

test('a chart without a fault has no finding', () => {
  const findings = found(parallel(sound(), ask));
  for (const report of REPORTS) expect(findings[report], report).toEqual([]);
});

/** For each report a fault that it must find, and how it says so. */
const PLANTED: Readonly<
  Record<Report, { readonly machine: AnyStateMachine; readonly says: readonly string[] }>
> = {
  deadlocks: {
    machine: parallel({ r: { initial: 'a', states: { a: { on: { go: 'b' } }, b: {} } } }),
    says: ['r: a -> b, by 1 event, and no run is shorter: go'],
  },
  livelocks: {
    // Once it is lost it goes to and fro, and asks for nothing any more.
    machine: parallel(
      {
        r: {
          initial: 'a',
          states: {
            a: { on: { go: { actions: 'ask' }, lose: 'b' } },
            b: { on: { turn: 'c' } },
            c: { on: { turn: 'b' } },
          },
        },
      },
      ask,
    ),
    says: ['2 states, from r: a -> b, by 1 event, and no run is shorter: lose'],
  },
  traps: {
    machine: parallel(sound({ p: { initial: 'e', states: { e: { on: { go: 'stuck' } }, stuck: {} } } }), ask),
    says: ['chart.p: stuck'],
  },
  'states never active': {
    machine: parallel(sound({ p: { initial: 'e', states: { e: {}, lost: {} } } }), ask),
    says: ['chart.p.lost'],
  },
  'transitions never taken': {
    machine: parallel(
      sound({ p: { initial: 'e', states: { e: { on: { go: [{ actions: 'ask' }, { target: 'e' }] } } } } }),
      ask,
    ),
    says: ['chart.p.e go 1'],
  },
  'events never answered': {
    machine: parallel(sound({ p: { initial: 'e', states: { e: {}, lost: { on: { call: 'e' } } } } }), ask),
    says: ['call'],
  },
  'outcomes of guards that never come': {
    // Region q cannot be in c and in d: of the compound guard one condition decides nothing.
    machine: parallel(
      sound({
        p: {
          initial: 'e',
          states: { e: { on: { go: { guard: 'isThere', actions: 'ask' } } } },
        },
      }),
      { ...ask, guards: { isThere: stateIn('#chart.p') } },
    ),
    says: ['chart.p.e go 0 ? isThere: false'],
  },
  'order of regions decides': {
    // Both write the same field: whichever comes last has its way.
    machine: parallel(
      {
        r: { initial: 'a', states: { a: { on: { go: { actions: 'one' } } } } },
        q: { initial: 'c', states: { c: { on: { go: { actions: 'two' }, reset: { actions: 'none' } } } } },
      },
      {
        actions: {
          one: assign({ last: 'one' } as never),
          two: assign({ last: 'two' } as never),
          none: assign({ last: 'none' } as never),
        },
      },
      { last: 'none' },
    ),
    says: ['go, chart.r and chart.q: where it leads'],
  },
};

for (const report of REPORTS)
  test(`a planted fault is found by the report of ${report}`, () => {
    const { machine, says } = PLANTED[report];
    expect(found(machine)[report]).toEqual(expect.arrayContaining([...says]));
  });

test('regions that raise events for each other in one step are found where their order decides', () => {
  const machine = parallel(
    {
      r: { initial: 'a', states: { a: { on: { go: { actions: 'first' } } } } },
      q: { initial: 'c', states: { c: { on: { go: { actions: 'second' } } } } },
      p: {
        initial: 'e',
        states: {
          e: { on: { one: 'won', two: 'lost' } },
          won: { on: { again: 'e' } },
          lost: { on: { again: 'e' } },
        },
      },
    },
    { actions: { first: raise({ type: 'one' }), second: raise({ type: 'two' }) } },
  );
  expect(found(machine)['order of regions decides']).toEqual([
    'go, chart.r and chart.q and chart.p: where it leads',
  ]);
});

test('regions that only ask, in whatever order, are no finding', () => {
  const machine = parallel(
    {
      r: { initial: 'a', states: { a: { on: { go: { actions: 'ask' } } } } },
      q: { initial: 'c', states: { c: { on: { go: { actions: 'ask' } } } } },
    },
    ask,
  );
  expect(found(machine)['order of regions decides']).toEqual([]);
});

test('events that raise each other without end are refused, and no chart is explored with them', () => {
  const machine = parallel(
    { r: { initial: 'a', states: { a: { on: { ping: { actions: 'pong' }, pong: { actions: 'ping' } } } } } },
    { actions: { ping: raise({ type: 'ping' }), pong: raise({ type: 'pong' }) } },
  );
  expect(() => found(machine)).toThrow(/Infinite loop|raises events without end/);
});

const stuckAfter = (steps: number): AnyStateMachine =>
  parallel({
    r: {
      initial: 's0',
      states: Object.fromEntries(
        Array.from({ length: steps + 1 }, (_, at) => [
          `s${at}`,
          at < steps ? { on: { go: `s${at + 1}` } } : {},
        ]),
      ),
    },
  });

test('a walk that keeps no steps tells of a deadlock by where it is and the shortest run, too', () => {
  const machine = stuckAfter(3);
  const system = openSystem(chartOf(machine), alphabetOf(machine));
  const walk = walkOf(system, checksOf(system, []));
  walk.goOn(100);
  expect(surveyOf(walk).deadlocks).toEqual(['r: s0 -> s3, by 3 events, and no run is shorter: go, go, go']);
});

test('a chart that is stuck where it begins says so', () => {
  expect(found(stuckAfter(0)).deadlocks).toEqual([
    'all regions as in the beginning, by no event: it is so at the start',
  ]);
});

test('of very many deadlocks the nearest are told with their runs, and how many more there are', () => {
  const ends = Array.from({ length: 50 }, (_, at) => `end${at}`);
  const machine = parallel({
    r: {
      initial: 'a',
      states: {
        a: { on: Object.fromEntries(ends.map(end => [`to.${end}`, end])) },
        ...Object.fromEntries(ends.map(end => [end, {}])),
      },
    },
  });
  const told = found(machine).deadlocks;
  expect(told).toHaveLength(41);
  expect(told[0]).toBe('r: a -> end0, by 1 event, and no run is shorter: to.end0');
  expect(told.at(-1)).toBe('and 10 more, none of them nearer');
});
