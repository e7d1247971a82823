import { type MonoMs, monoMs, wallMs } from '../../src/domain/units.ts';
import type { WaitingClock } from './activity.ts';

/** Longest wait that setTimeout takes; a later deadline is waited for in parts. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export type RealClock = WaitingClock & {
  /** Cancels every wake-up; later ones are ignored. Safe to call twice. */
  readonly close: () => void;
};

/**
 * Real time. `zeroMono` is what `now()` says at the moment of the call (a journal that goes on after a
 * restart does not begin at zero). Wake-ups are absolute deadlines, so lateness never adds up.
 */
export const realClock = ({ zeroMono = monoMs(0) }: { readonly zeroMono?: MonoMs } = {}): RealClock => {
  const started = performance.now();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  const now = (): MonoMs => monoMs(zeroMono + Math.floor(performance.now() - started));

  const wakeAt = (at: MonoMs, then: () => void): (() => void) => {
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      if (closed) return;
      const waitMs = Math.min(LONGEST_TIMEOUT_MS, Math.max(0, at - (zeroMono + performance.now() - started)));
      timer = setTimeout(fire, Math.ceil(waitMs));
      timers.add(timer);
    };
    const fire = (): void => {
      if (timer) timers.delete(timer);
      // Node fires timers up to a millisecond early; the contract is `now() >= at`.
      if (now() >= at) then();
      else arm();
    };
    arm();
    return () => {
      if (!timer) return;
      clearTimeout(timer);
      timers.delete(timer);
    };
  };

  const close = (): void => {
    closed = true;
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };

  return { now, wall: () => wallMs(Date.now()), wakeAt, register: () => () => {}, close };
};
