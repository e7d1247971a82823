import { z } from 'zod';
import { nameOf } from '../../../src/verify/automaton.ts';
import type { Goal, Suite } from '../../../src/verify/suites/suite.ts';
import { COMES_BY_ITSELF } from '../paths/feasible.ts';
import { seenOf } from '../paths/oracle.ts';
import type { PathResult } from '../paths/pathResult.ts';
import { whyUndriven } from '../paths/undriven.ts';

/** A generated suite, and the file that it was read from. */
export type SuiteFile = { readonly file: string; readonly suite: Suite };

const count = z.int().nonnegative();

/** What a rig made of a suite: which goals it covered, by what it made events happen, by what it saw states. */
export const suiteReportSchema = z.strictObject({
  file: z.string().min(1),
  machine: z.string(),
  criterion: z.string(),
  model: z.string(),
  tests: z.strictObject({ total: count, passed: count, failed: count, undriven: count }),
  goals: z.strictObject({
    total: count,
    covered: count,
    uncovered: z.array(z.strictObject({ goal: z.string(), reason: z.string().min(1) })),
  }),
  /** Each event of the suite: how often it is asked for, how often it was driven, and whether it came by itself. */
  stimuli: z.array(
    z.strictObject({
      event: z.string(),
      asked: count,
      driven: count,
      by: z.enum(['the pump and its devices', 'the bench']),
    }),
  ),
  /** Each state that became active: what of it was measured from outside; nothing, if only the chart could be compared. */
  states: z.array(
    z.strictObject({ state: z.string(), measured: z.array(z.enum(['motor', 'travel', 'alarms', 'told'])) }),
  ),
});
export type SuiteReport = z.infer<typeof suiteReportSchema>;

/** `results` are those of the tests of the suite, in their order; fewer where the run was ended early. */
export const suiteReportOf = ({ file, suite }: SuiteFile, results: readonly PathResult[]): SuiteReport => {
  const { machine, criterion, model, tests, goals } = suite;
  const met = new Set(results.flatMap(({ taken, states }) => [...taken, ...states]));
  const reasons = goals.map(goal => ({ goal: goal.name, reason: whyUncovered(goal, results, met) }));
  const ended = (outcome: PathResult['outcome']): number =>
    results.filter(result => result.outcome === outcome).length;
  return {
    file,
    machine,
    criterion,
    model,
    tests: {
      total: tests.length,
      passed: ended('pass'),
      failed: ended('fail') + ended('error'),
      undriven: ended('undriven'),
    },
    goals: {
      total: goals.length,
      covered: reasons.filter(({ reason }) => reason === null).length,
      uncovered: reasons.flatMap(({ goal, reason }) => (reason === null ? [] : [{ goal, reason }])),
    },
    stimuli: stimuliOf(suite, results),
    states: statesOf(suite, results),
  };
};

/** Null for a goal that was covered: by the step that the suite names, or by any other on the way. */
const whyUncovered = (
  goal: Goal,
  results: readonly PathResult[],
  met: ReadonlySet<string>,
): string | null => {
  if (met.has(goal.name)) return null;
  if ('infeasible' in goal) return `the suite has no test for it: ${goal.infeasible}`;
  const result = results[goal.test];
  if (result === undefined) return `the run was ended before test ${goal.test + 1}`;
  if (result.driven > goal.step) return null;
  const known = whyUndriven(goal.name);
  return `test ${goal.test + 1} ended before it, ${result.outcome}: ${known ?? result.firstDivergence?.split('\n')[0] ?? 'no reason is known'}`;
};

const stimuliOf = ({ tests }: Suite, results: readonly PathResult[]): SuiteReport['stimuli'] => {
  const asked = new Map<string, { event: string; asked: number; driven: number; type: string }>();
  for (const [test, { steps }] of tests.entries())
    for (const [at, { event }] of steps.entries()) {
      const name = nameOf(event);
      const row = asked.get(name) ?? { event: name, asked: 0, driven: 0, type: event.type };
      const isDriven = at < (results[test]?.driven ?? 0);
      asked.set(name, { ...row, asked: row.asked + 1, driven: row.driven + (isDriven ? 1 : 0) });
    }
  return [...asked.values()].map(({ type, ...row }) => ({
    ...row,
    by: COMES_BY_ITSELF.has(type) ? 'the pump and its devices' : 'the bench',
  }));
};

type Look = SuiteReport['states'][number]['measured'][number];
const LOOKS: readonly Look[] = ['motor', 'travel', 'alarms', 'told'];

/** A state is seen by what leaves the pump in a step that makes it active; those of the motor by the motor, too. */
const statesOf = ({ tests }: Suite, results: readonly PathResult[]): SuiteReport['states'] => {
  const seen = new Map<string, Set<Look>>();
  for (const [test, { steps }] of tests.entries()) {
    let before: readonly string[] = [];
    for (const { states, asked } of steps.slice(0, results[test]?.driven ?? 0)) {
      const looks = asked.flatMap(each => seenOf(each) ?? []);
      for (const state of states.filter(id => !before.includes(id))) {
        const known = seen.get(state) ?? new Set(state.startsWith('pump.motor.') ? ['motor'] : []);
        for (const look of looks) known.add(look);
        seen.set(state, known);
      }
      before = states;
    }
  }
  return [...seen].map(([state, looks]) => ({ state, measured: LOOKS.filter(look => looks.has(look)) }));
};

/** For a person: what was covered, what was not and why, and what was seen of it. */
export const reportLines = (report: SuiteReport): readonly string[] => {
  const { machine, goals, tests, stimuli, states } = report;
  const unseen = states.filter(({ measured }) => measured.length === 0);
  const undriven = stimuli.filter(({ asked, driven }) => driven < asked);
  return [
    `${goals.covered} of ${goals.total} goals covered; ${tests.passed} of ${tests.total} tests passed, ${tests.failed} failed, ${tests.undriven} asked for what the rig cannot do`,
    ...(machine === 'pump' || tests.undriven === 0
      ? []
      : [
          `  ${machine} is a chart to which anything may come at any time; islet suite pump makes tests of what a rig can bring about`,
        ]),
    ...goals.uncovered.map(({ goal, reason }) => `  not covered: ${goal}: ${reason}`),
    `${stimuli.length - undriven.length} of ${stimuli.length} events driven as often as the suite asks`,
    ...undriven.map(
      ({ event, asked, driven }) =>
        `  ${driven === 0 ? 'never' : 'less often'} driven: ${event}, ${driven} of ${asked}`,
    ),
    `${states.length - unseen.length} of ${states.length} states measured from outside as they became active`,
    ...(unseen.length === 0
      ? []
      : [
          `  by nothing that leaves the pump; the chart of the simulated one was compared: ${unseen.map(({ state }) => state).join(', ')}`,
        ]),
  ];
};
