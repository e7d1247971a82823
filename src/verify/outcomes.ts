import type { Asked, Event } from './automaton.ts';
import { type Doing, inOrder, textOf } from './dissect.ts';
import { pairs } from './packed.ts';

/** What came of a step, apart from where it leads. Equal ones have the same number. */
export type Outcome = { readonly asked: readonly Asked[]; readonly taken: readonly string[] };

/**
 * Doings of parts joined to microsteps, and microsteps chained to whole steps. Each is made once and then
 * known by its number, so that a step costs a few look-ups however much it does. Number 0 is: nothing.
 */
export type Outcomes = {
  readonly doingsNumber: (list: readonly Doing[]) => number;
  /** What two parts do in the same microstep. */
  readonly join: (one: number, other: number) => number;
  /** Numbers of the events that are raised in a microstep, in order. */
  readonly raisedBy: (doings: number) => readonly number[];
  /** The chain of microsteps that has one more; chain 0 is empty. */
  readonly after: (chain: number, doings: number) => number;
  readonly outcomeOf: (chain: number) => number;
  /** The outcome of a single microstep. */
  readonly outcomeAlone: (doings: number) => number;
  readonly at: (outcome: number) => Outcome;
};

export const outcomesOf = (eventNumber: (event: Event) => number): Outcomes => {
  const doings: (readonly Doing[])[] = [[]];
  const doingNumbers = new Map<string, number>([[textOf([]), 0]]);
  const raised: (readonly number[])[] = [[]];
  /** By two doings: both, joined. */
  const joins: number[][] = [];
  const chains = pairs();
  const outcomeOfChain: number[] = [0];
  const alone: number[] = [];
  const outcomes: Outcome[] = [{ asked: [], taken: [] }];
  const outcomeNumbers = new Map<string, number>();

  const doingsNumber = (list: readonly Doing[]): number => {
    const text = textOf(list);
    const known = doingNumbers.get(text);
    if (known !== undefined) return known;
    const number = doings.length;
    doingNumbers.set(text, number);
    doings.push(list);
    raised.push(inOrder(list).flatMap(deed => ('raised' in deed ? [eventNumber(deed.raised)] : [])));
    return number;
  };

  const compute = (chain: number): number => {
    const steps: (readonly Doing[])[] = [];
    for (let at = chain; at > 0; at = chains.first(at - 1))
      steps.unshift(doings[chains.second(at - 1)] ?? []);
    const asked = steps.flatMap(inOrder).flatMap(deed => ('asked' in deed ? [deed.asked] : []));
    const taken = steps.flatMap(step => step.flatMap(doing => [...doing.taken]));
    const text = JSON.stringify([asked, taken]);
    const number = outcomeNumbers.get(text) ?? outcomes.length;
    if (number === outcomes.length) {
      outcomeNumbers.set(text, number);
      outcomes.push({ asked, taken });
    }
    return number;
  };

  const after = (chain: number, number: number): number => chains.numberOf(chain, number) + 1;
  const outcomeOf = (chain: number): number => {
    const outcome = outcomeOfChain[chain] ?? compute(chain);
    outcomeOfChain[chain] = outcome;
    return outcome;
  };

  return {
    doingsNumber,
    join: (one, other) => {
      const row = joins[one] ?? [];
      joins[one] = row;
      const known = row[other];
      if (known !== undefined) return known;
      const both = [...(doings[one] ?? []), ...(doings[other] ?? [])];
      const result = doingsNumber(both.sort((a, b) => a.region - b.region));
      row[other] = result;
      return result;
    },
    raisedBy: number => raised[number] ?? [],
    after,
    outcomeOf,
    outcomeAlone: number => {
      const outcome = alone[number] ?? outcomeOf(after(0, number));
      alone[number] = outcome;
      return outcome;
    },
    at: number => {
      const outcome = outcomes[number];
      if (outcome === undefined) throw new Error(`no outcome ${number}`);
      return outcome;
    },
  };
};
