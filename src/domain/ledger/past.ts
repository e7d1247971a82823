import { ROLLING_DAY_MS } from '../rolling.ts';
import type { MgPerDl, MonoMs } from '../units.ts';
import type { Ledger } from './state.ts';

/** Readings that were believed and carbohydrates that were told, of the last day, oldest first: for controllers. */
export type Past = {
  readonly readings: readonly { readonly at: MonoMs; readonly mgPerDl: MgPerDl }[];
  readonly carbs: readonly { readonly at: MonoMs; readonly grams: number }[];
};

export const noPast: Past = { readings: [], carbs: [] };

const grown = <Entry extends { readonly at: MonoMs }>(
  entries: readonly Entry[],
  entry: Entry,
): readonly Entry[] => {
  const first = entries.findIndex(({ at }) => entry.at - at < ROLLING_DAY_MS);
  return [...(first < 0 ? [] : entries.slice(first)), entry];
};

export const rememberReading = (ledger: Ledger, at: MonoMs, mgPerDl: MgPerDl): Ledger => ({
  ...ledger,
  past: { ...ledger.past, readings: grown(ledger.past.readings, { at, mgPerDl }) },
});

export const rememberCarbs = (ledger: Ledger, at: MonoMs, grams: number): Ledger => ({
  ...ledger,
  past: { ...ledger.past, carbs: grown(ledger.past.carbs, { at, grams }) },
});
