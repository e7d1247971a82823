import { machineOf } from '../draft.ts';
import type { Examined, Examiner, Refused } from '../examine.ts';
import { killerOf } from '../kill.ts';
import type { Mutant } from '../mutant.ts';
import { type Hearing, hearingsOf } from './hearing.ts';
import { replay, type Sight } from './replay.ts';
import type { Tape } from './tape.ts';

/** What the tapes of a suite show outside of a pump in which a mutant stands in for its chart. */
export type Observation =
  | { readonly kind: 'seen'; readonly tape: Tape; readonly sight: Sight }
  /** It answers so many steps otherwise, and nothing is seen after any of them. */
  | { readonly kind: 'hidden'; readonly steps: number }
  /** No tape comes to a step that it answers otherwise: on all of them it is the pump that ships. */
  | { readonly kind: 'notMet' };

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
): ((mutant: Mutant, examined: readonly (Examined | Refused)[]) => Observation) => {
  const bySort = Map.groupBy(
    tapes.flatMap(tape => hearingsOf(name, tape)),
    ({ sort }) => sort,
  );
  const ears = examiners.flatMap((examiner, sort) => {
    const hearings = bySort.get(sort) ?? [];
    const runs = hearings.map(({ run }) => run);
    return hearings.length === 0 ? [] : [{ sort, hearings, killer: killerOf(examiner, { name, runs }) }];
  });
  return (mutant, examined) => {
    const places = ears.flatMap(({ sort, hearings, killer }) => {
      const own = examined[sort];
      return own === undefined || 'refused' in own
        ? []
        : killer.stepsThatKill(own).map(place => placeOn(hearings, place));
    });
    if (places.length === 0) return { kind: 'notMet' };
    const chart = machineOf(mutant.draft);
    for (const [tape, on] of Map.groupBy(places, each => each.tape)) {
      let sameFrom = 0;
      for (const at of on.map(each => each.at).toSorted((a, b) => a - b)) {
        if (at < sameFrom) continue;
        const replayed = replay(chart, tape, at);
        if (replayed.sight !== null) return { kind: 'seen', tape, sight: replayed.sight };
        sameFrom = replayed.sameFrom;
      }
    }
    return { kind: 'hidden', steps: places.length };
  };
};

const placeOn = (hearings: readonly Hearing[], { test, at }: { test: number; at: number }) => {
  const hearing = hearings[test];
  const step = at < 0 ? 0 : hearing?.at[at];
  if (hearing === undefined || step === undefined) throw new Error(`no tape has event ${at} of run ${test}`);
  return { tape: hearing.tape, at: step };
};
