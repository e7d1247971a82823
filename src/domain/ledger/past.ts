import type { Doubt } from '../detect/reading.ts';
import { ROLLING_DAY_MS } from '../rolling.ts';
import type { MgPerDl, MonoMs } from '../units.ts';
import type { Ledger } from './state.ts';

/** Readings that were believed and carbohydrates that were told, of the last day, oldest first: for controllers. */
export type Past = {
  readonly readings: readonly {
    readonly at: MonoMs;
    readonly mgPerDl: MgPerDl;
    /** Its value is in doubt; that it stands alone says nothing against it. */
    readonly inDoubt: boolean;
  }[];
  readonly carbs: readonly { readonly at: MonoMs; readonly grams: number }[];
};

export const noPast: Past = { readings: [], carbs: [] };

const grown = <Entry extends { readonly at: MonoMs }>(
  entries: readonly Entry[],
  entry: Entry,
): readonly Entry[] => [...entries.filter(({ at }) => entry.at - at < ROLLING_DAY_MS), entry];

/**
 * A reading in doubt is told while it is the newest, so that insulin can be lowered on it; once a sound one follows it is
 * forgotten, so that no later increase rests on it (SR-093).
 */
export const rememberReading = (
  ledger: Ledger,
  at: MonoMs,
  mgPerDl: MgPerDl,
  doubts: readonly Doubt[],
): Ledger => {
  const { readings } = ledger.past;
  const kept = doubts.length === 0 ? readings.filter(({ inDoubt }) => !inDoubt) : readings;
  const inDoubt = doubts.some(doubt => doubt !== 'alone');
  return { ...ledger, past: { ...ledger.past, readings: grown(kept, { at, mgPerDl, inDoubt }) } };
};

/** The reading of that moment was contradicted: it is in doubt, and forgotten with the next sound one. */
export const doubtReading = (ledger: Ledger, measuredAt: MonoMs): Ledger => ({
  ...ledger,
  past: {
    ...ledger.past,
    readings: ledger.past.readings.map(each => (each.at === measuredAt ? { ...each, inDoubt: true } : each)),
  },
});

export const rememberCarbs = (ledger: Ledger, at: MonoMs, grams: number): Ledger => ({
  ...ledger,
  past: { ...ledger.past, carbs: grown(ledger.past.carbs, { at, grams }) },
});
