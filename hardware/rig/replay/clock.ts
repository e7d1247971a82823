import { type MonoMs, monoMs, wallMs } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { wakeUps } from '../../clock/wakeups.ts';

/** Time that a transcript tells: it moves when the next line is later, one wake-up at a time. */
export type ReplayClock = Clock & {
  /** Calls the next wake-up that is due by then, and says whether there was one; `before` excludes that very instant. */
  readonly wakeOne: (until: MonoMs, before: boolean) => boolean;
  /** It is that time now. */
  readonly reach: (at: MonoMs) => void;
};

export const replayClock = (zero: MonoMs): ReplayClock => {
  const pending = wakeUps();
  let current = zero;
  return {
    now: () => current,
    wall: () => wallMs(current),
    wakeAt: pending.add,
    wakeOne: (until, before) => {
      const next = pending.next();
      if (next === undefined || next.at > until || (before && next.at === until)) return false;
      pending.take();
      current = monoMs(Math.max(current, next.at));
      next.then();
      return true;
    },
    reach: at => {
      current = monoMs(Math.max(current, at));
    },
  };
};
