import type { AnyStateMachine } from 'xstate';
import { type Chart, chartOf } from '../chart.ts';
import { pairs } from '../packed.ts';
import type { Suspect } from './affected.ts';
import type { Examined } from './examine.ts';
import type { Ground, Origin } from './ground.ts';
import type { Surroundings } from './observed/silences.ts';

/**
 * The first step, in the order of the walk, in which a mutant shows something else than the original: all
 * states, one after the other, both charts by their tables. Only events that the suspects can be about are
 * asked (`all`: every event), and no step after `before`. Null when there is none.
 */
export const firstDifference = (
  ground: Ground,
  view: AnyStateMachine,
  suspects: readonly Suspect[] | 'all',
  before: Origin | null,
): Origin | null => {
  const mutant = chartOf(view, ground.input);
  const compare = comparison(ground, mutant);
  const events = eventsOf(ground, suspects);
  const last = before === null ? ground.size - 1 : before.position;
  for (let position = 0; position <= last; position += 1) {
    for (const event of events) {
      if (position === before?.position && event >= before.event) return null;
      if (compare(ground.stateAt(position), event)) return { position, event };
    }
  }
  return null;
};

/** Whether there is a step, of those that may come, in which a mutant shows something else than the original. */
export const differsAmong = (
  { mayCome, ...surroundings }: Surroundings,
  { view, suspects }: Pick<Examined, 'view' | 'suspects'>,
): boolean => {
  const compare = comparison(surroundings, chartOf(view, surroundings.input));
  const events = eventsOf(surroundings, suspects);
  for (let position = 0; position < surroundings.size; position += 1) {
    const state = surroundings.stateAt(position);
    if (events.some(event => mayCome(state, event) && compare(state, event))) return true;
  }
  return false;
};

/** Every event of the alphabet, or those that a mutant's difference can come of. */
const eventsOf = (
  ground: Pick<Ground, 'alphabet'>,
  suspects: readonly Suspect[] | 'all',
): readonly number[] => {
  if (suspects === 'all' || suspects.some(({ moments }) => !moments.isOutside))
    return ground.alphabet.map((_, event) => event);
  return [...new Set(suspects.map(({ event }) => event))].toSorted((a, b) => a - b);
};

/** Whether two charts show something else for an event, by its number in the alphabet, in a state of the first. */
const comparison = (
  ground: Pick<Ground, 'chart' | 'alphabet'>,
  mutant: Chart,
): ((state: number, event: number) => boolean) => {
  const { chart: original, alphabet } = ground;
  const ownEvents = alphabet.map(event => original.tables.eventNumber(event));
  const events = alphabet.map(event => mutant.tables.eventNumber(event));
  /** The mutant's number of each state of the original, and one; 0 is not yet known. */
  const states: number[] = [];
  const stateOf = (state: number): number => {
    const known = states[state] ?? 0;
    if (known > 0) return known - 1;
    const leaves = original.shape.regions.map((_, region) => original.leafIn(state, region));
    const number = mutant.stateOf(leaves, original.contextIn(state));
    states[state] = number + 1;
    return number;
  };
  const outcomes = pairs();
  const differ: boolean[] = [];
  const asksOtherwise = (one: number, other: number): boolean => {
    const pair = outcomes.numberOf(one, other);
    const known = differ[pair] ?? askedIn(original, one) !== askedIn(mutant, other);
    differ[pair] = known;
    return known;
  };
  return (state, event) => {
    const same = stateOf(state);
    const outcome = original.take(state, ownEvents[event] ?? 0);
    const to = stateOf(original.landed());
    let other: number;
    try {
      other = mutant.take(same, events[event] ?? 0);
    } catch {
      // A mutant that breaks off shows it.
      return true;
    }
    return to !== mutant.landed() || asksOtherwise(outcome, other);
  };
};

export const askedIn = ({ tables }: Chart, outcome: number): string =>
  JSON.stringify(tables.outcomeAt(outcome).asked);
