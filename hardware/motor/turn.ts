import type { Milliseconds } from '../../src/domain/units.ts';

/** Bytes by which a motor at rest is turned by so many microsteps, and then stands: first to prepare it, and after a while to go. */
export type TurnWords = (microsteps: number) => {
  readonly prepare: readonly Uint8Array[];
  readonly stableAfter: Milliseconds;
  readonly go: readonly Uint8Array[];
};
