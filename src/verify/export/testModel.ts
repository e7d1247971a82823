import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { PathGenerator, StatePath, Step, TestParam, TestPath, TestPathResult } from 'xstate/graph';
import { alphabetOf } from '../alphabet.ts';
import type { Event } from '../automaton.ts';
import { chartOf } from '../chart.ts';
import { explore } from '../explore.ts';
import { CRITERIA } from '../suites/criteria.ts';
import type { Suite } from '../suites/suite.ts';
import { openSystem } from '../system.ts';
import { BEGINNING } from './learned.ts';

/**
 * Our suites in the shape that users of `createTestModel` know: paths with `state`, `steps` of `event` and
 * `state`, a `description`, and `test({ states, events })`. A machine with delays is given as its timer view.
 */

/** What a suite is made for, and with what. */
export type SuiteOptions = {
  /** What may happen; all that can be sent to the chart, in all its forms, unless it is said. */
  readonly events?: readonly Event[];
  readonly input?: unknown;
  /** For `switches`: transitions in a row, less one. */
  readonly n?: number;
  /** For complete suites: how many states more a faulty machine may have. */
  readonly extra?: number;
  readonly seed?: number;
};

type Path = StatePath<AnyMachineSnapshot, Event>;
type Params = TestParam<AnyMachineSnapshot, Event>;

/** A path that can be run at once, too, as those of `@xstate/test` can. */
export type SuitePath = TestPath<AnyMachineSnapshot, Event> & {
  readonly testSync: (params: Params) => TestPathResult;
};

/**
 * A suite by one of our criteria as a path generator: `createTestModel(machine).getPaths(suitePaths('pairs'))`,
 * in `xstate/graph` and in `@xstate/test`. Explores the machine that it is given. Throws when a criterion is not
 * known.
 */
export const suitePaths =
  (criterion: string, options: SuiteOptions = {}): PathGenerator<AnyMachineSnapshot, Event, unknown> =>
  logic => [...statePathsOf(suiteOf(asMachine(logic), criterion, options), asMachine(logic), options.input)];

/** A suite of a machine by one of our criteria. Throws when there is no such criterion. */
export const suiteOf = (
  machine: AnyStateMachine,
  criterion: string,
  { events = alphabetOf(machine), input, n = 1, extra = 0, seed = 1 }: SuiteOptions = {},
): Suite => {
  const found = CRITERIA.find(({ name }) => name === criterion);
  if (found === undefined)
    throw new Error(
      `there is no criterion "${criterion}"; there are ${CRITERIA.map(({ name }) => name).join(', ')}`,
    );
  return found.suite(machine.id, explore(openSystem(chartOf(machine, input), events)), {
    n,
    extra,
    seed,
  });
};

/** The tests of a suite as paths: each begins, as theirs do, with the initial state. */
export const statePathsOf = (
  { tests }: Pick<Suite, 'tests'>,
  machine: AnyStateMachine,
  input?: unknown,
): readonly Path[] => {
  const chart = chartOf(machine, input);
  return tests.map(({ steps }): Path => {
    let at = chart.initial;
    const walked: Step<AnyMachineSnapshot, Event>[] = [
      { event: { ...BEGINNING }, state: chart.snapshot(at) },
    ];
    for (const { event } of steps) {
      at = chart.step(at, event).target;
      walked.push({ event: { ...event }, state: chart.snapshot(at) });
    }
    return { state: chart.snapshot(at), steps: walked, weight: steps.length };
  });
};

/**
 * The tests of a suite as test paths, without a test model of another package between: for charts that those
 * packages cannot hold. `states` are asked by their name (`motor.still`), by `#id`, or by `*` when no other is
 * there; events of which nothing is said change nothing.
 */
export const testPathsOf = (
  suite: Pick<Suite, 'tests'>,
  machine: AnyStateMachine,
  input?: unknown,
): readonly SuitePath[] =>
  statePathsOf(suite, machine, input).map((path, number) => {
    const description = descriptionOf(path, suite.tests[number]?.name ?? '');
    return {
      ...path,
      description,
      test: async params => {
        const result = resultOf();
        for (const [index, step] of path.steps.entries())
          for (const act of actsOf(step, params, result))
            try {
              await act();
            } catch (thrown) {
              throw placed(thrown, `step ${index}, ${step.event.type}, of: ${description}`);
            }
        return result;
      },
      testSync: params => {
        const result = resultOf();
        for (const [index, step] of path.steps.entries())
          for (const act of actsOf(step, params, result)) {
            const place = `step ${index}, ${step.event.type}, of: ${description}`;
            if (isPromise(placing(place, act)))
              throw new Error(`${step.event.type} takes time: use test, not testSync; ${place}`);
          }
        return result;
      },
    };
  });

const placing = <Result>(place: string, act: () => Result): Result => {
  try {
    return act();
  } catch (thrown) {
    throw placed(thrown, place);
  }
};

/** What was thrown says where, and stays what it is: a failed expectation keeps its difference. */
const placed = (thrown: unknown, place: string): unknown => {
  if (thrown instanceof Error) thrown.message += `\n${place}`;
  return thrown;
};

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

const resultOf = (): TestPathResult => ({ steps: [], state: { error: null } });

/** What is done for a step: the event, then the questions about the state that it leads to. */
const actsOf = (
  step: Step<AnyMachineSnapshot, Event>,
  { states = {}, events = {} }: Params,
  result: TestPathResult,
): readonly (() => unknown)[] => {
  const keys = Object.keys(states).filter(key => key !== '*' && isIn(step.state, key));
  const asked = keys.length > 0 ? keys : ['*'];
  return [
    () => {
      result.steps.push({ step, state: { error: null }, event: { error: null } });
      return events[step.event.type]?.(step);
    },
    ...asked.map(key => () => states[key]?.(step.state)),
  ];
};

const isIn = (state: AnyMachineSnapshot, key: string): boolean =>
  key.startsWith('#') ? state._nodes.some(({ id }) => id === key.slice(1)) : state.matches(key);

const descriptionOf = ({ steps }: Path, goal: string): string => {
  const events = steps
    .slice(1)
    .map(({ event: { type, ...rest } }) =>
      Object.keys(rest).length === 0 ? type : `${type} (${JSON.stringify(rest)})`,
    );
  return `Meets ${goal}: ${events.join(' → ')}`;
};

const asMachine = (logic: unknown): AnyStateMachine => {
  if (typeof logic === 'object' && logic !== null && 'root' in logic && 'getStateNodeById' in logic)
    return logic as AnyStateMachine;
  throw new Error('a suite is made of a state machine, and this is other logic');
};
