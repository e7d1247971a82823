import { expect, test } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { keyOf } from '../../src/verify/automaton.ts';
import { mutated } from '../../src/verify/mutants/fields.ts';
import { type Field, judge } from '../../src/verify/mutants/judge.ts';
import { killerOf, type Tests } from '../../src/verify/mutants/kill.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { killSuites, summaryOf } from '../../src/verify/mutants/summary.ts';

/** Runs every test of a suite on both charts by XState alone, and says whether anything differed. */
const differsOn = (
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  { runs }: Tests,
  input: unknown,
): boolean =>
  runs.some(run => {
    let [one, other] = [shown(initialTransition(original, input)), shown(initialTransition(mutant, input))];
    for (const event of run) {
      if (one.text !== other.text) return true;
      one = shown(transition(original, one.at, event));
      other = shown(transition(mutant, other.at, event));
    }
    return one.text !== other.text;
  });

const shown = ([at, actions]: readonly [
  AnyMachineSnapshot,
  readonly { readonly type: string; readonly params?: unknown }[],
]) => ({
  at,
  text: JSON.stringify([
    keyOf(at),
    actions.filter(({ type }) => !type.startsWith('xstate.')).map(({ type, params }) => [type, params]),
  ]),
});

test('a suite finds exactly the mutants that show something else when its tests are run', () => {
  const { machine, fields } = mutated('suspension');
  const [{ examiner, suites }] = fields as readonly [Field];
  const [suite] = suites as readonly [Tests];
  const killer = killerOf(examiner, suite);
  const counts = { found: 0, missed: 0 };
  for (const mutant of mutantsOf(machine)) {
    const examined = examiner.examine(mutant);
    if ('refused' in examined) continue;
    const found = killer.kills(examined);
    const { chart, input } = examiner.ground;
    expect([mutant.id, found]).toEqual([mutant.id, differsOn(chart.machine, examined.view, suite, input)]);
    counts[found ? 'found' : 'missed'] += 1;
  }
  expect(Math.min(counts.found, counts.missed)).toBeGreaterThan(0);
});

test.each(['suspension', 'quick', 'programming', 'lock', 'reminders'])(
  'with the shortest kills of what it misses, a suite finds every mutant of the %s chart',
  name => {
    const { machine, fields } = mutated(name);
    const mutants = mutantsOf(machine);
    const summary = summaryOf(name, fields, judge(fields, mutants));
    expect(summary.killed + summary.equivalent + summary.refused).toBe(mutants.length);
    const kills = new Map(summary.suites.map(suite => [suite.name, suite.kills]));
    expect(kills.get('kill')).toBe(summary.killed);
    // Pairs of transitions hold every transition, and what no suite finds is no pair's either.
    expect(kills.get('pairs')).toBeLessThanOrEqual(summary.killed - summary.survivors.length);
    expect(kills.get('transitions')).toBeGreaterThan(0);
    expect(summary.killed).toBeGreaterThan(20);
  },
);

test('a suite that lacks one of its kills is found out', () => {
  const { machine, fields } = mutated('lock');
  const outcomes = judge(fields, mutantsOf(machine));
  const [suite] = killSuites(fields, outcomes) as readonly [Tests];
  const [field] = fields as readonly [Field];
  // The first kill that was added to the tests of the criterion is the longest.
  const lacking = { name: 'transitions', runs: suite.runs.toSpliced(field.suites[0]?.runs.length ?? 0, 1) };
  const poorer = [{ ...field, suites: [lacking] }];
  expect(summaryOf('lock', poorer, judge(poorer, mutantsOf(machine))).survivors.length).toBeGreaterThan(0);
});

test('an alarm is mutated in every sort at once: one sort that shows a mutant is enough', () => {
  const { machine, fields } = mutated('alarm');
  expect(machine).toBe(alarmMachine);
  const some = mutantsOf(machine).filter((_, index) => index % 29 === 0);
  const all = judge(fields, some);
  const alone = judge(fields.slice(0, 1), some);
  const killed = (outcomes: typeof all) => outcomes.filter(({ verdict }) => verdict.kind === 'killed').length;
  expect(killed(all)).toBeGreaterThan(killed(alone));
});
