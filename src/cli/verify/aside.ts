import { match } from 'ts-pattern';
import { type Difference, differenceBetween } from '../../verify/difference.ts';
import { explore } from '../../verify/explore.ts';
import { MUTATED, mutated } from '../../verify/mutants/fields.ts';
import { mutantsOf } from '../../verify/mutants/mutants.ts';
import { type MutantSummary, mutantSummary } from '../../verify/mutants/summary.ts';
import { type SuiteRow, suiteRowsOf, TABLED, type Tabled } from '../../verify/suites/table.ts';
import { openPump, pumpInPlant } from '../../verify/systems.ts';

/** What is told beside the exploration, in parts that stand by themselves. */
export type Aside =
  | { readonly kind: 'mutants'; readonly machine: string }
  | ({ readonly kind: 'suites' } & Tabled)
  | { readonly kind: 'difference' };

/** Mutants of one chart, counted: what the generated tests are worth. */
export type MutantCount = Pick<
  MutantSummary,
  'machine' | 'states' | 'mutants' | 'killed' | 'equivalent' | 'refused' | 'suites'
> & {
  /** Mutants that can be told apart and that only the suite `kill` finds. */
  readonly survivors: number;
};

export type AsideFound =
  | { readonly kind: 'mutants'; readonly machine: string; readonly count: MutantCount }
  | ({ readonly kind: 'suites'; readonly rows: readonly SuiteRow[] } & Tabled)
  | { readonly kind: 'difference'; readonly difference: Difference };

/** Of the largest chart. */
const LONGEST: ReadonlySet<string> = new Set(['pump', 'pumpAlone']);

/** In the order of the page. */
export const ASIDES: readonly Aside[] = [
  { kind: 'difference' },
  ...MUTATED.map((machine): Aside => ({ kind: 'mutants', machine })),
  ...TABLED.map((tabled): Aside => ({ kind: 'suites', ...tabled })),
];

const isLong = (each: Aside): boolean => each.kind === 'difference' || LONGEST.has(each.machine);

/** The same, what takes longest first. */
export const LONGEST_FIRST: readonly Aside[] = [
  ...ASIDES.filter(isLong),
  ...ASIDES.filter(each => !isLong(each)),
];

export const nameOfAside = (aside: Aside): string =>
  match(aside)
    .with({ kind: 'mutants' }, ({ machine }) => `mutants of ${machine}`)
    .with({ kind: 'suites' }, ({ machine, criteria }) =>
      machine === 'pumpAlone' ? `suites of ${machine}: ${criteria.join(', ')}` : `suites of ${machine}`,
    )
    .with({ kind: 'difference' }, () => 'difference of the worlds')
    .exhaustive();

export const asideOf = (aside: Aside): AsideFound =>
  match(aside)
    .returnType<AsideFound>()
    .with({ kind: 'mutants' }, ({ machine }) => ({ kind: 'mutants', machine, count: countOf(machine) }))
    .with({ kind: 'suites' }, ({ machine, criteria }) => ({
      kind: 'suites',
      machine,
      criteria,
      rows: suiteRowsOf({ machine, criteria }),
    }))
    .with({ kind: 'difference' }, () => ({
      kind: 'difference',
      difference: differenceBetween(explore(openPump()), explore(pumpInPlant())),
    }))
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
