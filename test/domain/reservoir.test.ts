import fc from 'fast-check';
import { expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

const LOW = 'reservoir.low';
const levels = (derived: readonly string[]): readonly string[] =>
  derived.filter(type => /^reservoir\.(low|veryLow|emptied)$/.test(type));

/** A pump without basal whose cartridge holds this, low at so much. */
const holding = (volumeUu: number, lowReservoirUu: number): Bench => {
  const pump = running(flat(0, { lowReservoirUu, maxBolusUu: 25_000_000 }));
  pump.take({ type: 'settings.changed', settings: flat(0, { lowReservoirUu, maxBolusUu: 25_000_000 }) });
  pump.load(volumeUu);
  return pump;
};

/** Gives one bolus to its end, as the chart does; says at which volumes a level was said, and whether within it. */
const give = (pump: Bench, bolus: string, amountUu: number) => {
  const before = pump.heard.length;
  pump.take({ type: 'bolus.requested', bolus, amountUu });
  if (pump.ledger.bolus.current === null) return { within: [], atEnd: [] };
  pump.settle(pump.give({ type: 'startBolus' }), 'verified');
  pump.run((amountUu / 25_000) * 1_000 + 2_000);
  const within = levels(types(pump.heard.slice(before)));
  const atEnd = levels(types(pump.give({ type: 'endBolus', reason: 'completed' })));
  return { within, atEnd };
};

test(
  'low is said twice, at the level and at half of it, each after the bolus that reached it',
  req('SR-053'),
  () => {
    const pump = holding(21_000_000, 20_000_000);
    expect(give(pump, 'first', 2_000_000)).toEqual({ within: [], atEnd: [LOW] });
    expect(give(pump, 'second', 2_000_000)).toEqual({ within: [], atEnd: [] });
    pump.pass(3_600_000);
    expect(give(pump, 'third', 8_000_000)).toEqual({ within: [], atEnd: [LOW] });
    // Very low is said where it is reached, in the middle of a bolus.
    expect(give(pump, 'fourth', 5_000_000)).toEqual({ within: ['reservoir.veryLow'], atEnd: [] });
  },
);

test('very low never waits, and low comes before it', req('SR-053'), () => {
  const pump = holding(21_000_000, 20_000_000);
  expect(give(pump, 'one', 17_000_000)).toEqual({ within: [LOW, 'reservoir.veryLow'], atEnd: [] });
});

test(
  'whatever is given, low is said at most twice, never within a bolus but with the very low level',
  req('SR-053'),
  () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 40 }),
        fc.integer({ min: 1, max: 45 }),
        amounts,
        (low, volume, doses) => {
          const pump = holding(volume * 1_000_000, low * 1_000_000);
          for (const [index, steps] of doses.entries()) {
            const { within } = give(pump, `b${index}`, steps * 50_000);
            if (within.includes(LOW)) expect(within).toContain('reservoir.veryLow');
            pump.pass(3_600_000);
            const { volumeUu } = pump.ledger.reservoir;
            const said = types(pump.heard).filter(type => type === LOW).length;
            if (volumeUu > low * 1_000_000) expect(said).toBe(0);
            else expect(said).toBeGreaterThan(0);
            expect(said).toBeLessThanOrEqual(2);
          }
        },
      ),
      { numRuns: 60 },
    );
  },
);
