import type { AnyMachineSnapshot } from 'xstate';
import { type Chart, chartOf } from '../../chart.ts';
import { type Pairs, pairs } from '../../packed.ts';
import { concerns } from '../affected.ts';
import type { Examined } from '../examine.ts';
import { askedIn } from '../scan.ts';
import { facedBy } from './outside.ts';
import { facePump } from './pumpFace.ts';
import type { Surroundings } from './silences.ts';

/** More pairs of states than this, and nothing is said. */
const MOST_PAIRS = 300_000;

/**
 * Whether nothing that leaves a chart ever tells a mutant from the original, whatever comes and when: original and
 * mutant side by side, from every step that they answer otherwise, over all pairs of states that can come of it. What
 * leaves a chart is all that it asks for, timers included, and what the rest of the pump and its interface see of a
 * state at rest: `face`. So the pump in which the mutant stands in for its chart does the same for ever. Until something
 * differs, what may come is what may come to the original.
 */
export const neverShows = (
  surroundings: Surroundings,
  { affected, suspects, view }: Examined,
  face: (chart: AnyMachineSnapshot) => string,
): boolean => {
  const { chart, alphabet, mayCome } = surroundings;
  const mutant = chartOf(view, surroundings.input);
  const apart = pairs();
  const isInside = suspects.some(({ moments }) => !moments.isOutside);
  const take = taker(chart, mutant, apart);
  const events = alphabet.map(
    event => [chart.tables.eventNumber(event), mutant.tables.eventNumber(event)] as const,
  );
  const same = (state: number): number => sameIn(chart, mutant, state);
  const begins = same(chart.initial);
  if (begins !== mutant.initial) apart.numberOf(chart.initial, mutant.initial);
  try {
    for (let position = 0; position < surroundings.size; position += 1) {
      const state = surroundings.stateAt(position);
      for (const [number, [own, its]] of events.entries()) {
        if (!mayCome(state, number)) continue;
        const where = affected.get(alphabet[number]?.type ?? '');
        if (!isInside && (where === undefined || !concerns(chart, where, state))) continue;
        if (!take(state, same(state), own, its)) return false;
      }
    }
    for (let pair = 0; pair < apart.size(); pair += 1) {
      if (apart.size() > MOST_PAIRS) return false;
      const [one, other] = [apart.first(pair), apart.second(pair)];
      if (face(chart.snapshot(one)) !== face(mutant.snapshot(other))) return false;
      for (const [number, [own, its]] of events.entries())
        if (mayCome(one, number) && !take(one, other, own, its)) return false;
    }
  } catch {
    // A mutant that breaks off shows it.
    return false;
  }
  return true;
};

/** Takes an event in both; false where they ask for something else. Notes where they lead if it is not the same. */
const taker = (chart: Chart, mutant: Chart, apart: Pairs) => {
  const outcomes = pairs();
  const alike: boolean[] = [];
  return (one: number, other: number, own: number, its: number): boolean => {
    const outcome = outcomes.numberOf(chart.take(one, own), mutant.take(other, its));
    const isAlike =
      alike[outcome] ?? askedIn(chart, outcomes.first(outcome)) === askedIn(mutant, outcomes.second(outcome));
    alike[outcome] = isAlike;
    const [to, instead] = [chart.landed(), mutant.landed()];
    if (isAlike && sameIn(chart, mutant, to) !== instead) apart.numberOf(to, instead);
    return isAlike;
  };
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

/** What is seen of a chart at rest: of a small machine what an interface tells of it, of an alarm all, while it is active. */
export const faceOf = (name: string): ((chart: AnyMachineSnapshot) => string) => {
  if (name === 'pump') return facePump;
  if (name === 'alarm')
    return chart => (chart.hasTag('active') ? JSON.stringify([chart.value, chart.context]) : 'not active');
  return facedBy;
};
