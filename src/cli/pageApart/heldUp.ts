import { between, type MonoMs, milliseconds } from '../../domain/units.ts';

/** Whether a thread was held up just now, so that what it hears may have waited for it: in a socket nothing shows since when. */
export type HeldUp = {
  /** To be called every `TICK` of real time. */
  readonly tick: (now: MonoMs) => void;
  /** Nothing that was asked before can reach it from here on. */
  readonly begin: (now: MonoMs) => void;
  readonly isSo: (now: MonoMs) => boolean;
};

export const TICK = milliseconds(250);
/** A thread that is late by less is a busy one. */
const MOST = milliseconds(2_000);
/** By so many ticks that were in time, all that waited has been heard: a connection, its bytes and its request come one after the other. */
const UNTIL_HEARD = 4;

export const heldUp = (began: MonoMs): HeldUp => {
  let last = began;
  let unheard = 0;
  const isLate = (now: MonoMs): boolean => between(last, now) > MOST;
  return {
    tick: now => {
      unheard = isLate(now) ? UNTIL_HEARD : Math.max(0, unheard - 1);
      last = now;
    },
    begin: now => {
      last = now;
      unheard = 0;
    },
    isSo: now => unheard > 0 || isLate(now),
  };
};
