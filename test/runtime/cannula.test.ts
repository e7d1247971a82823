import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { HARD } from '../../src/domain/limits.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { holdKey } from '../support/holdKey.ts';
import { req } from '../support/req.ts';

const PULSE = 25_000;

/** A pump in a cartridge change, whose new cartridge is in and whose tubing is not yet filled. */
const loaded = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'change.requested' });
  await pump.give({ type: 'cartridge.removed' });
  await pump.give({ type: 'set.disconnected' });
  await pump.give({ type: 'rewind.requested' });
  await pump.wait(1_500);
  await pump.give({ type: 'cartridge.inserted' });
  await pump.wait(1_500);
  await pump.give({ type: 'cartridge.replaced', volumeUu: 200_000_000, unitsPerMl: 100 });
  return pump;
};

/** A pump in a cartridge change, with drops at the needle and the site about to go in. */
const primed = async (): Promise<CorePump> => {
  const pump = await loaded();
  await pump.give({ type: 'prime.skipped' });
  expect(is(pump, { supply: { changing: 'primed' } })).toBe(true);
  return pump;
};

const is = (pump: CorePump, state: object): boolean => pump.runtime.state().pump.matches(state);
const refusals = (pump: CorePump) =>
  pump.steps.flatMap(({ commands }) => commands.filter(({ type }) => type === 'refuse'));
/** What went through the cannula of this set, since nothing was primed before; µU. */
const taken = (pump: CorePump): number => pump.runtime.state().ledger.doses.prime * PULSE;
const fill = (amountUu: number): Fact => ({ type: 'fill.requested', amountUu });

const INTERRUPTIONS = {
  key: [{ type: 'fill.cancelled' }],
  heat: [
    { type: 'temperature.measured', insideDeciC: 300, batteryDeciC: 530 },
    { type: 'temperature.measured', insideDeciC: 250, batteryDeciC: 250 },
  ],
  alarm: [
    { type: 'pressure.measured', pascals: 40_000 },
    { type: 'alarm.acknowledged', alarm: 'pressure' },
  ],
} as const satisfies Readonly<Record<string, readonly Fact[]>>;

const turns = fc.array(
  fc.record({
    amountUu: fc.integer({ min: 4, max: 40 }).map(pulses => pulses * PULSE),
    ms: fc.integer({ min: 0, max: 12_000 }),
    by: fc.constantFrom('key', 'heat', 'alarm'),
    restMs: fc.constantFrom(0, 700, 130_000),
  }),
  { minLength: 2, maxLength: 7 },
);

describe('SR-049 what one cannula takes', () => {
  test(
    'is never more than was asked for it, however often its fill is interrupted',
    req('SR-049'),
    async () => {
      const seen = { again: 0, refused: 0, completed: 0 };
      await fc.assert(
        fc.asyncProperty(turns, async story => {
          const pump = await primed();
          let most = 0;
          for (const { amountUu, ms, by, restMs } of story) {
            if (taken(pump) > 0) seen.again += 1;
            await pump.give(fill(amountUu));
            most = Math.max(most, amountUu);
            await pump.wait(ms);
            await pump.give(...INTERRUPTIONS[by]);
            await pump.wait(restMs);
            expect(taken(pump)).toBeLessThanOrEqual(most);
            if (is(pump, { supply: 'ready' })) break;
          }
          await pump.wait(1_000);
          expect(pump.runtime.faulted()).toBeNull();
          expect(taken(pump)).toBeLessThanOrEqual(most);
          expect(taken(pump)).toBeLessThanOrEqual(HARD.fillMostUu);
          seen.completed += is(pump, { supply: 'ready' }) ? 1 : 0;
          seen.refused += refusals(pump).some(each => JSON.stringify(each).includes('has taken')) ? 1 : 0;
        }),
        { numRuns: 60 },
      );
      for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
    },
  );

  test('is completed by what an interrupted fill still lacks', req('SR-049', 'SR-050'), async () => {
    const pump = await primed();
    await pump.give(fill(300_000));
    await pump.wait(2_300);
    await pump.give({ type: 'fill.cancelled' });
    await pump.wait(1_000);
    expect(taken(pump)).toBeGreaterThan(0);
    expect(taken(pump)).toBeLessThan(300_000);
    await pump.give(fill(300_000));
    await pump.wait(10_000);
    expect(is(pump, { supply: 'ready' })).toBe(true);
    expect(taken(pump)).toBe(300_000);
  });

  test(
    'is told when nothing is left of it, and another site begins with the tubing',
    req('SR-046'),
    async () => {
      const pump = await primed();
      await pump.give(fill(100_000));
      // The last of its four pulses is under way.
      await pump.wait(1_550);
      await pump.give({ type: 'fill.cancelled' });
      await pump.wait(1_000);
      expect(taken(pump)).toBe(100_000);
      expect(is(pump, { supply: { changing: 'primed' } })).toBe(true);
      await pump.give(fill(100_000));
      expect(refusals(pump)).toMatchObject([
        { request: 'change', reasons: [expect.stringContaining('The cannula has taken 0.1 U')] },
      ]);
      await pump.wait(5_000);
      expect(taken(pump)).toBe(100_000);
      await pump.give({ type: 'prime.started' });
      await holdKey(pump, 3_000);
      await pump.give({ type: 'prime.stopped' }, { type: 'prime.skipped' });
      await pump.wait(1_000);
      const before = taken(pump);
      await pump.give(fill(100_000));
      await pump.wait(5_000);
      expect(is(pump, { supply: 'ready' })).toBe(true);
      expect(taken(pump) - before).toBe(100_000);
    },
  );
});

test('SR-049 a cannula asked for while the last pulse of the tubing is under way is refused with that, and given a second later', async () => {
  const pump = await loaded();
  await pump.give({ type: 'prime.started' });
  await pump.give({ type: 'prime.stopped' });
  await pump.give({ type: 'prime.skipped' });
  expect(is(pump, { supply: { changing: 'primed' }, motor: 'still' })).toBe(false);
  await pump.give(fill(300_000));
  expect(refusals(pump).at(-1)).toMatchObject({
    reasons: ['A pulse is still being concluded: try again in a second.'],
  });
  await pump.wait(2_000);
  await pump.give(fill(300_000));
  expect(is(pump, { supply: { changing: 'fillingCannula' } })).toBe(true);
});
