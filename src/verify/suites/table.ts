import { explore, type Graph } from '../explore.ts';
import { CRITERIA, type Criterion } from './criteria.ts';
import { SUBJECTS, type Subject } from './machines.ts';
import { lengthOf } from './suite.ts';

/** One machine and one criterion in figures; `refused` says why there is no suite. */
export type SuiteRow = {
  readonly machine: string;
  readonly criterion: string;
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

/** What is made of the whole pump in the time that a page may take; the command makes the others. */
const OF_THE_PUMP = ['states', 'transitions'];

/** What the table is of: the graph of the open pump, or null to leave the pump out; and which criteria. */
export type Asked = { readonly pump: Graph | null; readonly criteria?: readonly string[] };

/** The open pump, each small machine, and one sort of alarm, by each criterion. */
export const suiteRows = ({
  pump,
  criteria = CRITERIA.map(({ name }) => name),
}: Asked): readonly SuiteRow[] =>
  SUBJECTS.filter(({ name }) => isInTable(name)).flatMap(subject => {
    const isPump = subject.name === 'pump';
    if (isPump && pump === null) return [];
    const graph = isPump && pump !== null ? pump : explore(subject.system());
    return CRITERIA.filter(
      ({ name }) => criteria.includes(name) && (!isPump || OF_THE_PUMP.includes(name)),
    ).map(criterion => rowOf(subject, graph, criterion));
  });

const isInTable = (name: string): boolean =>
  name === 'pump' || name === 'alarm.1' || !/^(pump|alarm)/.test(name);

const rowOf = (subject: Subject, graph: Graph, { name, suite }: Criterion): SuiteRow => {
  const head = { machine: subject.name, criterion: name };
  try {
    const made = suite(subject.name, graph, { n: 2, seed: 1, properties: subject.properties });
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
