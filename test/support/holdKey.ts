import { TIMING } from '../../src/domain/limits.ts';
import type { CorePump } from './corePump.ts';

/** A person holds the key that primes: the pump hears of it again and again. */
export const holdKey = async (pump: CorePump, ms: number): Promise<void> => {
  for (let heldMs = 0; heldMs < ms; heldMs += TIMING.primeSign) {
    await pump.wait(TIMING.primeSign);
    await pump.give({ type: 'prime.held' });
  }
};
