import { nameOf } from '../../automaton.ts';
import { chartOf } from '../../chart.ts';
import { pairs } from '../../packed.ts';
import { pumpInPlant } from '../../systems.ts';
import { walkOf } from '../../walk/walk.ts';
import { concerns } from '../affected.ts';
import { isSame } from '../answers.ts';
import type { Examined, Examiner } from '../examine.ts';
import { comparison } from '../scan.ts';

/**
 * Whether a mutant of the pump answers any step otherwise that can be brought about in its plant, which allows for
 * whatever devices, ledger and people may do. Where none is, the pump with it is the pump that ships.
 */
export type PlantOracle = { readonly tells: (examined: Examined) => boolean; readonly steps: number };

/** Walks the pump that ships in its plant once: some two million states. */
export const plantOracle = ({ ground, original }: Examiner): PlantOracle => {
  const { chart, alphabet } = ground;
  const system = pumpInPlant();
  const events = new Map(alphabet.map((event, number) => [nameOf(event), number]));
  const eventOf: number[] = [];
  const stateOf: number[] = [];
  const met = pairs();

  /** The number of an event of the walk in the alphabet, and one. */
  const eventIn = (label: number): number => {
    const known = eventOf[label] ?? (events.get(nameOf(system.labelAt(label).event)) ?? -1) + 1;
    eventOf[label] = known;
    return known;
  };
  /** The ground's number of a state of the walk's chart, and one. */
  const stateIn = (state: number): number => {
    const known =
      stateOf[state] ??
      chart.stateOf(
        chart.shape.regions.map((_, region) => system.chart.leafIn(state, region)),
        system.chart.contextIn(state),
      ) + 1;
    stateOf[state] = known;
    return known;
  };
  const walk = walkOf(system, {
    state: () => {},
    step: (label, from) => {
      const event = eventIn(label);
      // What the alphabet has no name for happens to the plant alone.
      if (event > 0) met.numberOf(event - 1, stateIn(system.chartState(from)) - 1);
    },
  });
  while (walk.goOn(100_000));

  const byEvent = Map.groupBy(
    Array.from({ length: met.size() }, (_, number) => number),
    met.first,
  );
  return {
    steps: met.size(),
    tells: ({ affected, view, suspects, begins }) => {
      if (!isSame(begins, original.begins)) return true;
      const differ = comparison(ground, chartOf(view, ground.input));
      const isInside = suspects.some(({ moments }) => !moments.isOutside);
      return [...byEvent].some(([event, some]) => {
        const where = affected.get(alphabet[event]?.type ?? '');
        if (where === undefined && !isInside) return false;
        return some.some(number => {
          const state = met.second(number);
          const isConcerned = isInside || (where !== undefined && concerns(chart, where, state));
          return isConcerned && differ(state, event);
        });
      });
    },
  };
};
