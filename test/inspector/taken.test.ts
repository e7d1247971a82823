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
import { chartOf } from '../../src/inspector/charts/derive.ts';
import { takenTransitions } from '../../src/verify/taken.ts';

const plain = (snapshot: AnyMachineSnapshot): string =>
  JSON.stringify([snapshot.value, snapshot.context, snapshot.status, snapshot.historyValue]);

/** What each machine is told when it begins, and what its events may carry. */
const INPUT: Readonly<Record<string, unknown>> = { alarm: { priority: 'high', latching: true, stops: true } };
const PARTICULARS = [
  {},
  { channel: 'basal' },
  { channel: 'bolus' },
  { verdict: 'new' },
  { verdict: 'interrupted' },
];

describe.each(MACHINES.map(machine => [machine.id, machine] as const))('what the %s takes', (id, machine) => {
  const chart = chartOf(machine);
  const known = new Set(chart.transitions.map(transition => transition.id));
  const events = [...new Set(machine.events.filter(event => !event.endsWith('*')))];
  const begin = (): AnyMachineSnapshot => initialTransition<AnyStateMachine>(machine, INPUT[id])[0];

  test('on any walk it ends where XState’s own transition() ends, and every id is in the chart', () => {
    let steps = 0;
    const seen = new Set<string>();
    let raised = 0;
    fc.assert(
      fc.property(
        fc.array(fc.record({ type: fc.constantFrom(...events), more: fc.constantFrom(...PARTICULARS) }), {
          minLength: 1,
          maxLength: 60,
        }),
        walk => {
          let snapshot = begin();
          for (const { type, more } of walk) {
            const event = { type, ...more };
            const [expected] = transition<AnyStateMachine>(machine, snapshot, event);
            const { snapshot: next, taken } = takenTransitions<AnyStateMachine>(machine, snapshot, event);
            expect(plain(next)).toBe(plain(expected));
            for (const step of taken) {
              expect(known).toContain(step.id);
              seen.add(step.id);
              if (!step.event.startsWith('timer.') && step.event !== type) raised += 1;
            }
            if (taken.length === 0) expect(plain(next)).toBe(plain(snapshot));
            snapshot = next;
            steps += 1;
          }
        },
      ),
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
