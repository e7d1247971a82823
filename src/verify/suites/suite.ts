import { z } from 'zod';
import type { Path } from '../paths.ts';

/**
 * A generated test suite: what it is to show, the tests that show it, and what it costs. Plain data; `JSON`
 * of it is what a rig reads. A test begins with a reset: the machine anew, in its initial state.
 */
export type Suite = {
  readonly version: 1;
  readonly machine: string;
  /** Identifies the explored model: another one may answer otherwise. */
  readonly model: string;
  readonly criterion: string;
  /** What has to be met for the criterion to be met, in a sentence or two, and who defined it. */
  readonly definition: string;
  readonly source: string;
  readonly seed: number;
  readonly goals: readonly Goal[];
  readonly tests: readonly Path[];
  /** Events of all tests together. */
  readonly steps: number;
  /** One for each test. Beside the steps, each counts as `RESET` of them. */
  readonly resets: number;
  readonly bound: Bound;
  /** What it would cost to meet each goal by a shortest test of its own: steps, resets counted. */
  readonly onePerGoal: number;
};

/** One thing to be met: the test and the step of it that meet it first, both from 0, or why none can. */
export type Goal =
  | { readonly name: string; readonly test: number; readonly step: number }
  | { readonly name: string; readonly infeasible: string };

/** No suite that meets the same goals is shorter than this, steps and resets counted; and how that is known. */
export type Bound = { readonly length: number; readonly by: string };

/** What a reset costs, in steps. */
export const RESET = 1;

/** Steps of walks, each with its reset. */
export const costOf = (walks: readonly { readonly length: number }[]): number =>
  walks.reduce((sum, { length }) => sum + length + RESET, 0);

/** Steps of a suite, resets counted. */
export const lengthOf = ({ steps, resets }: Pick<Suite, 'steps' | 'resets'>): number =>
  steps + resets * RESET;

/** Goals that some test meets. */
export const metBy = ({ goals }: Suite): readonly string[] =>
  goals.flatMap(goal => ('test' in goal ? [goal.name] : []));

const step = z.strictObject({
  event: z.looseObject({ type: z.string() }),
  source: z.enum(['world', 'ledger', 'alarms', 'timer', 'mishap']),
  states: z.array(z.string()),
  asked: z.array(z.strictObject({ type: z.string(), params: z.record(z.string(), z.unknown()) })),
  raised: z.array(z.string()),
  taken: z.array(z.string()),
});

/** What `suiteToJson` writes, and nothing else. */
export const suiteSchema = z
  .strictObject({
    version: z.literal(1, { error: 'this version of Islet reads version 1' }),
    machine: z.string(),
    model: z.string(),
    criterion: z.string(),
    definition: z.string(),
    source: z.string(),
    seed: z.int(),
    goals: z.array(
      z.union(
        [
          z.strictObject({ name: z.string(), test: z.int().min(0), step: z.int().min(-1) }),
          z.strictObject({ name: z.string(), infeasible: z.string().min(1) }),
        ],
        { error: 'a goal has a name, and either the test and the step that meet it or why it is infeasible' },
      ),
    ),
    tests: z.array(z.strictObject({ name: z.string(), steps: z.array(step), covers: z.array(z.string()) })),
    steps: z.int().min(0),
    resets: z.int().min(0),
    bound: z.strictObject({ length: z.int().min(0), by: z.string() }),
    onePerGoal: z.int().min(0),
  })
  .superRefine((suite, context) => {
    const steps = suite.tests.reduce((sum, test) => sum + test.steps.length, 0);
    const wrong = (path: string, is: number, counted: number): void =>
      context.addIssue({ code: 'custom', path: [path], message: `says ${is}; the tests have ${counted}` });
    if (suite.steps !== steps) wrong('steps', suite.steps, steps);
    if (suite.resets !== suite.tests.length) wrong('resets', suite.resets, suite.tests.length);
    for (const [number, goal] of suite.goals.entries())
      if ('test' in goal && goal.step >= (suite.tests[goal.test]?.steps.length ?? -1))
        context.addIssue({ code: 'custom', path: ['goals', number], message: 'is met by no step there is' });
  }) satisfies z.ZodType<Suite>;

/** One line of JSON. */
export const suiteToJson = (suite: Suite): string => JSON.stringify(suite);
