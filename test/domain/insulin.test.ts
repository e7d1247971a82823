import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exponentialCurve, remaining } from '../../src/domain/insulin.ts';

/** Fractions of the dose at 15, 30, 60, 75, 90, 120, 180 and 240 min, by the closed form of oref0's exponential curve. */
const MINUTES = [15, 30, 60, 75, 90, 120, 180, 240];
const REFERENCE: readonly (readonly [number, number, readonly number[]])[] = [
  [300, 75, [0.97882, 0.92497, 0.76401, 0.67264, 0.58116, 0.41058, 0.1588, 0.03292]],
  [360, 75, [0.98005, 0.92952, 0.7793, 0.69426, 0.60912, 0.44975, 0.20817, 0.07267]],
  [300, 55, [0.96571, 0.88432, 0.66794, 0.55839, 0.45692, 0.28825, 0.08838, 0.01459]],
  [360, 55, [0.96691, 0.88855, 0.68071, 0.57548, 0.47781, 0.31438, 0.11466, 0.03159]],
  [360, 65, [0.97488, 0.91306, 0.73805, 0.64357, 0.552, 0.38864, 0.16293, 0.05152]],
];

test.each(REFERENCE)(
  'the exponential curve %d/%d has its reference fractions',
  (duration, peak, fractions) => {
    const curve = exponentialCurve(duration, peak);
    expect(fractions).toHaveLength(MINUTES.length);
    for (const [index, fraction] of fractions.entries()) {
      expect(Math.abs(remaining(curve, MINUTES[index] ?? 0) - fraction)).toBeLessThan(1e-5);
    }
  },
);

test('the parameters of 300/75 are those of the reference', () => {
  const { tau, a, s } = exponentialCurve(300, 75);
  expect(tau).toBeCloseTo(112.5, 9);
  expect(a).toBeCloseTo(0.75, 9);
  expect(s).toBeCloseTo(2.691094, 6);
});

test('3 U 45 min ago and 1.5 U 120 min ago leave 3.254 U on the curve 360/75', () => {
  const curve = exponentialCurve(360, 75);
  expect(3 * remaining(curve, 45) + 1.5 * remaining(curve, 120)).toBeCloseTo(3.254, 3);
});

const casesSchema = z.array(
  z.object({
    id: z.string(),
    input: z.object({
      curve: z.enum(['rapid-acting', 'ultra-rapid', 'bilinear']),
      dia_h: z.number(),
      peak_min_configured: z.number().nullable(),
      minutes_since_dose: z.array(z.number()),
    }),
    expected: z.object({ iob_U: z.array(z.number()) }),
  }),
);

test('every exponential curve agrees with oref0 within 1e-9 U', () => {
  const text = readFileSync(new URL('../cases/oref0/iob_curve.json', import.meta.url), 'utf8');
  let checked = 0;
  for (const { id, input, expected } of casesSchema.parse(JSON.parse(text))) {
    if (input.curve === 'bilinear') continue;
    const curve = exponentialCurve(input.dia_h * 60, oref0Peak(input.curve, input.peak_min_configured));
    for (const [index, minutes] of input.minutes_since_dose.entries()) {
      const theirs = expected.iob_U[index] ?? Number.NaN;
      expect(Math.abs(remaining(curve, minutes) - theirs), `${id} at ${minutes} min`).toBeLessThan(1e-9);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(1_000);
});

const oref0Peak = (curve: 'rapid-acting' | 'ultra-rapid', configured: number | null): number =>
  curve === 'rapid-acting'
    ? Math.min(120, Math.max(50, configured ?? 75))
    : Math.min(100, Math.max(35, configured ?? 55));

test('a curve only falls, from 1 to 0', () => {
  const curves = fc.record({
    duration: fc.integer({ min: 300, max: 480 }),
    peak: fc.integer({ min: 35, max: 120 }),
  });
  fc.assert(
    fc.property(curves, ({ duration, peak }) => {
      const curve = exponentialCurve(duration, peak);
      let before = remaining(curve, 0);
      expect(before).toBe(1);
      for (let minutes = 1; minutes <= duration; minutes += 1) {
        const now = remaining(curve, minutes);
        expect(now).toBeLessThanOrEqual(before);
        before = now;
      }
      expect(before).toBe(0);
    }),
  );
});

test('a peak at half the duration or later is refused', () => {
  expect(() => exponentialCurve(300, 150)).toThrow(RangeError);
  expect(() => exponentialCurve(300, 0)).toThrow(RangeError);
});

test('a dose that is yet to come acts whole', () => {
  const curve = exponentialCurve(300, 75);
  for (const minutes of [-240, -60, -1, 0]) expect(remaining(curve, minutes)).toBe(1);
});

test('a peak too late for its duration is refused with what it needs', () => {
  expect(() => exponentialCurve(150, 75)).toThrow(
    'a peak at 75 min needs a duration above 150 min, not 150 min',
  );
});
