import { type MonoMs, monoMs } from '../../src/domain/units.ts';

/** How many messages one link may still send: it fills up again with time, to a ceiling. */
export type Allowance = { readonly left: number; readonly at: MonoMs };

/** A pairing needs 42 messages at once; a person who commands needs a few a minute. */
const MOST = 64;
const EVERY_MS = 125;

export const fullAllowance = (at: MonoMs): Allowance => ({ left: MOST, at });

/** The allowance after one more message; null when there was none left, and the message is dropped. */
export const spend = ({ left, at }: Allowance, now: MonoMs): Allowance | null => {
  const earned = Math.floor((now - at) / EVERY_MS);
  const available = Math.min(MOST, left + earned);
  if (available < 1) return null;
  // What was earned in part is kept: the clock of the allowance moves by whole messages.
  return { left: available - 1, at: monoMs(at + earned * EVERY_MS) };
};
