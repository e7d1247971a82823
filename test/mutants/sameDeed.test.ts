import { expect, test } from 'vitest';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { ALARMS, isAlarmName } from '../../src/domain/alarms.ts';
import { step } from '../../src/runtime/step.ts';
import { withChart } from '../../src/runtime/withChart.ts';
import { machineOf } from '../../src/verify/mutants/draft.ts';
import { chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import { listsOf, originalOf, withList, wordOf } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { isSameDeed } from '../../src/verify/mutants/observed/sameDeed.ts';
import type { Taped } from '../../src/verify/mutants/observed/tape.ts';
import { talesNamed } from './roam/tales.ts';
import { focusOn, tapeOfFocused } from './walkTapes.ts';

/** What a chart asks for, and what a mutant of it asks for instead, without what both begin and end with. */
type Pair = { readonly was: readonly unknown[]; readonly is: readonly unknown[] };
type Named = Pair & { readonly machine: string };

const wordsOf = (actions: readonly unknown[]): string => actions.map(wordOf).join(', ');
const nameOf = ({ machine, was, is }: Named): string => `${machine}: ${wordsOf(was)} or ${wordsOf(is)}`;

const lessEnds = ({ was, is }: Pair): Pair => {
  if (was.length > 0 && was[0] === is[0]) return lessEnds({ was: was.slice(1), is: is.slice(1) });
  if (was.length > 0 && was.at(-1) === is.at(-1))
    return lessEnds({ was: was.slice(0, -1), is: is.slice(0, -1) });
  return { was, is };
};

/** Every pair that mutants of a chart bring about, once. */
const pairsOf = (machine: string, isEquated: boolean): readonly Named[] => {
  const some = mutantsOf(chartOf(machine), ['actionsSwapped', 'parameterChanged'])
    .filter(mutant => isSameDeed(mutant) === isEquated)
    .flatMap(({ instead }) => (instead === undefined ? [] : [{ machine, ...lessEnds(instead) }]));
  return [...new Map(some.map(pair => [nameOf(pair), pair])).values()];
};

/** A chart that does this, and nothing else, whenever it takes a transition. */
const doing = (chart: AnyStateMachine, actions: readonly unknown[]): AnyStateMachine => {
  const original = originalOf(chart);
  return machineOf(
    listsOf(original).reduce(
      (draft, list) =>
        withList(
          draft,
          list,
          list.answers.map(answer => ({ ...answer, actions })),
        ),
      original.draft,
    ),
  );
};

/** An alarm that is there may cease, and may be raised once more. */
const alarmsIn = (actions: readonly unknown[]): readonly unknown[] =>
  actions.flatMap(action => {
    const alarm = /^(?:cease|raise)Alarm (\w+)/.exec(wordOf(action))?.[1];
    return alarm === undefined ? [] : [{ type: 'raiseAlarm', params: { alarm, grade: 'first' } }];
  });

const chartText = ({ value, context }: AnyMachineSnapshot): unknown => [value, context];

/**
 * What an alarm waits for once its cause is gone ends nothing, but for information: of such timers the order says nothing.
 * All others are in the order in which they were started.
 */
const inOrder = (timers: Taped['state']['timers']): unknown => {
  const isIdle = ({ machine, delay }: (typeof timers)[number]): boolean => {
    const alarm = machine.slice('alarm:'.length);
    return delay === 'notice' && isAlarmName(alarm) && ALARMS[alarm].first.priority !== 'info';
  };
  return [
    timers.filter(timer => !isIdle(timer)),
    timers
      .filter(isIdle)
      .map(timer => JSON.stringify(timer))
      .toSorted(),
  ];
};

/** All that a step comes to when this chart stands in for the one of its name; what is thrown, if it is. */
const comesTo = ({ before, envelope }: Taped, chart: AnyStateMachine): string => {
  try {
    const { state, commands, derived } = step(withChart(before, chart), envelope);
    const { pump, machines, alarms, timers, ...others } = state;
    const charts = [pump, ...Object.values(machines), ...Object.values(alarms)] as AnyMachineSnapshot[];
    return JSON.stringify([commands, derived, others, inOrder(timers), charts.map(chartText)]);
  } catch (broken) {
    return `breaks off: ${broken instanceof Error ? broken.message : String(broken)}`;
  }
};

/** Of each kind of fact the first and the last step of so many runs in which a chart hears something. */
const RUNS = 2;
/** So many of them are enough for each pair to do something. */
const MOST_STEPS = 40;

const stepsOf = (name: string): readonly Taped[] => {
  const runs = Array.from({ length: RUNS }, (_, index) =>
    tapeOfFocused(focusOn(chartOf(name)), index + 1, 800),
  );
  const heard = [...runs, ...(name === 'remote' ? talesNamed('is permitted from afar') : [])].flatMap(
    ({ steps }) => steps.filter(({ deliveries }) => deliveries.some(({ machine }) => machine === name)),
  );
  const some = [...Map.groupBy(heard, ({ envelope }) => envelope.fact.type).values()].flatMap(all =>
    [all[0], all.at(-1)].filter(each => each !== undefined),
  );
  const all = [...new Set(some)];
  return all.filter((_, index) => index % Math.ceil(all.length / MOST_STEPS) === 0);
};

/** In how many steps a pair is carried out and does something, and in how many of them it is not the same. */
const compared = ({ machine, was, is }: Named, steps: readonly Taped[]) => {
  const chart = chartOf(machine);
  const counts = { done: 0, differs: 0 };
  const alarms = alarmsIn(was);
  for (const first of alarms.length === 0 ? [[]] : [[], alarms]) {
    const own = doing(chart, [...first, ...was]);
    const other = doing(chart, [...first, ...is]);
    const neither = doing(chart, first);
    for (const taped of steps) {
      const [one, instead] = [comesTo(taped, own), comesTo(taped, other)];
      if (one !== instead) counts.differs += 1;
      if (!one.startsWith('breaks off') && one !== comesTo(taped, neither)) counts.done += 1;
    }
  }
  return counts;
};

test('actions that are held to be the same deed come to the same in the runtime, wherever recorded runs lead', {
  timeout: 600_000,
}, () => {
  /** By pair, whichever chart asks for it: in how many steps it does something. */
  const done = new Map<string, number>();
  let pairs = 0;
  for (const name of MUTATED) {
    const own = pairsOf(name, true);
    if (own.length === 0) continue;
    const steps = stepsOf(name);
    for (const pair of own) {
      const counts = compared(pair, steps);
      expect(counts.differs, nameOf(pair)).toBe(0);
      const words = wordsOf([...pair.was, ...pair.is]);
      done.set(words, (done.get(words) ?? 0) + counts.done);
      pairs += 1;
    }
  }
  const steps = [...done.values()].reduce((sum, count) => sum + count, 0);
  console.log(`${pairs} pairs of actions, each also the other way, do something in ${steps} steps`);
  expect(
    [...done].filter(([, count]) => count === 0).map(([words]) => words),
    'these do nothing on any recorded run',
  ).toEqual([]);
  expect(pairs).toBeGreaterThan(20);
  expect(steps).toBeGreaterThan(300);
});

test('of those that are not held to be the same, the same steps tell many', () => {
  const steps = stepsOf('sensor');
  const own = pairsOf('sensor', false);
  const told = own.filter(pair => compared(pair, steps).differs > 0);
  console.log(`of ${own.length} pairs of the sensor chart ${told.length} are told`);
  expect(told.length).toBeGreaterThan(5);
});
