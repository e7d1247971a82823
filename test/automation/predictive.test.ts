import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { History, Therapy } from '../../src/automation/controller.ts';
import { predictiveController } from '../../src/automation/predictive/controller.ts';
import { BLOCKS, planFor, RESPONSE, STEPS } from '../../src/automation/predictive/plan.ts';
import { carefulSensitivity } from '../../src/automation/predictive/sensitivity.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import { mgPerDl, microunits, wallMs } from '../../src/domain/units.ts';
import { metricsOf } from '../../src/simulate/metrics.ts';
import { basalBolus } from '../../src/simulate/open/baseline.ts';
import { controlled } from '../../src/simulate/open/controlled.ts';
import { cohortProtocol, replayMember } from '../../src/simulate/open/protocol.ts';
import { handOf, therapyOf } from '../../src/simulate/open/treated.ts';
import { uvaPatient } from '../../src/simulate/uva/parameters.ts';
import { exampleTherapy } from './exampleTherapy.ts';

const MINUTE = 60_000;
const NOW = wallMs(Date.UTC(2026, 0, 15, 12));

const therapy: Therapy = {
  ...exampleTherapy,
  target: [{ fromMinute: 0, value: { lowMgPerDl: mgPerDl(105), highMgPerDl: mgPerDl(125) } }],
  maxBolus: microunits(3_000_000),
};

/** Readings every five minutes that end `agoMin` before now, the oldest first. */
const past = (values: readonly number[], agoMin = 0): History['readings'] =>
  values.map((value, index) => ({
    atMs: wallMs(NOW - (agoMin + (values.length - 1 - index) * 5) * MINUTE),
    mgPerDl: mgPerDl(value),
  }));

const bolus = (units: number, agoMin: number): History['delivered'][number] => ({
  kind: 'bolus',
  startMs: wallMs(NOW - agoMin * MINUTE),
  endMs: wallMs(NOW - (agoMin - 1) * MINUTE),
  amountUu: microunits(Math.round(units * 1_000_000)),
});

const control = predictiveController({ weightKg: 70 });
/** All insulin asked for in the next five minutes, µU. */
const askedUu = (history: History): number => {
  const { basal, microbolus } = control(history, therapy, NOW);
  return (basal?.rate ?? 0) / 12 + (microbolus ?? 0);
};

const stream = fc.array(fc.integer({ min: 39, max: 400 }), { minLength: 3, maxLength: 90 });

describe('our own controller', () => {
  test('SR-093 asks for nothing without a reading of the last twelve minutes', () => {
    for (const readings of [[], past([250, 260, 270], 13)]) {
      const request = control({ readings, delivered: [], carbs: [] }, therapy, NOW);
      expect([request.basal, request.microbolus]).toEqual([null, null]);
      expect(request.reasons[0]?.name).toMatch(/no reading/);
    }
  });

  test('SR-095 whatever the past, it asks for whole doses within the largest basal and bolus, for half an hour at most', () => {
    let bolused = 0;
    fc.assert(
      fc.property(
        stream,
        fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 80 })), {
          maxLength: 4,
        }),
        (values, meals) => {
          const carbs = meals.map(([agoMin, grams]) => ({ atMs: wallMs(NOW - agoMin * MINUTE), grams }));
          const request = control({ readings: past(values), delivered: [], carbs }, therapy, NOW);
          expect(request.basal?.rate).toBeLessThanOrEqual(therapy.maxBasal);
          expect(request.validUntilMs - NOW).toBeLessThanOrEqual(30 * MINUTE);
          if (request.microbolus === null) return;
          bolused += 1;
          expect(request.microbolus).toBeLessThanOrEqual(therapy.maxBolus);
          expect(request.microbolus % PULSE).toBe(0);
        },
      ),
    );
    expect(bolused).toBeGreaterThan(0);
  });

  test('SR-097 a reading below 70 mg/dL asks for zero, whatever was told', () => {
    fc.assert(
      fc.property(
        stream,
        fc.integer({ min: 39, max: 69 }),
        fc.integer({ min: 0, max: 100 }),
        (values, low, grams) => {
          const carbs = [{ atMs: wallMs(NOW - 10 * MINUTE), grams }];
          expect(askedUu({ readings: past([...values, low]), delivered: [], carbs })).toBe(0);
        },
      ),
    );
  });

  test('insulin on board never makes it ask for more, and food that was told never for less', () => {
    fc.assert(
      fc.property(
        stream,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 5, max: 240 }),
        (values, tenths, ago) => {
          // The same readings with more insulin behind them mean more of something else; so the past has none, and it comes now.
          const readings = past(values.slice(-2));
          const carbs = [{ atMs: wallMs(NOW - MINUTE), grams: 20 }];
          const without = askedUu({ readings, delivered: [], carbs });
          expect(askedUu({ readings, delivered: [bolus(tenths / 10, 6)], carbs })).toBeLessThanOrEqual(
            without + 1,
          );
          const more = [...carbs, { atMs: wallMs(NOW - MINUTE), grams: ago / 10 }];
          expect(askedUu({ readings, delivered: [], carbs: more })).toBeGreaterThanOrEqual(without - PULSE);
        },
      ),
    );
  });

  test('steady glucose at the target asks neither for nothing nor for twice the profile, and its reasons say what it reckons with', () => {
    const { basal, microbolus, reasons } = predictiveController({ weightKg: 70, tellsMeals: true })(
      { readings: past(Array.from({ length: 90 }, () => 118)), delivered: [], carbs: [] },
      therapy,
      NOW,
    );
    expect(microbolus).toBeNull();
    expect((basal?.rate ?? 0) / 1_100_000).toBeGreaterThan(0.4);
    expect((basal?.rate ?? 0) / 1_100_000).toBeLessThan(1.6);
    expect(reasons.map(({ name }) => name)).toContain('error of the sensor');
  });
});

test('a rise is met with more where meals come untold than where they are told', () => {
  const readings = past([...Array.from({ length: 40 }, () => 120), 125, 132, 140, 149, 158]);
  const asked = (tellsMeals: boolean): number => {
    const request = predictiveController({ weightKg: 70, tellsMeals })(
      { readings, delivered: [], carbs: [] },
      therapy,
      NOW,
    );
    return (request.basal?.rate ?? 0) / 12 + (request.microbolus ?? 0);
  };
  expect(asked(false)).toBeGreaterThan(asked(true));
});

test('SR-095 with more on board than automation may bring about it asks for no more than the profile', () => {
  let held = 0;
  fc.assert(
    fc.property(stream, fc.integer({ min: 5, max: 90 }), (values, grams) => {
      const history: History = {
        readings: past([...values.map(each => each + 100), 300]),
        delivered: [bolus(3, 15)],
        carbs: [{ atMs: wallMs(NOW - 10 * MINUTE), grams }],
      };
      const free = control(history, { ...therapy, maxOnBoard: microunits(100_000_000) }, NOW);
      const bound = control(history, { ...therapy, maxOnBoard: microunits(1_000_000) }, NOW);
      expect(bound.microbolus).toBeNull();
      expect(bound.basal?.rate ?? 0).toBeLessThanOrEqual(1_100_000);
      if ((free.basal?.rate ?? 0) > 1_100_000) held += 1;
    }),
  );
  expect(held).toBeGreaterThan(0);
});

test('a plan is no worse than any plan that differs in one block', () => {
  const aims = { target: 115, low: 90, below: 6, lowWeight: 20, effort: 17 };
  const usualU = 0.25;
  const glucose = Float64Array.from({ length: STEPS + 1 }, (_, step) => 130 + 60 * Math.sin(step / 4));
  const strength = new Float64Array(STEPS + 1).fill(0.8);
  const outlook = { glucose, margin: new Float64Array(STEPS + 1), strength, gain: 90, usualU, mostU: 3 };
  const plan = planFor(outlook, aims);
  const costOf = (blocks: Float64Array, line: Float64Array): number =>
    line.subarray(1).reduce((sum, at) => {
      const off = at - aims.target;
      const short = Math.max(0, aims.low - at);
      return sum + (off > 0 ? 1 : aims.below) * off * off + aims.lowWeight * short * short;
    }, 0) + blocks.reduce((sum, each) => sum + (aims.effort * (each - usualU) ** 2) / usualU ** 2, 0);
  const best = costOf(plan.blocksU, plan.glucose);
  let compared = 0;
  for (let block = 0; block < BLOCKS; block += 1)
    for (const by of [-0.1, 0.1]) {
      const other = Float64Array.from(plan.blocksU);
      other[block] = Math.min(3, Math.max(0, (other[block] ?? 0) + by));
      const change = (other[block] ?? 0) - (plan.blocksU[block] ?? 0);
      const shifted = plan.glucose.map(
        (at, step) => at + 0.8 * outlook.gain * change * (RESPONSE[step - block] ?? 0),
      );
      expect(costOf(other, shifted)).toBeGreaterThanOrEqual(best * 0.999);
      compared += 1;
    }
  expect(compared).toBe(2 * BLOCKS);
});

test('a bolus that has just begun is on board already', () => {
  const readings = past([180, 190, 200]);
  const begun: History['delivered'][number] = { ...bolus(3, 0), startMs: NOW, endMs: NOW };
  const without = askedUu({ readings, delivered: [], carbs: [] });
  expect(without).toBeGreaterThan(0);
  expect(askedUu({ readings, delivered: [begun], carbs: [] })).toBeLessThan(without);
});

test('sensitivity is never below what weight and ratio imply, and is what was set where no weight is known', () => {
  expect(carefulSensitivity(40, 25, 35)).toBeCloseTo(92.86, 2);
  expect(carefulSensitivity(200, 25, 35)).toBe(200);
  expect(carefulSensitivity(40, 25, null)).toBe(40);
});

test('a day of three of each age with basal too high: less time low than by hand, and more time in range', () => {
  const { members } = cohortProtocol();
  const some = members.filter(({ patient }) => /#00[123]$/.test(patient));
  expect(some).toHaveLength(9);
  const pooled = { ours: { low: 0, range: 0 }, hand: { low: 0, range: 0 } };
  for (const member of some) {
    const hand = basalBolus({
      basalUPerHour: member.basalUPerHour * 1.3,
      carbRatioGPerU: member.carbRatioGPerU,
      sensitivity: member.questSensitivity,
    });
    const controller = predictiveController({ weightKg: uvaPatient(member.patient).BW });
    const treated = { sensitivity: 'quest', basalTimes: 1.3 } as const;
    const ours = controlled(controller, therapyOf(member, treated), handOf(member, treated));
    const all = { ours, hand };
    for (const [who, decide] of [['ours', all.ours] as const, ['hand', all.hand] as const]) {
      const { below70, inRange } = metricsOf(
        replayMember(member, { protocol: 'R', days: 1, decide }).glucose,
      );
      pooled[who].low += below70 / some.length;
      pooled[who].range += inRange / some.length;
    }
  }
  const { ours, hand } = pooled;
  console.log(
    `in range ${ours.range.toFixed(1)} and ${hand.range.toFixed(1)} %, below 70 ${ours.low.toFixed(1)} and ${hand.low.toFixed(1)} %`,
  );
  expect(ours.low).toBeLessThan(0.75 * hand.low);
  expect(ours.range).toBeGreaterThan(hand.range);
});
