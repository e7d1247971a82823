import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { FAIRNESS, type Fairness } from '../../specs/fairness.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { openSystem } from '../../src/verify/system.ts';
import { judgeIn } from '../../src/verify/temporal/judging.ts';
import { led } from '../../src/verify/temporal/rules.ts';

/** What waits in `a` or `b` for `c`, in a chart of one region: the events that go on for ever, or null. */
const waited = (states: object, given: readonly Fairness[]): readonly string[] | null => {
  const machine = createMachine({
    id: 'chart',
    type: 'parallel',
    states: { r: { initial: 'a', states } },
  } as never);
  const graph = explore(openSystem(chartOf(machine), alphabetOf(machine)));
  const rule = { whenever: { not: 'chart.r.c' }, leadsTo: 'chart.r.c' };
  const { broken } = led(graph, judgeIn(graph), rule, given);
  return broken && (broken.cycle ?? []).map(edge => graph.labels[graph.labelOf[edge] ?? 0]?.event.type ?? '');
};

const toAndFro = { a: { on: { go: 'b' } }, b: { on: { back: 'a', end: 'c' } }, c: {} };
const goes: Fairness = {
  says: 'it goes on',
  strength: 'weak',
  owes: [{ while: 'chart.r.a', comes: { on: ['go'] } }],
};
const ends = (strength: Fairness['strength']): Fairness => ({
  says: 'it ends',
  strength,
  owes: [{ while: 'chart.r.b', comes: { on: ['end'] } }],
});

test('nothing has to happen unless something is promised', () => {
  expect(waited(toAndFro, [])).toEqual([]);
});

test('what is owed with breaks comes only if the promise is strong', () => {
  expect(waited(toAndFro, [goes, ends('weak')])).toEqual(['go', 'back']);
  expect(waited(toAndFro, [goes, ends('strong')])).toBeNull();
  // A strong promise helps nobody who never gets to where it is owed.
  expect(waited(toAndFro, [ends('strong')])).toEqual([]);
});

const timers = [FAIRNESS['running timers elapse']];

test('a delay that runs elapses, and one that is begun anew again and again does not', () => {
  const elapse = { 'timer.waitElapsed': 'c' };
  expect(waited({ a: { on: elapse }, c: {} }, timers)).toBeNull();
  expect(waited({ a: { on: { ...elapse, touch: { actions: [] } } }, c: {} }, timers)).toBeNull();
  expect(waited({ a: { on: { ...elapse, touch: { target: 'a', reenter: true } } }, c: {} }, timers)).toEqual([
    'touch',
  ]);
  expect(waited({ a: { on: { ...elapse, touch: 'b' } }, b: { on: { touch: 'a' } }, c: {} }, timers)).toEqual(
    [],
  );
});

test('a delay whose end leaves its state where it is elapses once, and promises nothing after that', () => {
  const told = { a: { on: { 'timer.waitElapsed': {}, end: 'c' } }, c: {} };
  expect(waited(told, timers)).toEqual([]);
});
