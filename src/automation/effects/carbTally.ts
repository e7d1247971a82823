import { absorptionOf } from './absorption.ts';
import type { CarbEntry, CarbOptions, CarbStatus, Observed } from './carbStatus.ts';

/** What rounds to nothing when observed effects are shared out: the spacing of single precision at 1. */
export const NOTHING = 2 ** -23;

/** Where a share of time may not be zero, because a time is divided by it. */
const LEAST_SHARE = Number.EPSILON;

/** One meal while what was seen is shared out. */
export type Tally = {
  readonly entry: CarbEntry;
  readonly risePerGram: number;
  /** From here on nothing of it is absorbed any more. */
  readonly endMs: number;
  /** What it may still raise glucose, in mg/dL; 0 when all of it has been seen. */
  readonly remainingEffect: () => number;
  /** The rate in g/ms at which it would be absorbed now, by the model. */
  readonly rateAt: (ms: number) => number;
  /** Credits it with an effect in mg/dL between two instants. */
  readonly credit: (effect: number, startMs: number, endMs: number) => void;
  readonly status: () => CarbStatus;
};

/** A meal of which nothing was seen yet; observation ends at `lastMs`, or with its longest absorption. */
export const carbTally = (
  entry: CarbEntry,
  risePerGram: number,
  lastMs: number,
  options: CarbOptions,
): Tally => {
  const { absorbed, timeToAbsorb, rate } = absorptionOf(options.absorption);
  const timeMs = entry.absorptionMs ?? options.defaultAbsorptionMs;
  const initialMs = timeMs * options.initialOverrun;
  const longestMs = timeMs * options.overrun;
  const endMs = entry.atMs + longestMs + options.delayMs;
  const seenUntilMs = Math.min(endMs, Math.max(lastMs, entry.atMs));
  const absorbingMs = seenUntilMs - entry.atMs - options.delayMs;
  const leastGrams = entry.grams * absorbed(absorbingMs / longestMs);
  const wholeEffect = entry.grams * risePerGram;
  const adapts = options.adaptive && absorbingMs > initialMs * options.adaptiveStandby;
  const timeline: Observed[] = [];
  let effectSeen = 0;
  let completeMs: number | null = null;

  const gramsSeen = () => effectSeen / risePerGram;
  const gramsAbsorbed = () => Math.min(entry.grams, Math.max(leastGrams, gramsSeen()));
  const absorbedInMs = () => {
    if (absorbingMs <= 0) return 0;
    const modelled = timeToAbsorb(gramsAbsorbed() / entry.grams) * initialMs;
    return Math.min(adapts ? absorbingMs : modelled, longestMs);
  };
  const remainingMs = () => {
    if (absorbingMs <= 0) return initialMs;
    const mostMs = Math.max(longestMs - absorbingMs, 0);
    if (mostMs <= 0) return 0;
    const share = Math.max(timeToAbsorb(gramsAbsorbed() / entry.grams), LEAST_SHARE);
    return Math.min(adapts ? absorbingMs / share - absorbingMs : initialMs - absorbedInMs(), mostMs);
  };
  const observedMs = () => (completeMs ?? seenUntilMs) - entry.atMs;

  return {
    entry,
    risePerGram,
    endMs,
    remainingEffect: () => Math.max(wholeEffect - effectSeen, 0),
    rateAt: ms => {
      const wholeMs = Math.min(observedMs() + remainingMs(), longestMs);
      return wholeMs > 0 ? (entry.grams / wholeMs) * rate((ms - entry.atMs) / wholeMs) : 0;
    },
    credit: (effect, startMs, creditEndMs) => {
      effectSeen += effect;
      if (completeMs !== null) return;
      timeline.push({ startMs, endMs: creditEndMs, grams: effect / risePerGram });
      if (effectSeen + NOTHING >= wholeEffect) completeMs = creditEndMs;
    },
    status: () => ({
      entry,
      risePerGram,
      observedGrams: gramsSeen(),
      absorbedGrams: gramsAbsorbed(),
      remainingGrams: entry.grams - gramsAbsorbed(),
      observedMs: observedMs(),
      remainingMs: remainingMs(),
      absorbedInMs: absorbedInMs(),
      timeline: gramsSeen() >= leastGrams ? timeline : null,
    }),
  };
};
