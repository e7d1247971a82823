import { MATRIX, type Planted } from './planted.ts';
import { UNSPOKEN } from './unspoken.ts';

/** Who finds a fault, asked in this order. */
export const FINDERS = ['property', 'unspoken', 'committed', 'suite', 'nobody', 'equivalent'] as const;
export type Finder = (typeof FINDERS)[number];

/** Stories and the matrix are in the tree, and compared by tests with what the charts do now. */
export const STORIES = 'stories';

export const finderOf = ({ mutant, equivalent, found, seenBy }: Planted): Finder => {
  if (equivalent !== null) return 'equivalent';
  if (found !== null) return 'property';
  if (UNSPOKEN.has(mutant)) return 'unspoken';
  if (seenBy.includes(STORIES) || seenBy.includes(MATRIX)) return 'committed';
  return seenBy.length > 0 ? 'suite' : 'nobody';
};

/** Faults of one kind, or of one chart, by who finds them first. */
export type Count = {
  /** The kind of fault, or the chart. */
  readonly of: string;
  readonly faults: number;
  readonly first: Readonly<Record<Finder, number>>;
  /** Events of the shortest runs that break a property: the median and the most. */
  readonly median: number;
  readonly most: number;
  /** How many each finds, whoever was first. */
  readonly seenBy: Readonly<Record<string, number>>;
};

const operatorOf = ({ mutant }: Planted): string => mutant.slice(0, mutant.indexOf(':'));

/** Counts by operator, and of all together last. */
export const countsOf = (all: readonly Planted[]): readonly Count[] => [
  ...[...Map.groupBy(all, operatorOf)].map(([operator, some]) => countOf(operator, some)),
  countOf('all', all),
];

export const countOf = (of: string, some: readonly Planted[]): Count => {
  const count = (finder: Finder): number => some.filter(each => finderOf(each) === finder).length;
  const lengths = some
    .flatMap(({ found }) => (found === null ? [] : [found.run.length + found.cycle.length]))
    .toSorted((a, b) => a - b);
  const names = [...new Set(some.flatMap(({ seenBy }) => seenBy))];
  return {
    of,
    faults: some.length,
    first: {
      property: count('property'),
      unspoken: count('unspoken'),
      committed: count('committed'),
      suite: count('suite'),
      nobody: count('nobody'),
      equivalent: count('equivalent'),
    },
    median: lengths[lengths.length >> 1] ?? 0,
    most: lengths.at(-1) ?? 0,
    seenBy: Object.fromEntries(
      names.map(name => [name, some.filter(({ seenBy }) => seenBy.includes(name)).length]),
    ),
  };
};
