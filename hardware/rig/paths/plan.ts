import type { Event } from '../../../src/verify/automaton.ts';
import type { Bench } from './bench.ts';
import type { PumpPath } from './pumpModel.ts';

/** What is to happen, told while the pump is driven. */
export type Plan = {
  /** The next events, asked for when those before them have happened; none when it is over. */
  readonly more: (state: number, known: Bench) => readonly Event[];
  /** Told of each step of the pump: the transitions that it took. */
  readonly happened: (taken: readonly string[]) => void;
  /** Whether something else may come by itself that the bench holds possible: the rest of the plan is then given up. */
  readonly takesWhatComes: boolean;
};

/** A path, which is gone from its first event to its last, and in no other way. */
export const along = (path: PumpPath): Plan => {
  let given = false;
  return {
    takesWhatComes: false,
    happened: () => {},
    more: () => {
      if (given) return [];
      given = true;
      return path.steps.map(({ event }) => event);
    },
  };
};

/** What a healthy pump does by itself while time passes: a whole pulse, which leaves the chart as it was. */
export const DETOUR: ReadonlySet<string> = new Set([
  'pulse.due',
  'intent.recorded',
  'motor.arrived',
  'pulse.verified',
  'outcome.recorded',
]);
