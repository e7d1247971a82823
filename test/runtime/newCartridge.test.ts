import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastDay, lastHour, onBoard } from '../../src/domain/ledger/ledger.ts';
import { HARD, TIMING } from '../../src/domain/limits.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

/** A pump in whose bay another cartridge is seated, of which a person then says what is in it. */
const loaded = async (volumeUu: number, unitsPerMl: number = HARD.unitsPerMl): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'change.requested' });
  await pump.give({ type: 'cartridge.removed' });
  await pump.give({ type: 'set.disconnected' });
  await pump.give({ type: 'rewind.requested' });
  await pump.wait(5_000);
  await pump.give({ type: 'cartridge.inserted' });
  await pump.wait(5_000);
  await pump.give({ type: 'cartridge.replaced', volumeUu, unitsPerMl });
  return pump;
};

test('SR-050 insulin that primes is no dose, and is taken from the reservoir', req('SR-050'), async () => {
  let primed = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), async signs => {
      const pump = await loaded(200_000_000);
      await pump.give({ type: 'prime.started' });
      for (let sign = 0; sign < signs; sign += 1) {
        await pump.wait(TIMING.primeSign);
        await pump.give({ type: 'prime.held' });
      }
      await pump.give({ type: 'prime.stopped' });
      const { ledger } = pump.runtime.state();
      const now = pump.clock.now();
      primed += ledger.doses.prime;
      expect([lastHour(ledger, now), lastDay(ledger, now), onBoard(ledger, now)]).toEqual([0, 0, 0]);
      expect(ledger.reservoir.volumeUu).toBe(200_000_000 - ledger.doses.prime * PULSE);
    }),
    { numRuns: 8 },
  );
  expect(primed).toBeGreaterThan(8);
});

test(
  'SR-054 a reservoir that is empty ends delivery with the pulse that emptied it',
  req('SR-054'),
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: 30 }), async pulses => {
        const pump = await loaded(pulses * PULSE);
        await pump.give({ type: 'prime.skipped' });
        await pump.give({ type: 'fill.skipped' });
        for (const { alarm } of pump.shown()) await pump.give({ type: 'alarm.acknowledged', alarm });
        await pump.give({ type: 'resume.requested' });
        await pump.wait(3 * 3_600_000);
        const { ledger, pump: chart } = pump.runtime.state();
        expect(ledger.doses.basal).toBe(pulses);
        expect(ledger.reservoir.volumeUu).toBe(0);
        expect(chart.matches({ permission: 'delivering' })).toBe(false);
        expect(pump.shown()).toContainEqual(
          expect.objectContaining({ alarm: 'reservoirEmpty', priority: 'high' }),
        );
      }),
      { numRuns: 5 },
    );
  },
);

test(
  'SR-055 insulin of another concentration is refused, and nothing goes on with it',
  req('SR-055'),
  async () => {
    for (const unitsPerMl of [40, 200, 500]) {
      const pump = await loaded(200_000_000, unitsPerMl);
      const told = pump.steps.at(-1)?.commands ?? [];
      expect(JSON.stringify(told)).toContain(`U-${unitsPerMl} insulin is not U-100`);
      await pump.give({ type: 'prime.skipped' });
      await pump.give({ type: 'fill.skipped' });
      await pump.give({ type: 'resume.requested' });
      await pump.wait(10 * 60_000);
      expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(false);
      expect(pump.devices.commanded).toEqual([]);
    }
  },
);
