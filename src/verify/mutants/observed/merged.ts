import type { AnyMachineSnapshot } from 'xstate';
import { numbers } from '../../packed.ts';
import { askedIn } from '../scan.ts';
import type { Surroundings } from './silences.ts';

/** States of one region that nobody tells apart as long as the chart is where it `holds`: by their ids. */
export type Merge = {
  readonly region: string;
  readonly leaves: readonly string[];
  readonly holds: (snapshot: AnyMachineSnapshot) => boolean;
  /** Whether the rest of the pump sees the same of two states. */
  readonly looksAlike: (one: AnyMachineSnapshot, other: AnyMachineSnapshot) => boolean;
};

/**
 * Surroundings with states of a region merged, or null where that is not right: over every state, and all that may come in one of
 * those that are merged, they ask for the same, look the same, and come to what is merged again.
 */
export const mergedIn = (place: Surroundings, merge: Merge): Surroundings | null => {
  const { chart, alphabet } = place;
  const region = chart.shape.regions.findIndex(({ node }) => node.key === merge.region);
  const names = chart.shape.regions[region]?.leaves.map(({ key }) => key) ?? [];
  const own = merge.leaves.map(leaf => names.indexOf(leaf));
  if (own.length === 0 || own.includes(-1)) throw new Error(`${merge.region} has not all of these states`);
  const known = new Map<number, readonly number[]>();
  /** All that are not told from a state, in one order: itself alone, where none is merged with it. */
  const withIt = (state: number): readonly number[] => {
    const before = known.get(state);
    if (before !== undefined) return before;
    const isOne = own.includes(chart.leafIn(state, region)) && merge.holds(chart.snapshot(state));
    const all = isOne ? own.map(leaf => withLeaf(state, leaf)) : [state];
    for (const each of all) known.set(each, all);
    return all;
  };
  const withLeaf = (state: number, leaf: number): number =>
    chart.stateOf(
      chart.shape.regions.map((_, number) => (number === region ? leaf : chart.leafIn(state, number))),
      chart.contextIn(state),
    );
  const standsFor = (state: number): number => withIt(state)[0] ?? state;
  const order = numbers();
  const met = new Set<number>();
  for (let position = 0; position < place.size; position += 1)
    for (const state of withIt(place.stateAt(position))) {
      if (met.has(state)) continue;
      met.add(state);
      order.push(state);
    }
  const mayCome = (state: number, event: number): boolean =>
    withIt(state).some(each => place.mayCome(each, event));
  const events = alphabet.map(event => chart.tables.eventNumber(event));
  for (let position = 0; position < order.size(); position += 1) {
    const state = order.at(position);
    const first = standsFor(state);
    if (first === state) continue;
    if (!merge.looksAlike(chart.snapshot(first), chart.snapshot(state))) return null;
    for (const [event, number] of events.entries()) {
      if (!mayCome(state, event)) continue;
      const outcome = chart.take(first, number);
      const to = standsFor(chart.landed());
      const other = chart.take(state, number);
      if (to !== standsFor(chart.landed())) return null;
      if (outcome !== other && askedIn(chart, outcome) !== askedIn(chart, other)) return null;
    }
  }
  return { ...place, size: order.size(), stateAt: order.at, mayCome, mergedWith: withIt };
};
