import { SEAT_LEAST } from './drive.ts';
import type { Fact, FactOf } from './facts.ts';
import { HARD } from './limits.ts';

/** The user's word on a cartridge of U-100 insulin; `volumeUu` in µU. */
export const cartridgeOf = (volumeUu: number): FactOf<'cartridge.replaced'> => ({
  type: 'cartridge.replaced',
  volumeUu,
  unitsPerMl: HARD.unitsPerMl,
});

/**
 * The facts of a complete change, in order, when the set is used again: what a person says and what drive
 * and switch answer. Each is taken when the pump has settled; then it is ready, and still suspended.
 */
export const changeFacts = (volumeUu: number): readonly Fact[] => [
  { type: 'change.requested' },
  { type: 'cartridge.removed' },
  { type: 'set.disconnected' },
  { type: 'rewind.requested' },
  { type: 'plunger.homed' },
  { type: 'cartridge.inserted' },
  { type: 'plunger.seated', freeMn: 0, seatedMn: SEAT_LEAST, travelMicrosteps: 1_000 },
  cartridgeOf(volumeUu),
  { type: 'prime.skipped' },
  { type: 'fill.skipped' },
];
