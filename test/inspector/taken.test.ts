import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  createMachine,
  initialTransition,
  raise,
  transition,
} from 'xstate';
import { MACHINES } from '../../src/cli/machines.ts';
import { ALARMS } from '../../src/domain/alarms.ts';
import { chartOf } from '../../src/inspector/charts/derive.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import type { Event } from '../../src/verify/automaton.ts';
import { alarmAlphabet } from '../../src/verify/systems.ts';
import { takenTransitions } from '../../src/verify/taken.ts';

const plain = (snapshot: AnyMachineSnapshot): string =>
  JSON.stringify([snapshot.value, snapshot.context, snapshot.status, snapshot.historyValue]);

/** What each machine is told when it begins: an alarm, the row of the table that has all grades. */
const ROW = ALARMS.suspensionReminder;
const INPUT: Readonly<Record<string, unknown>> = { alarm: ROW };

/** Every event of a chart in all its forms, its delays as XState names them. */
const eventsOf = (machine: AnyStateMachine): readonly Event[] => [
  ...(machine.id === 'alarm' ? alarmAlphabet(ROW, machine) : alphabetOf(machine)),
  ...machine.events.filter(type => type.startsWith('xstate.')).map(type => ({ type })),
];

describe.each(MACHINES.map(machine => [machine.id, machine] as const))('what the %s takes', (id, machine) => {
  const chart = chartOf(machine);
  const known = new Set(chart.transitions.map(transition => transition.id));
  const events = eventsOf(machine);
  const begin = (): AnyMachineSnapshot => initialTransition<AnyStateMachine>(machine, INPUT[id])[0];

  test('on any walk it ends where XState’s own transition() ends, and every id is in the chart', () => {
    let steps = 0;
    const seen = new Set<string>();
    let raised = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { minLength: 1, maxLength: 60 }), walk => {
        let snapshot = begin();
        for (const event of walk) {
          const [expected] = transition<AnyStateMachine>(machine, snapshot, event);
          const { snapshot: next, taken } = takenTransitions<AnyStateMachine>(machine, snapshot, event);
          expect(plain(next)).toBe(plain(expected));
          for (const step of taken) {
            expect(known).toContain(step.id);
            seen.add(step.id);
            if (!step.event.startsWith('timer.') && step.event !== event.type) raised += 1;
          }
          if (taken.length === 0) expect(plain(next)).toBe(plain(snapshot));
          snapshot = next;
          steps += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect(steps).toBeGreaterThan(1_000);
    expect(seen.size).toBeGreaterThan(0);
    if (id === 'pump') expect(raised).toBeGreaterThan(0);
  });

  test('is what was selected: no region holds a parallel state and the root takes no transition', () => {
    const nodes = (node: AnyStateNode): readonly AnyStateNode[] => [
      node,
      ...Object.values(node.states).flatMap(nodes),
    ];
    const [root, ...inner] = nodes(machine.root);
    expect(inner.length).toBeGreaterThan(0);
    expect(inner.filter(({ type }) => type === 'parallel')).toEqual([]);
    expect([...(root?.transitions.keys() ?? [])]).toEqual([]);
  });
});

test('a raised event is reported with its own name, after the one that raised it, in every region that answers', () => {
  const machine = createMachine({
    id: 'm',
    type: 'parallel',
    states: {
      one: {
        initial: 'a',
        states: { a: { on: { go: { target: 'b', actions: raise({ type: 'went' }) } } }, b: {} },
      },
      two: {
        initial: 'a',
        states: {
          a: { on: { went: { target: 'b', actions: raise({ type: 'followed' }) }, go: {} } },
          b: { on: { followed: 'c' } },
          c: {},
        },
      },
    },
  });
  const [start] = initialTransition(machine);
  const { snapshot, taken } = takenTransitions<AnyStateMachine>(machine, start, { type: 'go' });
  expect(taken.map(({ id, event }) => [id, event])).toEqual([
    ['m.one.a go 0', 'go'],
    ['m.two.a go 0', 'go'],
    ['m.two.a went 0', 'went'],
    ['m.two.b followed 0', 'followed'],
  ]);
  expect(snapshot.value).toEqual({ one: 'b', two: 'c' });
});

test('a delay is spelled as the fact that ends it', () => {
  const machine = createMachine({ id: 'w', initial: 'a', states: { a: { after: { 500: 'b' } }, b: {} } });
  const [start] = initialTransition(machine);
  const { taken } = takenTransitions<AnyStateMachine>(machine, start, { type: 'xstate.after.500.w.a' });
  expect(taken.map(({ id, event }) => [id, event])).toEqual([['w.a timer.500Elapsed 0', 'timer.500Elapsed']]);
});
