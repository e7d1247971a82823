import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyStateMachine, initialTransition, StateMachine, transition } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import type { Event } from '../../src/verify/automaton.ts';
import { outcomeId, termOf } from '../../src/verify/cover/guards.ts';
import { type Hits, meterOf } from '../../src/verify/cover/meter.ts';
import { SUBJECTS } from '../../src/verify/cover/subjects.ts';
import { type Universe, universeOf } from '../../src/verify/cover/universe.ts';
import { transitionsAt, within } from '../../src/verify/shape.ts';
import { transitionId } from '../../src/verify/taken.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';
import { countedPlainly } from './naive.ts';

/** Takes events one by one, and counts. */
const measured = (
  universe: Universe,
  machine: AnyStateMachine,
  input: unknown,
  events: readonly Event[],
): Hits => {
  const meter = meterOf(universe);
  let [snapshot] = initialTransition(machine, input);
  // XState keeps what was thrown on the way to the initial state.
  if (snapshot.status !== 'active') throw snapshot.error;
  const run = meter.begin(snapshot);
  for (const event of events) {
    run(snapshot, event);
    [snapshot] = transition(machine, snapshot, event);
  }
  return meter.hits();
};

const RAISED = { type: 'alarm.raised', grade: 'first' } as const;

/** Outcomes of whole guards among all that were counted. */
const ofWholeGuards = ({ view }: Universe, { guards }: Hits): Hits['guards'] => {
  const whole = new Set(
    within(view.root)
      .flatMap(transitionsAt)
      .flatMap(each => {
        const { guard } = each;
        const ids = (holds: boolean) =>
          guard === undefined ? [] : [outcomeId(transitionId(each), termOf(guard), holds)];
        return [...ids(true), ...ids(false)];
      }),
  );
  return Object.fromEntries(Object.entries(guards).filter(([id]) => whole.has(id)));
};

const sum = (bag: Readonly<Record<string, number>>): number =>
  Object.values(bag).reduce((all, times) => all + times, 0);

const copyOf = ({ config, implementations }: AnyStateMachine): AnyStateMachine =>
  new StateMachine(config, implementations);

const compare = (
  universe: Universe,
  machine: AnyStateMachine,
  input: unknown,
  events: readonly Event[],
): number => {
  const hits = measured(universe, machine, input, events);
  const plain = countedPlainly(universe, copyOf(machine), input, events);
  expect({ ...hits, guards: ofWholeGuards(universe, hits), requirements: {} }).toEqual({
    ...plain,
    requirements: {},
  });
  return sum(plain.states) + sum(plain.transitions) + sum(plain.pairs) + sum(plain.guards);
};

test('what is counted is what a live actor and its guards tell, on charts and walks drawn at random', () => {
  let counted = 0;
  fc.assert(
    fc.property(randomRegions, fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (regions, events) => {
      const chart = chartWith(regions);
      try {
        counted += compare(universeOf(chart), chart, undefined, events);
      } catch (thrown) {
        if (!(thrown instanceof Error && /Infinite loop/.test(thrown.message))) throw thrown;
      }
    }),
    { numRuns: 300 },
  );
  expect(counted).toBeGreaterThan(2_000);
});

test.each(SUBJECTS.map(({ name, machine, input }) => ({ name, machine, input })))(
  'what is counted of $name is what a live actor tells, on walks drawn at random',
  ({ name, machine, input }) => {
    const view = timerView(machine);
    const events = alphabetOf(view).filter(event => name !== 'pump' || event.type !== 'fault.latched');
    let counted = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { minLength: 20, maxLength: 150 }), walk => {
        // Each alarm has its own grades, but the first.
        const heard = walk.map(event => (event.type === RAISED.type ? RAISED : event));
        counted += compare(universeOf(machine), view, input, heard);
      }),
      { numRuns: name === 'pump' ? 40 : 5 },
    );
    expect(counted).toBeGreaterThan(20);
  },
);

test('delays of the running chart are counted as the facts that end them', () => {
  const meter = meterOf(universeOf(pumpMachine));
  let [snapshot] = initialTransition(pumpMachine);
  const run = meter.begin(snapshot);
  for (const type of ['power.applied', 'xstate.after.selfTest.pump.life.selfTest']) {
    const event = { type } as Parameters<typeof transition<typeof pumpMachine>>[2];
    run(snapshot, event);
    [snapshot] = transition(pumpMachine, snapshot, event);
  }
  expect(Object.keys(meter.hits().transitions)).toContain('pump.life.selfTest timer.selfTestElapsed 0');
});
