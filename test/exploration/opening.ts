import { cartridgeOf } from '../../src/domain/change.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { AUTOMATED } from '../support/automated.ts';

/** A pump that is ready to deliver; what comes of it is left to chance. */
export const OPENING: readonly Fact[] = [
  { type: 'settings.changed', settings: { ...AUTOMATED, resumesAfterRestart: true } },
  cartridgeOf(200_000_000),
  { type: 'power.applied', boot: 'the first', gapMs: 0 },
];

/** Boluses of which a part is spread, one of them so large that a second of its kind is much within the hour. */
export const SPREAD = [
  { kind: 'extended', amountUu: 50_000, durationMs: 900_000 },
  { kind: 'extended', amountUu: 6_000_000, durationMs: 900_000 },
  { kind: 'combo', amountUu: 3_100_000, extendedUu: 3_000_000, durationMs: 900_000 },
  { kind: 'combo', amountUu: 150_000, extendedUu: 100_000, durationMs: 900_000 },
] as const;
