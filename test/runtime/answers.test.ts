import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { type Ask, answeredOnce, KEPT_MOST } from '../../src/runtime/answers.ts';
import { askXState, type ChartEvent } from '../../src/runtime/charts.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { alarmAlphabet, alarmSorts } from '../../src/verify/systems.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';

type Chart = {
  readonly machine: AnyStateMachine;
  readonly start: AnyMachineSnapshot;
  readonly events: readonly ChartEvent[];
};

const chartOf = (machine: AnyStateMachine): Chart => ({
  machine,
  start: initialTransition(machine)[0],
  events: alphabetOf(machine),
});

/** Every chart that runs, the alarm once for each of its sorts. */
const CHARTS: readonly Chart[] = [
  ...[pumpMachine, ...Object.values(SMALL_MACHINES)].map(chartOf),
  ...alarmSorts.map(sort => ({
    machine: alarmMachine,
    start: initialTransition(alarmMachine, sort)[0],
    events: alarmAlphabet(sort, alarmMachine),
  })),
];

/** All that an answer says. Of active states and tags the set counts: XState lists them in the order of their entry. */
const said = (machine: AnyStateMachine, { next, effects }: ReturnType<typeof askXState>): string =>
  JSON.stringify([
    machine.getPersistedSnapshot(next),
    effects,
    next._nodes.map(({ id }) => id).sort(),
    [...next.tags].sort(),
  ]);

/** The first event of a walk whose two answers differ; each side goes on from its own. */
const differenceOf = (
  { machine, start, events }: Chart,
  walk: readonly number[],
  ask: Ask<ReturnType<typeof askXState>>,
) => {
  if (start.status !== 'active') return null;
  let plain: AnyMachineSnapshot = start;
  let remembered: AnyMachineSnapshot = start;
  for (const step of walk) {
    const event = events[step % events.length] ?? { type: 'nothing' };
    const before = plain;
    const fresh = askXState(machine, plain, event);
    const known = ask(machine, remembered, event);
    if (said(machine, fresh) !== said(machine, known))
      return `${JSON.stringify(event)} in ${JSON.stringify(before.value)}: ${said(machine, fresh)}, remembered ${said(machine, known)}`;
    if (fresh.next.status !== 'active') return null;
    plain = fresh.next;
    remembered = known.next;
  }
  return null;
};

const walks = fc.array(fc.nat(), { minLength: 40, maxLength: 200 });
/** Memories that forget all the time, and the one that runs. */
const sizes = fc.constantFrom(1, 2, 30, KEPT_MOST);

test('what is remembered is what XState answers, on every chart that runs, along random walks', () => {
  let steps = 0;
  for (const chart of CHARTS) {
    const asks = new Map([1, 2, 30, KEPT_MOST].map(most => [most, answeredOnce(askXState, most)]));
    fc.assert(
      fc.property(walks, sizes, (walk, most) => {
        expect(differenceOf(chart, walk, asks.get(most) ?? askXState)).toBeNull();
        steps += walk.length;
      }),
      { numRuns: chart.machine === pumpMachine ? 100 : 10 },
    );
  }
  expect(steps).toBeGreaterThan(20_000);
});

test('what is remembered is what XState answers, on charts drawn at random', () => {
  let charts = 0;
  fc.assert(
    fc.property(randomRegions, walks, sizes, (regions, walk, most) => {
      const machine = chartWith(regions);
      const chart = { machine, start: initialTransition(machine)[0], events: EVENTS };
      try {
        expect(differenceOf(chart, walk, answeredOnce(askXState, most))).toBeNull();
        charts += chart.start.status === 'active' ? 1 : 0;
      } catch (thrown) {
        // Events that raise each other without end: XState throws, and the chart is no example.
        if (!(thrown instanceof Error && /^Infinite loop/.test(thrown.message))) throw thrown;
      }
    }),
    { numRuns: 100 },
  );
  expect(charts).toBeGreaterThan(50);
});

/** Counts what reaches XState. */
const counted = (most?: number) => {
  let count = 0;
  const ask = answeredOnce((machine, snapshot, event) => {
    count += 1;
    return askXState(machine, snapshot, event);
  }, most);
  return { ask, count: () => count };
};

const { start } = chartOf(pumpMachine);
const POWER: ChartEvent = { type: 'power.applied' };

test('a state that is reached again is the same object, and nothing is asked twice', () => {
  const { ask, count } = counted();
  const first = ask(pumpMachine, start, POWER).next;
  const back = ask(pumpMachine, first, { type: 'power.lost' }).next;
  const again = ask(pumpMachine, back, POWER).next;
  expect(again).toBe(first);
  const before = count();
  ask(pumpMachine, again, { type: 'power.lost' });
  ask(pumpMachine, { ...initialTransition(pumpMachine)[0] }, POWER);
  expect(count()).toBe(before);
});

test('events of one type that say different things are different questions', () => {
  const { ask, count } = counted();
  for (const verdict of ['new', 'clean', 'interrupted', 'new'])
    ask(pumpMachine, start, { type: 'journal.read', verdict });
  expect(count()).toBe(3);
});

test('a memory holds no more than it may: the answer after the last begins anew', () => {
  const { ask, count } = counted(2);
  for (const type of ['a', 'b', 'a', 'b']) ask(pumpMachine, start, { type });
  expect(count()).toBe(4);
  const ample = counted(3);
  for (const type of ['a', 'b', 'a', 'b']) ample.ask(pumpMachine, start, { type });
  expect(ample.count()).toBe(2);
});

test('a question that throws is put again', () => {
  let broken = true;
  const ask = answeredOnce((machine, snapshot, event) => {
    if (broken) throw new Error('no such grade');
    return askXState(machine, snapshot, event);
  });
  expect(() => ask(pumpMachine, start, POWER)).toThrow('no such grade');
  broken = false;
  expect(ask(pumpMachine, start, POWER).next.matches({ life: 'off' })).toBe(false);
});
