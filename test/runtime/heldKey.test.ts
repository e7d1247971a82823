import { describe, expect, test } from 'vitest';
import { cartridgeOf } from '../../src/domain/change.ts';
import { HARD, TIMING } from '../../src/domain/limits.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { holdKey } from '../support/holdKey.ts';
import { req } from '../support/req.ts';

/** A pump whose new cartridge is loaded, and whose key has just been pressed. */
const priming = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'change.requested' });
  await pump.give({ type: 'cartridge.removed' });
  await pump.give({ type: 'set.disconnected' });
  await pump.give({ type: 'rewind.requested' });
  await pump.wait(5_000);
  await pump.give({ type: 'cartridge.inserted' });
  await pump.wait(5_000);
  await pump.give(cartridgeOf(200_000_000));
  await pump.give({ type: 'prime.started' });
  return pump;
};

const isAt = (pump: CorePump, changing: 'loaded' | 'primingTubing' | 'primed'): boolean =>
  pump.runtime.state().pump.matches({ supply: { changing } });
const moved = (pump: CorePump): number => pump.devices.commanded.length;

describe('SR-049 the key that primes', () => {
  test('primes as long as it is heard of', req('SR-049'), async () => {
    const pump = await priming();
    await holdKey(pump, 60_000);
    expect(isAt(pump, 'primingTubing')).toBe(true);
    expect(moved(pump)).toBeGreaterThan(100);
    await pump.give({ type: 'prime.stopped' });
    expect(isAt(pump, 'loaded')).toBe(true);
  });

  test(
    'counts as let go when nothing is heard of it for 2 s: four pulses at most',
    req('SR-049'),
    async () => {
      const pump = await priming();
      await holdKey(pump, 5_000);
      const before = moved(pump);
      await pump.wait(TIMING.primeHold - 1);
      expect(isAt(pump, 'primingTubing')).toBe(true);
      await pump.wait(1);
      expect(isAt(pump, 'loaded')).toBe(true);
      await pump.wait(60_000);
      expect(moved(pump) - before).toBeLessThanOrEqual(TIMING.primeHold / TIMING.primeInterval);
    },
  );

  test('primes no more when signs of life come late: it must be pressed anew', req('SR-049'), async () => {
    const pump = await priming();
    await pump.wait(TIMING.primeHold);
    const before = moved(pump);
    await holdKey(pump, 10_000);
    expect(moved(pump)).toBe(before);
    await pump.give({ type: 'prime.started' });
    await holdKey(pump, 10_000);
    expect(moved(pump)).toBeGreaterThan(before);
  });

  test('lets go of a tubing that is full, too, and that one is primed', req('SR-049'), async () => {
    const pump = await priming();
    await holdKey(pump, (HARD.tubingUu / PULSE) * TIMING.primeInterval * 1.1);
    expect(pump.steps.some(({ derived }) => derived.some(({ type }) => type === 'prime.sufficed'))).toBe(
      true,
    );
    await pump.wait(TIMING.primeHold);
    expect(isAt(pump, 'primed')).toBe(true);
  });
});
