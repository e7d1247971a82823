/**
 * The pump's clock between two messages. Pure: the real time is handed in, in ms of any steady clock.
 */

export type Instant = { readonly monoMs: number; readonly wallMs: number };

export type ClockHand = {
  /** The pump says what its clock showed; heard at this real time. */
  readonly hear: (told: Instant, realMs: number) => void;
  /** Pump time that passes in a unit of real time from this real time on; 0 stands still, as at first. */
  readonly run: (factor: number, realMs: number) => void;
  /** What to show now; null before anything was heard. It goes back only when the pump's clock did. */
  readonly at: (realMs: number) => Instant | null;
};

/** The pump speaks every second; when it is silent for longer, the hand waits for it. */
const MOST_AHEAD_REAL_MS = 1_500;
/** At a faster pace facts come often enough, and a hand that ran ahead would have long to wait after a slowing. */
const FASTEST_CARRIED = 20;
/** The hand cannot be ahead by more, so a clock further back was set back and is followed. */
const MOST_AHEAD_MS = MOST_AHEAD_REAL_MS * FASTEST_CARRIED;

export const clockHand = (): ClockHand => {
  let heard: (Instant & { readonly realMs: number }) | null = null;
  let factor = 0;
  let shownMono = Number.NEGATIVE_INFINITY;

  const at = (realMs: number): Instant | null => {
    if (!heard) return null;
    const ahead = Math.min(MOST_AHEAD_REAL_MS, Math.max(0, realMs - heard.realMs)) * factor;
    const reached = heard.monoMs + Math.floor(ahead);
    shownMono = shownMono - heard.monoMs > MOST_AHEAD_MS ? reached : Math.max(shownMono, reached);
    return { monoMs: shownMono, wallMs: heard.wallMs + (shownMono - heard.monoMs) };
  };

  return {
    hear: ({ monoMs, wallMs }, realMs) => {
      heard = { monoMs, wallMs, realMs };
    },
    run: (next, realMs) => {
      // What has passed was at the old factor.
      const reached = at(realMs);
      if (reached && next !== factor) heard = { ...reached, realMs };
      factor = next > FASTEST_CARRIED ? 0 : next;
    },
    at,
  };
};

/** A factor is believed once it was measured over this much real time at one pace. */
const MEASURED_AFTER_REAL_MS = 1_500;

/**
 * The factor to show: the one allowed while the pace is new, then the one reached. Right after a change
 * the measurement covers next to nothing and would read as a standstill.
 */
export const steadyFactor = (): ((allowed: number, achieved: number, realMs: number) => number) => {
  let pace: { readonly allowed: number; readonly since: number } | null = null;
  return (allowed, achieved, realMs) => {
    if (pace?.allowed !== allowed) pace = { allowed, since: realMs };
    return realMs - pace.since < MEASURED_AFTER_REAL_MS ? allowed : achieved;
  };
};
