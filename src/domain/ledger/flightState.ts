import type { Intent } from '../commands.ts';
import type { Outcome } from '../facts.ts';
import type { Microunits } from '../units.ts';

/**
 * The one pulse that is under way. `answered`: the ledger has said what the encoder saw.
 * `concluding`: counted or void, and the record of that not yet durable.
 */
export type Flight = {
  readonly intent: Intent;
  readonly phase: 'recording' | 'moving' | 'verifying' | 'answered' | 'concluding';
  /** Encoder counts since the reference, once seen in verification. */
  readonly moved: number | null;
  /** Whether the force was measured in verification. */
  readonly felt: boolean;
  /** The most that the hour might hold when it was claimed. */
  readonly hourMostUu: Microunits;
  /** What became of it; null until it is counted or void. */
  readonly outcome: Outcome | null;
  /** Whether a controller wanted it. */
  readonly automatic: boolean;
};
