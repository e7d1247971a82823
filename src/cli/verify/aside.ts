import { match } from 'ts-pattern';
import { type Difference, differenceBetween } from '../../verify/difference.ts';
import { explore } from '../../verify/explore.ts';
import { MUTATED, mutated } from '../../verify/mutants/fields.ts';
import { mutantsOf } from '../../verify/mutants/mutants.ts';
import { type MutantSummary, mutantSummary } from '../../verify/mutants/summary.ts';
import { type SuiteRow, suiteRows } from '../../verify/suites/table.ts';
import { openPump, pumpInPlant } from '../../verify/systems.ts';

/** What is told beside the exploration: each stands by itself, and is a part of the work. */
export const ASIDES = ['mutants', 'difference', 'suites'] as const;
export type Aside = (typeof ASIDES)[number];

/** Mutants of one chart, counted: what the generated tests are worth. */
export type MutantCount = Pick<
  MutantSummary,
  'machine' | 'states' | 'mutants' | 'killed' | 'equivalent' | 'refused' | 'suites'
> & {
  /** Mutants that can be told apart and that only the suite `kill` finds. */
  readonly survivors: number;
};

export type Asides = {
  readonly mutants?: readonly MutantCount[];
  readonly difference?: Difference;
  readonly suites?: readonly SuiteRow[];
};

export const asideOf = (aside: Aside): Asides =>
  match(aside)
    .returnType<Asides>()
    .with('mutants', () => ({ mutants: MUTATED.map(countOf) }))
    .with('difference', () => ({
      difference: differenceBetween(explore(openPump()), explore(pumpInPlant())),
    }))
    .with('suites', () => ({ suites: suiteRows({ pump: explore(openPump()) }) }))
    .exhaustive();

const countOf = (name: string): MutantCount => {
  const { machine: chart, fields } = mutated(name);
  const { machine, states, mutants, killed, equivalent, refused, suites, survivors } = mutantSummary(
    name,
    fields,
    mutantsOf(chart),
  );
  return { machine, states, mutants, killed, equivalent, refused, suites, survivors: survivors.length };
};
