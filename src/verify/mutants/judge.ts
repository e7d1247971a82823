import { type Event, nameOf } from '../automaton.ts';
import { decide, type Verdict } from './decide.ts';
import type { Examiner } from './examine.ts';
import { killerOf, type Tests } from './kill.ts';
import type { Mutant } from './mutant.ts';

/** A chart that was walked, with the suites whose tests are run on its mutants. */
export type Field = { readonly examiner: Examiner; readonly suites: readonly Tests[] };

/** What became of one mutant. */
export type Outcome = {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  /** The number of the field that the verdict is of. */
  readonly sort: number;
  /** Names of the suites that find it. */
  readonly killedBy: readonly string[];
};

/**
 * Decides mutants, and runs every suite on those that can be told apart. A chart that comes in several
 * sorts has several fields: a mutant is killed if it is in one of them, and equivalent if it is in all.
 */
export const judge = (fields: readonly Field[], mutants: readonly Mutant[]): readonly Outcome[] => {
  const killers = fields.map(({ examiner, suites }) =>
    suites.map(suite => [suite.name, killerOf(examiner, suite)] as const),
  );
  return mutants.map(mutant => {
    let best: Pick<Outcome, 'verdict' | 'sort'> | null = null;
    const killedBy = new Set<string>();
    for (const [sort, { examiner }] of fields.entries()) {
      const examined = examiner.examine(mutant);
      const decided = decide(examiner, examined);
      if (best === null || isWorse(decided, best.verdict)) best = { verdict: decided, sort };
      if (decided.kind === 'killed' && !('refused' in examined))
        for (const [name, killer] of killers[sort] ?? []) if (killer.kills(examined)) killedBy.add(name);
      if (decided.kind === 'refused') break;
    }
    if (best === null) throw new Error('no chart to hold mutants against');
    return { mutant, ...best, killedBy: [...killedBy] };
  });
};

/** Of two sorts, the one that tells a mutant apart, and by the shorter run. */
const isWorse = (one: Verdict, other: Verdict): boolean =>
  one.kind === 'killed' && (other.kind !== 'killed' || one.run.length < other.run.length);

/** The suites with one more, `kill`: the first of them, and the shortest kill of each mutant that it does not find. */
export const withKills = (tests: Tests, outcomes: readonly Outcome[]): Tests => {
  const runs = outcomes.flatMap(({ verdict, killedBy }) =>
    verdict.kind === 'killed' && verdict.run.length > 0 && !killedBy.includes(tests.name)
      ? [verdict.run]
      : [],
  );
  return { name: 'kill', runs: [...tests.runs, ...maximal(runs)] };
};

/** Runs that are not the beginning of another one, the longest first. */
const maximal = (runs: readonly (readonly Event[])[]): readonly (readonly Event[])[] => {
  const begun = new Set<string>();
  return runs
    .toSorted((one, other) => other.length - one.length)
    .filter(run => {
      const names = run.map(nameOf);
      if (begun.has(names.join('\n'))) return false;
      for (const length of names.keys()) begun.add(names.slice(0, length + 1).join('\n'));
      return true;
    });
};
