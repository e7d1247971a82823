import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absorptionOf, absorptions } from '../../src/automation/effects/absorption.ts';
import { CARB_OPTIONS } from '../../src/automation/effects/carbStatus.ts';
import { carbEffect, carbStatuses, carbsOnBoardAt } from '../../src/automation/effects/carbs.ts';
import type { NetDose } from '../../src/automation/effects/doses.ts';
import { downToMicrounits } from '../../src/automation/effects/edge.ts';
import { counteraction, momentum, type Reading } from '../../src/automation/effects/glucose.ts';
import { type Effect, STEP_MS } from '../../src/automation/effects/grid.ts';
import { insulinEffect, insulinEffectByAction, onBoardAt } from '../../src/automation/effects/insulin.ts';
import { predict } from '../../src/automation/effects/predict.ts';
import { insulinPresets, presetModel } from '../../src/domain/insulinModel.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const always = (value: number) => [{ startMs: -24 * HOUR, endMs: 48 * HOUR, value }];

const anyDose: fc.Arbitrary<NetDose> = fc
  .record({
    start: fc.integer({ min: -120, max: 300 }),
    length: fc.integer({ min: 0, max: 90 }),
    units: fc.double({ min: -2, max: 8, noNaN: true }),
    preset: fc.constantFrom(...insulinPresets),
  })
  .map(({ start, length, units, preset }) => ({
    startMs: start * MINUTE,
    endMs: (start + length) * MINUTE,
    units,
    model: presetModel(preset),
  }));
const anyDoses = fc.array(anyDose, { minLength: 1, maxLength: 8 });

const near = (ours: Float64Array, theirs: Float64Array, within: number): void => {
  expect(ours.length).toBe(theirs.length);
  for (const [index, value] of ours.entries())
    expect(Math.abs(value - (theirs[index] ?? Number.NaN))).toBeLessThan(within);
};

const sumOf = (effects: readonly Effect[]): Float64Array => {
  const sum = new Float64Array(effects[0]?.values.length ?? 0);
  for (const { values } of effects)
    for (const [index, value] of values.entries()) sum[index] = (sum[index] ?? 0) + value;
  return sum;
};

describe('the effect of insulin', () => {
  const [from, to] = [-2 * HOUR, 14 * HOUR];

  test('of doses together is the sum of the effects of each', () => {
    fc.assert(
      fc.property(anyDoses, doses => {
        for (const effectOf of [insulinEffect, insulinEffectByAction]) {
          const together = effectOf(doses, always(50), from, to).values;
          near(together, sumOf(doses.map(dose => effectOf([dose], always(50), from, to))), 1e-8);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('is the same by both ways where sensitivity never changes, and ends at units times sensitivity', () => {
    fc.assert(
      fc.property(anyDoses, doses => {
        const byStart = insulinEffect(doses, always(50), from, to).values;
        const byAction = insulinEffectByAction(doses, always(50), from, to).values;
        near(byAction, byStart, 1e-8);
        const whole = -50 * doses.reduce((sum, { units }) => sum + units, 0);
        expect(Math.abs((byStart.at(-1) ?? Number.NaN) - whole)).toBeLessThan(1e-8);
      }),
      { numRuns: 40 },
    );
  });

  test('and what is on board make up the whole dose once all of it is delivered', () => {
    fc.assert(
      fc.property(anyDose, fc.integer({ min: 0, max: 100 }), (dose, steps) => {
        const nowMs = Math.ceil(dose.endMs / STEP_MS) * STEP_MS + steps * STEP_MS;
        const effect = insulinEffect([dose], always(1), from, nowMs);
        const acted = -(effect.values.at(-1) ?? Number.NaN);
        expect(Math.abs(acted + onBoardAt([dose], nowMs) - dose.units)).toBeLessThan(1e-8);
      }),
      { numRuns: 60 },
    );
  });

  test('weighs each half with its own sensitivity where it changes within a step', () => {
    const dose: NetDose = { startMs: 0, endMs: 0, units: 1, model: presetModel('fiasp') };
    const change = 92 * MINUTE;
    const changing = [
      { startMs: -24 * HOUR, endMs: change, value: 40 },
      { startMs: change, endMs: 48 * HOUR, value: 80 },
    ];
    const last = insulinEffectByAction([dose], changing, 0, 10 * HOUR).values.at(-1) ?? Number.NaN;
    const before = 1 - onBoardAt([dose], change);
    expect(Math.abs(last + before * 40 + (1 - before) * 80)).toBeLessThan(1e-9);
  });
});

describe.each(absorptions)('absorption by the model %s', kind => {
  const { absorbed, timeToAbsorb, rate } = absorptionOf(kind);

  test('rises from nothing to everything, and its rate adds up to it', () => {
    let sum = 0;
    for (let step = 0; step < 1_000; step += 1) {
      expect(absorbed((step + 1) / 1_000)).toBeGreaterThanOrEqual(absorbed(step / 1_000));
      sum += rate((step + 0.5) / 1_000) / 1_000;
    }
    expect([absorbed(-1), absorbed(0), absorbed(1), absorbed(2)]).toEqual([0, 0, 1, 1]);
    expect(sum).toBeCloseTo(1, 4);
  });

  test('is inverted by the time it takes', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), share => {
        expect(absorbed(timeToAbsorb(share))).toBeCloseTo(share, 9);
      }),
    );
  });
});

test('a meal ends as grams times the rise of each, and what is on board only falls after it', () => {
  const meals = fc.record({ grams: fc.integer({ min: 1, max: 120 }), hours: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(meals, ({ grams, hours }) => {
      const entry = { atMs: 0, grams, absorptionMs: hours * HOUR };
      const statuses = carbStatuses([entry], [], always(10), always(50), CARB_OPTIONS);
      const effect = carbEffect(statuses, CARB_OPTIONS, 0, 12 * HOUR);
      expect(effect.values.at(-1)).toBeCloseTo(grams * 5, 9);
      let before = grams;
      for (let ms = 0; ms <= 12 * HOUR; ms += STEP_MS) {
        const now = carbsOnBoardAt(statuses, CARB_OPTIONS, ms);
        expect(now).toBeLessThanOrEqual(before + 1e-9);
        before = now;
      }
      expect(before).toBe(0);
    }),
    { numRuns: 40 },
  );
});

const readings = (values: readonly number[]): readonly Reading[] =>
  values.map((mgDl, index) => ({ atMs: index * STEP_MS, mgDl, source: null, displayOnly: false }));

test('what counteracts insulin is nothing when glucose does what insulin says', () => {
  const dose: NetDose = { startMs: 0, endMs: 0, units: 3, model: presetModel('rapidActingAdult') };
  const effect = insulinEffect([dose], always(40), 0, 6 * HOUR);
  const following = readings([...effect.values].map(value => 200 + value));
  const velocities = counteraction(following, effect);
  expect(velocities.length).toBe(effect.values.length - 1);
  for (const { perMinute } of velocities) expect(Math.abs(perMinute)).toBeLessThan(1e-9);
});

test('a trend is refused after a jump, a gap, a calibration, another sensor, or with two readings', () => {
  const rising = readings([100, 105, 110]);
  expect(momentum(rising, 15 * MINUTE).values.length).toBeGreaterThan(2);
  const changed = (change: Partial<Reading>) =>
    rising.map((each, index) => (index === 2 ? { ...each, ...change } : each));
  const refused = [
    rising.slice(1),
    changed({ mgDl: 150 }),
    changed({ atMs: 20 * MINUTE }),
    changed({ displayOnly: true }),
    changed({ source: 'b' }),
  ];
  expect(refused.map(each => momentum(each, 15 * MINUTE).values.length)).toEqual([0, 0, 0, 0, 0]);
});

test('a prediction is the last reading and the sum of the changes of its effects', () => {
  const effectFrom = (values: readonly number[]): Effect => ({
    startMs: 0,
    values: Float64Array.from(values),
  });
  const [latest] = readings([100]);
  if (latest === undefined) throw new Error('there is no reading');
  const none = effectFrom([]);
  const { mgDl } = predict(latest, none, [effectFrom([7, 9, 12, 12]), effectFrom([0, -1, -3, -6])]);
  expect([...mgDl]).toEqual([100, 101, 102, 99]);
  expect([...predict(latest, none, []).mgDl]).toEqual([100]);
});

test('the edge of floating point rounds down, and leaves what is whole whole', () => {
  expect([1.1, 0.57, 4.1, -3, 0.000_000_9].map(downToMicrounits)).toEqual([
    1_100_000, 570_000, 4_100_000, 0, 0,
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30_000_000 }), whole => {
      expect(downToMicrounits(whole / 1_000_000)).toBe(whole);
    }),
  );
});
