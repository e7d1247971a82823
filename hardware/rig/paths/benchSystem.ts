import type { Event } from '../../../src/verify/automaton.ts';
import { pairs } from '../../../src/verify/packed.ts';
import { ownLabels, type System } from '../../../src/verify/system.ts';
import { type Around, around, type Bench, benchAfter, newBench } from './bench.ts';
import { type Feasible, feasible } from './feasible.ts';
import { pumpModel } from './pumpModel.ts';

/**
 * The pump on its bench: its chart with what the bench knows of the world, and every step that can be made
 * to happen from outside. A walk over it is a path that the real pump can be driven along.
 */
export type BenchSystem = System & {
  readonly benchIn: (state: number) => Bench;
  /** The number of a state of the chart on a bench of this kind. */
  readonly numberOf: (chartState: number, bench: Bench) => number;
};

/** Whether whoever drives the pump can make this happen. */
export type Able = (move: Feasible, state: number, bench: Bench) => boolean;

/** What can be made to happen to a pump without a button. */
export const withoutButton: Able = ({ event }) => event.type !== JAM;
/** It comes of a button that is held down for minutes. */
export const JAM = 'alarm.bolusStopRaised';

/** A system of its own, from a pump without power; of what is not `able` nothing happens in it. */
export const benchSystem = (able: Able = withoutButton): BenchSystem => {
  const { tables } = pumpModel;
  const labels = ownLabels(pumpModel);
  const both = pairs();
  const benches = numbered<Bench>();
  const companies = numbered<readonly Event[]>();
  /** What becomes of a bench, by everything that it depends on: a bench and one. */
  const known: number[] = [];
  const [happening, befalling] = [pairs(), pairs()];

  const benchAfterLabel = (bench: number, label: number, alongside: readonly Event[], to: Move): number => {
    const moment = around(to.before, to.after);
    const company = companies.numberOf(alongside) * 8 + bitsOf(moment);
    const situation = befalling.numberOf(happening.numberOf(bench, label), company);
    const found = known[situation];
    if (found !== undefined) return found;
    const now = benches.at(bench);
    const { event, asked } = labels.at(label);
    const next = benchAfter({ ...now, forced: [...now.forced, ...alongside] }, event, asked, moment);
    const number = benches.numberOf(next);
    known[situation] = number;
    return number;
  };

  return {
    initial: both.numberOf(pumpModel.initial, benches.numberOf(newBench)),
    size: both.size,
    chart: pumpModel,
    chartState: both.first,
    world: null,
    worldState: () => 0,
    numberOf: (chartState, bench) => both.numberOf(chartState, benches.numberOf(bench)),
    bytes: both.bytes,
    benchIn: state => benches.at(both.second(state)),
    labelAt: label => ({ ...labels.at(label), refused: [] }),
    expand: (state, tell) => {
      const before = both.first(state);
      const number = both.second(state);
      const bench = benches.at(number);
      for (const move of feasible(before, bench)) {
        const { event, with: alongside } = move;
        const label = labels.numberOf(
          tables.eventNumber(event),
          pumpModel.take(before, tables.eventNumber(event)),
        );
        const after = pumpModel.landed();
        // Such an event comes whether or not the chart has an answer to it.
        const comesByForce = bench.forced.length > 0 || event.type === bench.record;
        if (labels.at(label).taken.length === 0 && alongside.length === 0 && !comesByForce) continue;
        if (!comesByForce && !able(move, before, bench)) continue;
        tell(both.numberOf(after, benchAfterLabel(number, label, alongside, { before, after })), label);
      }
    },
  };
};

const bitsOf = ({ wasOff, isStill, mustHear }: Around): number =>
  (wasOff ? 4 : 0) + (isStill ? 2 : 0) + (mustHear ? 1 : 0);

type Move = { readonly before: number; readonly after: number };

/** Plain data, equal ones known by one number in the order of their first coming. */
const numbered = <Value>() => {
  const values: Value[] = [];
  const known = new Map<string, number>();
  return {
    at: (number: number): Value => {
      const value = values[number];
      if (value === undefined) throw new Error(`there is no number ${number}`);
      return value;
    },
    numberOf: (value: Value): number => {
      const key = JSON.stringify(value);
      const number = known.get(key) ?? values.length;
      if (number === values.length) {
        known.set(key, number);
        values.push(value);
      }
      return number;
    },
  };
};
