import type { MgPerDl, MonoMs } from '../../../src/domain/units.ts';
import { believed } from './believed.ts';
import type { Measurement } from './measurement.ts';

const MINUTE_MS = 60_000;
/** Offsets are whole minutes, and the air takes its time: a reading this far ahead is of no other minute than now. */
const AHEAD_MS = 90_000;

/** When the session began by our clock, and the newest reading that was told of it. */
export type Heard = { readonly zeroMs: number; readonly last: number | null };

/** What becomes of a measurement. */
export type Finding =
  | {
      readonly what: 'reading';
      readonly mgPerDl: MgPerDl;
      readonly offsetMin: number;
      readonly ageMs: number;
    }
  /** Known already: not news. */
  | { readonly what: 'known' }
  | { readonly what: 'future'; readonly aheadMs: number }
  | { readonly what: 'none'; readonly offsetMin: number; readonly why: string };

/** Judges a measurement by what was heard before. Never older than a reading that was told, never from the future. */
export const hear = ({ zeroMs, last }: Heard, measurement: Measurement, now: MonoMs): Finding => {
  const { offsetMin } = measurement;
  const ageMs = now - (zeroMs + offsetMin * MINUTE_MS);
  if (ageMs < -AHEAD_MS) return { what: 'future', aheadMs: -ageMs };
  if (last !== null && offsetMin <= last) return { what: 'known' };
  const worth = believed(measurement);
  return worth.isGlucose
    ? { what: 'reading', mgPerDl: worth.mgPerDl, offsetMin, ageMs: Math.max(0, Math.round(ageMs)) }
    : { what: 'none', offsetMin, why: worth.why };
};

/** Whether a reading is missing between the newest that was told and the oldest that has come. */
export const hasGap = (last: number | null, offsets: readonly number[], intervalMin: number): boolean => {
  const next = offsets.filter(offset => last === null || offset > last);
  return last !== null && next.length > 0 && Math.min(...next) > last + 1.5 * intervalMin;
};
