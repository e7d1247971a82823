import type { AnyMachineSnapshot } from 'xstate';
import { type Chart, chartOf } from '../../chart.ts';
import { type Pairs, pairs } from '../../packed.ts';
import { concerns } from '../affected.ts';
import type { Examined } from '../examine.ts';
import { askedIn } from '../scan.ts';
import { type Effective, effectiveIn } from './ceased.ts';
import { facedBy } from './outside.ts';
import { isPumpAlike } from './pumpFace.ts';
import type { Surroundings } from './silences.ts';

/** More pairs of states than this, and nothing is said. */
const MOST_PAIRS = 300_000;

/**
 * Whether nothing that leaves a chart ever tells a mutant from the original, whatever comes and when: original and
 * mutant side by side, from every step that they answer otherwise, over all pairs of states that can come of it. What
 * leaves a chart is all that it asks for, timers included, but for alarms that it ceases while their cause cannot be there; and
 * what the rest of the pump and its interface see of a state at rest: the original's and the mutant's are `alike`. So the pump in
 * which the mutant stands in for its chart does the same for ever. Until something differs, what may come is what may come to the
 * original; after a latched fault a chart that `sleeps` hears of nothing but another one, and of the power that goes.
 */
export const neverShows = (
  surroundings: Surroundings,
  { affected, suspects, view }: Examined,
  { alike, sleeps }: Outward,
): boolean => {
  const { chart, alphabet, mayCome } = surroundings;
  const mutant = chartOf(view, surroundings.input);
  const apart = pairs();
  /** Of them those that a latched fault has led to. */
  const asleep = pairs();
  const isInside = suspects.some(({ moments }) => !moments.isOutside);
  const take = taker(surroundings, mutant);
  const events = alphabet.map(
    event => [chart.tables.eventNumber(event), mutant.tables.eventNumber(event)] as const,
  );
  const same = (state: number): number => sameIn(chart, mutant, state);
  const into = (number: number): Pairs =>
    sleeps && alphabet[number]?.type === 'fault.latched' ? asleep : apart;
  const begins = same(chart.initial);
  if (begins !== mutant.initial) apart.numberOf(chart.initial, mutant.initial);
  try {
    for (let position = 0; position < surroundings.size; position += 1) {
      const state = surroundings.stateAt(position);
      for (const [number, [own, its]] of events.entries()) {
        if (!mayCome(state, number)) continue;
        const where = affected.get(alphabet[number]?.type ?? '');
        if (!isInside && (where === undefined || !concerns(chart, where, state))) continue;
        if (!take(state, same(state), own, its, into(number), into(number) === asleep)) return false;
      }
    }
    // Whoever wakes is apart again, and whoever falls asleep is not.
    for (let [pair, sleeper] = [0, 0]; pair < apart.size() || sleeper < asleep.size(); ) {
      if (apart.size() > MOST_PAIRS) return false;
      const isAsleep = pair >= apart.size();
      const at = isAsleep ? sleeper : pair;
      const [one, other] = isAsleep
        ? [asleep.first(at), asleep.second(at)]
        : [apart.first(at), apart.second(at)];
      if (isAsleep) sleeper += 1;
      else pair += 1;
      if (!alike(chart.snapshot(one), mutant.snapshot(other))) return false;
      for (const [number, [own, its]] of events.entries()) {
        const isHeard = !isAsleep || WAKING.includes(alphabet[number]?.type ?? '');
        const sleeping = isAsleep || into(number) === asleep;
        if (isHeard && mayCome(one, number) && !take(one, other, own, its, into(number), sleeping))
          return false;
      }
    }
  } catch {
    // A mutant that breaks off shows it.
    return false;
  }
  return true;
};

/** Takes an event in both; false where they ask for something else. Notes where they lead if it is not the same. */
const taker = (surroundings: Surroundings, mutant: Chart) => {
  const { chart } = surroundings;
  const effective = effectiveOf(surroundings);
  const outcomes = pairs();
  const alike: boolean[] = [];
  return (one: number, other: number, own: number, its: number, into: Pairs, isAsleep: boolean): boolean => {
    const outcome = outcomes.numberOf(chart.take(one, own), mutant.take(other, its));
    const isAlike =
      alike[outcome] ?? askedIn(chart, outcomes.first(outcome)) === askedIn(mutant, outcomes.second(outcome));
    alike[outcome] = isAlike;
    const [to, instead] = [chart.landed(), mutant.landed()];
    const askedBy = ({ tables }: Chart, number: number): string => {
      const { asked } = tables.outcomeAt(number);
      // A fault has put an end to whatever was waited for.
      return effective(one, isAsleep ? asked.filter(({ type }) => type !== 'timer.cancelled') : asked);
    };
    const isSame =
      isAlike || askedBy(chart, outcomes.first(outcome)) === askedBy(mutant, outcomes.second(outcome));
    if (isSame && sameIn(chart, mutant, to) !== instead) into.numberOf(to, instead);
    return isSame;
  };
};

const effectives = new WeakMap<Surroundings, Effective>();
const effectiveOf = (surroundings: Surroundings): Effective => {
  const known = effectives.get(surroundings) ?? effectiveIn(surroundings);
  effectives.set(surroundings, known);
  return known;
};

const sames = new WeakMap<Chart, number[]>();
/** The mutant's number of a state of the original. */
const sameIn = (chart: Chart, mutant: Chart, state: number): number => {
  const known = sames.get(mutant) ?? [];
  sames.set(mutant, known);
  const found =
    known[state] ??
    mutant.stateOf(
      chart.shape.regions.map((_, region) => chart.leafIn(state, region)),
      chart.contextIn(state),
    );
  known[state] = found;
  return found;
};

/** What is seen of a chart from outside it, but for what it asks for. */
export type Outward = {
  /** Whether a state of the mutant looks at rest as that of the original. */
  readonly alike: (own: AnyMachineSnapshot, its: AnyMachineSnapshot) => boolean;
  /** Whether a latched fault puts it to sleep. */
  readonly sleeps: boolean;
};

/** What a chart hears of that a latched fault has put to sleep. */
export const WAKING: readonly string[] = ['power.lost', 'fault.latched'];
/** Charts that hear of a latched fault and of nothing more: a test holds it against recorded runs. */
export const SLEEPERS: readonly string[] = ['quick', 'programming', 'lock', 'remote'];

/** Of a small machine is seen what an interface tells of it, of an alarm all, while it is active. */
export const outwardOf = (name: string): Outward => {
  const sleeps = SLEEPERS.includes(name);
  if (name === 'pump') return { alike: isPumpAlike, sleeps };
  const face = name === 'alarm' ? faceOfAlarm : facedBy;
  return { alike: (own, its) => face(own) === face(its), sleeps };
};

const faceOfAlarm = (chart: AnyMachineSnapshot): string =>
  chart.hasTag('active') ? JSON.stringify([chart.value, chart.context]) : 'not active';
