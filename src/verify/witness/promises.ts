import { FAIRNESS, type Owed } from '../../../specs/fairness.ts';
import type { AnyProperty } from '../../../specs/property.ts';
import { enteringOf, testOf } from './moves.ts';
import { type Test, TRUE } from './program.ts';
import type { Actor, Wording } from './wording.ts';

/** What the world is trusted to do in the end, as tests of a program's variables after a step. */
export type Promised = {
  readonly strength: 'weak' | 'strong';
  /** It is owed as things are now. */
  readonly owed: Test;
  /** The step that has just been taken keeps it, or breaks it off. */
  readonly kept: Test;
  /** What must hold after every step for this to be a promise at all. */
  readonly if: Test;
};

/** What promises have to know of the program. */
export type Means = {
  readonly actor: Actor;
  readonly wording: Wording;
  /** That an event like this may come now. */
  readonly may: (owed: Owed) => Test;
  /** That the world has yet to say what belongs to the step under way, and that it has just said some of it. */
  readonly unfinished: Test;
  readonly goesOn: Test;
  /** That this event has just come, by its number in the chart. */
  readonly comes: (event: number) => Test;
};

type Given = Extract<AnyProperty['rule'], { readonly given: unknown }>['given'];

/** The promises under which a property holds; that a step is taken to its end is always one of them. */
export const promisedBy = (given: Given, means: Means): readonly Promised[] => [
  { strength: 'weak', owed: means.unfinished, kept: means.goesOn, if: TRUE },
  ...given.flatMap(name => {
    const { owes, strength } = FAIRNESS[name];
    return owes === 'timers' ? delaysOf(means) : owes.map(owed => promised(owed, strength, means));
  }),
];

const promised = (owed: Owed, strength: Promised['strength'], means: Means): Promised => {
  const { wording, may, unfinished } = means;
  const possible: Test = strength === 'weak' ? { any: [unfinished, may(owed)] } : may(owed);
  return {
    strength,
    owed: { all: [wording.where(owed.while), possible] },
    kept: wording.step({ ...owed.comes, from: owed.while }),
    if: TRUE,
  };
};

/**
 * One promise for each delay, where its end leaves its state. Where it does so by what it raises, that it always
 * does is claimed, too; and where guards decide, that no stay becomes one that its delay ends: a delay elapses once.
 */
const delaysOf = ({ actor: { flat, names }, comes }: Means): readonly Promised[] =>
  flat.delays.map(({ state, region, leaves, event, able, isGuarded, byRaising }): Promised => {
    const isIn: Test = { variable: names.region(region), among: leaves };
    const wasIn: Test = { variable: names.before(region), among: leaves };
    const entered: Test = { variable: enteringOf(names, state), among: [1] };
    const isAble = testOf(able, names);
    const wasAble = testOf(able, { region: names.before, context: names.contextBefore });
    const ends: Test = { all: [comes(event), wasIn, wasAble] };
    const becomesAble: Test = { all: [wasIn, { not: wasAble }, isIn, isAble] };
    const claims: readonly Test[] = [
      ...(byRaising ? [{ not: ends }] : []),
      ...(isGuarded ? [{ not: becomesAble }] : []),
    ];
    return {
      strength: 'weak',
      owed: { all: [isIn, isAble] },
      kept: { any: [entered, { all: [ends, { not: isIn }] }] },
      if: { all: claims.map(claim => ({ any: [claim, entered, { not: isIn }] })) },
    };
  });
