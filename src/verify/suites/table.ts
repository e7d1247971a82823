import { explore, type Graph } from '../explore.ts';
import { METHODS } from './complete/register.ts';
import { CRITERIA, type Criterion } from './criteria.ts';
import { SUBJECTS, type Subject, subjectNamed } from './machines.ts';
import { lengthOf } from './suite.ts';

/** One machine and one criterion in figures; `refused` says why there is no suite. */
export type SuiteRow = {
  readonly machine: string;
  readonly criterion: string;
  /** How many states more a faulty machine may have than this one, for a complete suite; else null. */
  readonly extra: number | null;
} & (
  | {
      readonly goals: number;
      readonly infeasible: number;
      readonly tests: number;
      readonly steps: number;
      /** Steps, resets counted, and the least that they can be. */
      readonly length: number;
      readonly bound: number;
      /** How many times as long as the bound; null where nothing is to be done. */
      readonly ratio: number | null;
      readonly onePerGoal: number;
    }
  | { readonly refused: string }
);

/** One machine, and criteria by which suites of it are made. */
export type Tabled = { readonly machine: string; readonly criteria: readonly string[] };

/** What is made of the whole pump in the time that a page may take, by parts; the command makes the others. */
const OF_THE_PUMP = [['states', 'transitions'], ['pairs'], ['requirements']] as const;

const ALL: readonly string[] = CRITERIA.map(({ name }) => name);

/** In the table: the open pump, each small machine, and one sort of alarm. */
export const TABLED: readonly Tabled[] = SUBJECTS.map(({ name }) => name).flatMap(
  (machine): readonly Tabled[] => {
    if (machine === 'pumpAlone') return OF_THE_PUMP.map(criteria => ({ machine, criteria }));
    return machine === 'alarm.1' || !/^(pump|alarm)/.test(machine) ? [{ machine, criteria: ALL }] : [];
  },
);

/** One of these machines, by each of these criteria. */
export const suiteRowsOf = ({ machine, criteria }: Tabled): readonly SuiteRow[] => {
  const subject = subjectNamed(machine);
  if (subject === undefined) throw new Error(`there is no machine "${machine}"`);
  const graph = explore(subject.system());
  return CRITERIA.filter(({ name }) => criteria.includes(name)).map(criterion =>
    rowOf(subject, graph, criterion),
  );
};

const EXTRA = 0;

const rowOf = (subject: Subject, graph: Graph, { name, suite }: Criterion): SuiteRow => {
  const isComplete = METHODS.some(method => method.name === name);
  const head = { machine: subject.name, criterion: name, extra: isComplete ? EXTRA : null };
  try {
    const made = suite(subject.name, graph, {
      n: 2,
      extra: EXTRA,
      seed: 1,
      properties: subject.properties,
    });
    const length = lengthOf(made);
    return {
      ...head,
      goals: made.goals.length,
      infeasible: made.goals.filter(goal => 'infeasible' in goal).length,
      tests: made.tests.length,
      steps: made.steps,
      length,
      bound: made.bound.length,
      ratio: made.bound.length === 0 ? null : length / made.bound.length,
      onePerGoal: made.onePerGoal,
    };
  } catch (failure) {
    return { ...head, refused: failure instanceof Error ? failure.message : String(failure) };
  }
};
