import { cartridgeOf } from '../../src/domain/change.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { TIMING } from '../../src/domain/limits.ts';
import type { SimulatedPump } from './simulatedPump.ts';

/** Longer than the drive needs for the whole bay, there or back. */
const WAY_MS = 60_000;

/** The key is held for so long, and is heard of all the while. It is not let go at the end. */
export const holdKey = async (
  pump: {
    readonly wait: (ms: number) => Promise<void>;
    readonly give: (fact: Fact) => Promise<void>;
  },
  ms: number,
): Promise<void> => {
  for (let heldMs = 0; heldMs < ms; heldMs += TIMING.primeSign) {
    await pump.wait(Math.min(TIMING.primeSign, ms - heldMs));
    await pump.give({ type: 'prime.held' });
  }
};

/**
 * A complete change of cartridge with hands, switch and drive, the set being used again: `volumeUu` in µU.
 * Afterwards the pump is ready and suspended.
 */
export const changeCartridge = async (pump: SimulatedPump, volumeUu: number): Promise<void> => {
  await pump.give({ type: 'change.requested' });
  await pump.wait(1_000);
  pump.world.inject({ onBody: false, cartridgeOut: true });
  await pump.wait(1_000);
  await pump.give({ type: 'set.disconnected' });
  await pump.give({ type: 'rewind.requested' });
  await pump.wait(WAY_MS);
  pump.world.inject({ cartridgeUu: volumeUu });
  await pump.wait(WAY_MS);
  await pump.give(cartridgeOf(volumeUu));
  await pump.give({ type: 'prime.skipped' });
  pump.world.inject({ onBody: true });
  await pump.give({ type: 'fill.skipped' });
};
