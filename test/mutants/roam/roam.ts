import type { AnyMachineSnapshot } from 'xstate';
import type { Tape, Taped } from '../../../src/verify/mutants/observed/tape.ts';
import { random } from '../../fuzz/random.ts';
import type { Focus } from '../walkTapes.ts';
import { type Spot, tapeTo } from './spot.ts';
import { startBy, wayOn } from './ways.ts';

export const ROAMS = 'roams';

/** Tapes, and the spot after each of their steps, from which other ways may go on. */
export type Roamed = { readonly tapes: readonly Tape[]; readonly spots: ReadonlyMap<Taped, Spot> };

/** Of so many ways one begins with a pump that is switched on for the first time. */
const ANEW_ONE_IN = 8;

/**
 * Goes so many ways and keeps those on which a chart hears something in a state in which it has not heard it before, or the
 * ledger says something for the first time; most ways go on from where one of those has led. So what takes hours and a sequence of events to come about is come to step
 * by step. The same seed, the same ways.
 */
export const roam = (focus: Focus, ways: number, seed = 1): Roamed => {
  const choose = random(seed);
  const heard = new Set<string>();
  const kept: { readonly spot: Spot; uses: number }[] = [];
  for (let count = 0; count < ways; count += 1) {
    const from = kept.length === 0 || choose.oneIn(ANEW_ONE_IN) ? null : leastUsed(kept, choose.below);
    const spot = wayOn(from ?? startBy(choose), choose, focus.facts);
    if (hearsNews(spot, from, focus.name, heard)) kept.push({ spot, uses: 0 });
  }
  const ends = leaves(kept.map(({ spot }) => spot));
  return {
    tapes: ends.map((spot, index) => tapeTo(spot, `${focus.name}, way ${index + 1}`, ROAMS)),
    spots: new Map(ends.flatMap(stepsTo)),
  };
};

const AMONG = 3;

const leastUsed = (
  kept: readonly { readonly spot: Spot; uses: number }[],
  below: (most: number) => number,
): Spot | null => {
  const some = Array.from({ length: AMONG }, () => kept[below(kept.length)]).filter(
    each => each !== undefined,
  );
  const [least] = some.toSorted((one, other) => one.uses - other.uses);
  if (least === undefined) return null;
  least.uses += 1;
  return least.spot;
};

/** Whether the chart has heard something new on the way, or the ledger has said something new at all; notes it. */
const hearsNews = (to: Spot, from: Spot | null, name: string, heard: Set<string>): boolean => {
  let isNew = false;
  const note = (key: string): void => {
    isNew ||= !heard.has(key);
    heard.add(key);
  };
  for (let { last } = to; last !== null && last !== from?.last; { last } = last.from) {
    for (const { type } of last.step.derived) note(type);
    for (const { machine, before, event } of last.step.deliveries)
      if (machine === name || (name === 'alarm' && machine.startsWith('alarm:')))
        for (const situation of situationsOf(name, before)) note(`${situation} ${event.type}`);
  }
  return isNew;
};

/** The pump's own chart has millions of states: of it each region by itself. */
const situationsOf = (name: string, { value, context }: AnyMachineSnapshot): readonly string[] =>
  name === 'pump' && typeof value === 'object'
    ? Object.entries(value).map(([region, leaf]) => JSON.stringify([region, leaf]))
    : [JSON.stringify([value, context])];

/** Those that none of the others has come by. */
const leaves = (spots: readonly Spot[]): readonly Spot[] => {
  const passed = new Set<Spot['last']>();
  return spots
    .toReversed()
    .filter(spot => {
      const isPassed = passed.has(spot.last);
      for (let { last } = spot; last !== null && !passed.has(last); { last } = last.from) passed.add(last);
      return !isPassed;
    })
    .toReversed();
};

/** The steps of the way to a spot, each with the spot after it. */
const stepsTo = (spot: Spot): readonly (readonly [Taped, Spot])[] => {
  const steps: (readonly [Taped, Spot])[] = [];
  for (let at = spot; at.last !== null; at = at.last.from) steps.push([at.last.step, at]);
  return steps;
};
