import { type Because, REASONS } from './decide.ts';
import { type Field, judge, type Outcome, withKills } from './judge.ts';
import { killerOf, type Tests } from './kill.ts';
import { type Mutant, OPERATORS, type Operator } from './mutant.ts';

/** What a verdict is about: what somebody would have to see to tell a mutant from the original. */
export const OBSERVED = 'state, context and all that is asked for, timers included, after each event';

/** What became of the mutants of a chart. Plain data. */
export type MutantSummary = {
  readonly machine: string;
  readonly observed: typeof OBSERVED;
  /** Reachable states over which each mutant was decided, of all sorts of the chart. */
  readonly states: number;
  readonly mutants: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly refused: number;
  readonly operators: readonly OperatorCount[];
  /** Why mutants are equivalent, as far as it can be told. */
  readonly reasons: readonly { readonly because: string; readonly count: number }[];
  readonly refusals: readonly { readonly mutant: string; readonly because: string }[];
  /** Events of the shortest runs that kill: the median and the most. */
  readonly runs: { readonly median: number; readonly most: number };
  readonly suites: readonly SuiteCount[];
  /** Mutants that can be told apart and that no criterion's suite finds; the suite `kill` does. */
  readonly survivors: readonly Outcome[];
  readonly outcomes: readonly Outcome[];
};

export type OperatorCount = {
  readonly operator: Operator;
  readonly killed: number;
  readonly equivalent: number;
  readonly refused: number;
};

/** Tests and events of a suite, in every sort of the chart together, and how many mutants it finds. */
export type SuiteCount = {
  readonly name: string;
  readonly tests: number;
  readonly events: number;
  readonly kills: number;
};

/** Judges mutants of a chart and counts. The suite `kill` is the first one with what it misses. */
export const mutantSummary = (
  machine: string,
  fields: readonly Field[],
  mutants: readonly Mutant[],
): MutantSummary => summaryOf(machine, fields, judge(fields, mutants));

export const summaryOf = (
  machine: string,
  fields: readonly Field[],
  outcomes: readonly Outcome[],
): MutantSummary => {
  const of = (kind: Outcome['verdict']['kind']) => outcomes.filter(({ verdict }) => verdict.kind === kind);
  const killed = of('killed');
  const lengths = killed
    .flatMap(({ verdict }) => (verdict.kind === 'killed' ? [verdict.run.length] : []))
    .toSorted((a, b) => a - b);
  return {
    machine,
    observed: OBSERVED,
    states: fields.reduce((sum, { examiner }) => sum + examiner.ground.size, 0),
    mutants: outcomes.length,
    killed: killed.length,
    equivalent: of('equivalent').length,
    refused: of('refused').length,
    operators: operatorCounts(outcomes),
    reasons: reasonsIn(outcomes),
    refusals: outcomes.flatMap(({ mutant, verdict }) =>
      verdict.kind === 'refused' ? [{ mutant: mutant.id, because: verdict.because }] : [],
    ),
    runs: { median: lengths[lengths.length >> 1] ?? 0, most: lengths.at(-1) ?? 0 },
    suites: [...suiteCounts(fields, outcomes), killSuite(fields, outcomes)],
    survivors: killed.filter(({ killedBy }) => killedBy.length === 0),
    outcomes,
  };
};

const operatorCounts = (outcomes: readonly Outcome[]): readonly OperatorCount[] => {
  const all = Map.groupBy(outcomes, ({ mutant }) => mutant.operator);
  return OPERATORS.flatMap(operator => {
    const own = all.get(operator) ?? [];
    const count = (kind: string): number => own.filter(({ verdict }) => verdict.kind === kind).length;
    return own.length === 0
      ? []
      : [{ operator, killed: count('killed'), equivalent: count('equivalent'), refused: count('refused') }];
  });
};

const reasonsIn = (outcomes: readonly Outcome[]): MutantSummary['reasons'] => {
  const all = Map.groupBy(outcomes, ({ verdict }) =>
    verdict.kind === 'equivalent' ? verdict.because : null,
  );
  return (Object.keys(REASONS) as Because[]).flatMap(because => {
    const count = all.get(because)?.length ?? 0;
    return count === 0 ? [] : [{ because: REASONS[because], count }];
  });
};

const suiteCounts = (fields: readonly Field[], outcomes: readonly Outcome[]): readonly SuiteCount[] => {
  const names = fields[0]?.suites.map(({ name }) => name) ?? [];
  return names.map(name => ({
    ...sizeOf(
      name,
      fields.flatMap(({ suites }) => suites.filter(suite => suite.name === name)),
    ),
    kills: outcomes.filter(({ killedBy }) => killedBy.includes(name)).length,
  }));
};

const sizeOf = (name: string, suites: readonly Tests[]): Omit<SuiteCount, 'kills'> => ({
  name,
  tests: suites.reduce((sum, { runs }) => sum + runs.length, 0),
  events: suites.reduce((sum, { runs }) => sum + runs.flat().length, 0),
});

/**
 * The suite that finds every mutant that can be told apart: run, not assumed. Throws when it misses one, which
 * is a defect of ours.
 */
const killSuite = (fields: readonly Field[], outcomes: readonly Outcome[]): SuiteCount => {
  const suites = killSuites(fields, outcomes);
  const missed = new Set(outcomes.filter(({ verdict }) => verdict.kind === 'killed'));
  const total = missed.size;
  for (const [number, { examiner }] of fields.entries()) {
    const suite = suites[number];
    if (suite === undefined) continue;
    const killer = killerOf(examiner, suite);
    for (const outcome of missed) {
      const examined = examiner.examine(outcome.mutant);
      if (!('refused' in examined) && killer.kills(examined)) missed.delete(outcome);
    }
  }
  for (const { mutant } of missed) throw new Error(`the shortest kill of "${mutant.id}" does not kill it`);
  return { ...sizeOf('kill', suites), kills: total };
};

/** For each sort of the chart, its first suite with the kills that it needs. */
export const killSuites = (fields: readonly Field[], outcomes: readonly Outcome[]): readonly Tests[] =>
  fields.map(({ suites }, sort) => {
    const [first] = suites;
    if (first === undefined) throw new Error('no suite to begin with');
    return withKills(
      first,
      outcomes.filter(each => each.verdict.kind === 'killed' && each.sort === sort),
    );
  });
