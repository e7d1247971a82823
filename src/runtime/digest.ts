import { createHash } from 'node:crypto';
import type { PumpState } from './state.ts';
import { stateText } from './stateText.ts';

/**
 * Counts the ways in which a digest was made, or a chart decided, so that a journal of an earlier release is known as one and not taken
 * for a damaged one. Raise it with whatever changes the digest of any state; a test holds one against it.
 */
export const DIGEST = 6;

/** Identifies a state: 16 hexadecimal characters over charts, timers, alarms and the ledger's summary. */
export const digest = (state: PumpState): string =>
  createHash('sha256').update(stateText(state)).digest('hex').slice(0, 16);
