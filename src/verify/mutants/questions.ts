import { type Guard, guardOf, opposite, spoiltOf, wordsOf, writtenOf } from './guards.ts';
import type { Change, Mutator, Operator, Original } from './mutant.ts';
import { sitesOf, withAnswer } from './mutant.ts';

/** A candidate that asks nothing before it is taken. */
export const guardDropped: Mutator = original =>
  guarded(original).map(({ site, guard }) => {
    const { guard: _asked, ...unasked } = site.answer;
    return {
      operator: 'guardDropped',
      place: site.place,
      change: wordsOf(guard),
      draft: withAnswer(original.draft, site, unasked),
    };
  });

export const guardNegated: Mutator = original =>
  withGuard(original, 'guardNegated', guard => [opposite(guard)]);

/** By each other guard that some transition of the same region asks. */
export const guardReplaced: Mutator = original => {
  const all = guarded(original);
  return all.flatMap(({ site, guard, region }) => {
    const others = new Map(
      all
        .filter(each => each.region === region && wordsOf(each.guard) !== wordsOf(guard))
        .map(each => [wordsOf(each.guard), each.guard] as const),
    );
    return [...others].map(([words, other]) => ({
      operator: 'guardReplaced',
      place: site.place,
      change: `${words} for ${wordsOf(guard)}`,
      draft: withAnswer(original.draft, site, { ...site.answer, guard: writtenOf(other) }),
    }));
  });
};

/** A part lost or turned: of a guard of the glossary wherever it is asked, or of one composed in its place. */
export const guardWeakened: Mutator = original => {
  const { machine, draft } = original;
  const known = Object.entries(machine.implementations.guards ?? {}).flatMap(([name, given]) =>
    spoiltOf(machine, guardOf(given)).map(
      ({ guard, change }): Change => ({
        operator: 'guardWeakened',
        place: `guard ${name}`,
        change,
        draft: { ...draft, guards: { [name]: writtenOf(guard) } },
      }),
    ),
  );
  const composed = guarded(original).flatMap(({ site, guard }) =>
    spoiltOf(machine, guard).map(
      (spoilt): Change => ({
        operator: 'guardWeakened',
        place: site.place,
        change: spoilt.change,
        draft: withAnswer(draft, site, { ...site.answer, guard: writtenOf(spoilt.guard) }),
      }),
    ),
  );
  return [...known, ...composed];
};

const guarded = (original: Original) =>
  sitesOf(original).flatMap(site =>
    site.answer.guard === undefined
      ? []
      : [{ site, guard: guardOf(site.answer.guard), region: site.node.path[0] }],
  );

const withGuard = (
  original: Original,
  operator: Operator,
  others: (guard: Guard) => readonly Guard[],
): readonly Change[] =>
  guarded(original).flatMap(({ site, guard }) =>
    others(guard).map(other => ({
      operator,
      place: site.place,
      change: `${wordsOf(other)} for ${wordsOf(guard)}`,
      draft: withAnswer(original.draft, site, { ...site.answer, guard: writtenOf(other) }),
    })),
  );
