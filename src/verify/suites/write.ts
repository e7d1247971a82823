import { nameOf } from '../automaton.ts';
import type { Path, PathStep } from '../paths.ts';
import { lengthOf, type Suite } from './suite.ts';

/** What a suite comes to, in lines for a person. */
export const headOf = (suite: Suite): readonly string[] => {
  const infeasible = suite.goals.filter(goal => 'infeasible' in goal).length;
  const { length } = suite.bound;
  const ratio = length === 0 ? '' : `, ${(lengthOf(suite) / length).toFixed(2)} times the bound`;
  return [
    `${suite.criterion} of ${suite.machine} (model ${suite.model}, seed ${suite.seed})`,
    suite.definition,
    `Source: ${suite.source}`,
    `${suite.goals.length - infeasible} of ${suite.goals.length} goals met, ${infeasible} cannot be`,
    `${suite.tests.length} tests, ${suite.steps} steps; with resets ${lengthOf(suite)}${ratio}`,
    `no suite is shorter than ${length} (${suite.bound.by}); one test for each goal would take ${suite.onePerGoal}`,
  ];
};

/** What cannot be met, each with the reason. */
export const unmetOf = ({ goals }: Suite): readonly string[] =>
  goals.flatMap(goal => ('infeasible' in goal ? [`cannot be met: ${goal.name}: ${goal.infeasible}`] : []));

/** A suite as transcripts: what happens after `>`, and below it what is then shown. */
export const transcriptOf = (suite: Suite): string =>
  [
    ...headOf(suite).map(line => `# ${line}`),
    ...unmetOf(suite).map(line => `# ${line}`),
    ...suite.tests.flatMap((test, number) => ['', ...storyOf(test, number)]),
    '',
  ].join('\n');

const storyOf = ({ name, steps, covers }: Path, number: number): readonly string[] => [
  `## ${number + 1}. ${name}`,
  ...covers.map(goal => `# meets ${goal}`),
  ...changesOf(steps).flatMap(({ step, now }) => [
    `> ${nameOf(step.event)}`,
    ...(now.length > 0 ? [`    now ${innermost(now).join(', ')}`] : []),
    ...step.asked.map(({ type, params }) => `    asks ${nameOf({ ...params, type })}`),
  ]),
];

/** States that contain no other of them. */
const innermost = (ids: readonly string[]): readonly string[] =>
  ids.filter(id => !ids.some(other => other.startsWith(`${id}.`)));

export type Change = { readonly step: PathStep; readonly now: readonly string[] };

/** Steps with the states that each makes active; what is active at the start is not known, nor needed. */
export const changesOf = (steps: readonly PathStep[], initial: readonly string[] = []): readonly Change[] => {
  let before = new Set(initial);
  return steps.map(step => {
    const now = step.states.filter(id => !before.has(id));
    before = new Set(step.states);
    return { step, now };
  });
};
