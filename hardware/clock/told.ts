import { type MonoMs, wallMs } from '../../src/domain/units.ts';
import type { Clock } from '../../src/ports.ts';
import { type RealClock, realClock } from './real.ts';
import { wakeUps } from './wakeups.ts';

export type ToldClock = Clock & {
  /** It is `at` now; what is due is called, in order. Ignored once it goes by itself. */
  readonly tell: (at: MonoMs) => void;
  /** When it must be told again at the latest. */
  readonly next: () => MonoMs | undefined;
  /** Nobody tells it any more: from here it goes on in real time. */
  readonly goAlone: () => void;
  readonly close: () => void;
};

/** The clock of a process that shares the accelerated time of another: it stands where it was told last. */
export const toldClock = (first: MonoMs): ToldClock => {
  const pending = wakeUps();
  let told = first;
  let own: RealClock | null = null;

  const now = (): MonoMs => own?.now() ?? told;

  return {
    now,
    // Nothing of the second channel follows the calendar.
    wall: () => wallMs(now()),
    wakeAt: (at, then) => {
      if (own !== null) return own.wakeAt(at, then);
      let isCancelled = false;
      const cancel = pending.add(at, () => {
        if (!isCancelled) then();
      });
      return () => {
        isCancelled = true;
        cancel();
      };
    },
    tell: at => {
      if (own !== null) return;
      for (let next = pending.next(); next !== undefined && next.at <= at; next = pending.next()) {
        pending.take();
        told = next.at > told ? next.at : told;
        next.then();
      }
      told = at > told ? at : told;
    },
    next: () => pending.next()?.at,
    goAlone: () => {
      own ??= realClock({ zeroMono: told });
      for (let next = pending.take(); next !== undefined; next = pending.take())
        own.wakeAt(next.at, next.then);
    },
    close: () => own?.close(),
  };
};
