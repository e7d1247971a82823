import { machineOf } from '../draft.ts';
import type { Examined, Examiner, Refused } from '../examine.ts';
import { killerOf } from '../kill.ts';
import type { Mutant } from '../mutant.ts';
import { hearingsOf } from './hearing.ts';
import { replay, type Sight } from './replay.ts';
import type { Tape, Taped } from './tape.ts';

/** A step of a tape that a mutant answers otherwise. */
export type Place = { readonly tape: Tape; readonly at: number };

export type Observer = {
  readonly observe: (mutant: Mutant, examined: readonly (Examined | Refused)[]) => Observation;
  /** Where it answers otherwise on these tapes. A step that several of them share is one place. */
  readonly placesOf: (examined: readonly (Examined | Refused)[]) => readonly Place[];
};

/** What the tapes of a suite show outside of a pump in which a mutant stands in for its chart. */
export type Observation =
  | { readonly kind: 'seen'; readonly tape: Tape; readonly sight: Sight }
  /** It answers steps otherwise, and nothing is seen after any of them. */
  | { readonly kind: 'hidden' }
  /** No tape comes to a step that it answers otherwise: on all of them it is the pump that ships. */
  | { readonly kind: 'notMet' };

/** Tapes that share a step go on from it in ways of their own; so many of them are played from there. */
const MOST_PLAYS = 4;

/**
 * Holds mutants of a chart against the tapes of a suite, each in the whole pump. A tape is played from the first step
 * that a mutant answers otherwise, and, where it becomes the pump that ships again, from the next one. A mutant comes
 * with what was examined of it in each sort.
 */
export const observerOf = (
  name: string,
  /** One for each sort that the chart comes in. */
  examiners: readonly Examiner[],
  tapes: readonly Tape[],
): Observer => {
  const hearings = new Map(tapes.map(tape => [tape, hearingsOf(name, tape)] as const));
  const ears = examiners.map((examiner, sort) => {
    const own = [...hearings.values()].flat().filter(each => each.sort === sort);
    return { own, killer: killerOf(examiner, { name, runs: own.map(({ run }) => run) }) };
  });
  /** The steps of a tape that a mutant answers otherwise, by whichever chart hears them. */
  const stepsOf = (examined: readonly (Examined | Refused)[]) => {
    const killing = ears.map(({ own, killer }, sort) => {
      const its = examined[sort];
      const events = its === undefined || 'refused' in its ? null : killer.eventsThatKill(its);
      return { own, events };
    });
    return function* (tape: Tape): Iterable<number> {
      for (const hearing of hearings.get(tape) ?? []) {
        const { own = [], events = null } = killing[hearing.sort] ?? {};
        for (const event of events?.(own.indexOf(hearing)) ?? [])
          yield event < 0 ? 0 : (hearing.at[event] ?? 0);
      }
    };
  };
  return {
    observe: (mutant, examined) => {
      const chart = machineOf(mutant.draft);
      const stepsOn = stepsOf(examined);
      const played = new Map<Taped, number>();
      let isMet = false;
      for (const tape of tapes) {
        const past: { readonly from: number; readonly to: number }[] = [];
        for (const at of stepsOn(tape)) {
          isMet = true;
          const step = tape.steps[at];
          const plays = step === undefined ? 0 : (played.get(step) ?? 0);
          if (plays >= MOST_PLAYS || past.some(({ from, to }) => from <= at && at < to)) continue;
          if (step !== undefined) played.set(step, plays + 1);
          const { sight, sameFrom } = replay(chart, tape, at);
          if (sight !== null) return { kind: 'seen', tape, sight };
          past.push({ from: at, to: sameFrom });
        }
      }
      return { kind: isMet ? 'hidden' : 'notMet' };
    },
    placesOf: examined => {
      const stepsOn = stepsOf(examined);
      const seen = new Set<Taped>();
      return tapes.flatMap(tape =>
        [...stepsOn(tape)].flatMap(at => {
          const step = tape.steps[at];
          if (step === undefined || seen.has(step)) return [];
          seen.add(step);
          return [{ tape, at }];
        }),
      );
    },
  };
};
