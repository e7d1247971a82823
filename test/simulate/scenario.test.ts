import { expect, test } from 'vitest';
import type { Meal } from '../../src/simulate/meals.ts';
import { cohortProtocol } from '../../src/simulate/open/protocol.ts';
import { replay } from '../../src/simulate/open/replay.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { lateBoluses, miscounted, missedBoluses } from '../../src/simulate/scenario/habits.ts';
import { lifeOf } from '../../src/simulate/scenario/life.ts';
import { randomMeals } from '../../src/simulate/scenario/meals.ts';
import { readScenario, type Scenario, scenarioSchema } from '../../src/simulate/scenario/scenario.ts';
import { sensorWith } from '../../src/simulate/sensor/sensor.ts';
import { uvaBody } from '../../src/simulate/uva/model.ts';
import { steadyBasal, type UvaPatient, uvaPatients } from '../../src/simulate/uva/parameters.ts';

const patients = uvaPatients();
const adults = patients.filter(({ name }) => name.startsWith('adult'));

const scenario = (change: Partial<Scenario>): Scenario =>
  scenarioSchema.parse({ name: 'a test', days: 1, meals: [], ...change });

/** Glucose of each minute at the basal rate that holds the patient's steady state. */
const glucoseOf = (patient: UvaPatient, change: Partial<Scenario>): Float64Array => {
  const what = scenario(change);
  const { influence, reaching, sensorIn } = lifeOf(what);
  const basalUuPerHour = Math.round(steadyBasal(patient) * 60e6);
  return replay({
    body: uvaBody(patient),
    minutes: what.days * 1_440,
    meals: what.meals,
    sensor: sensorIn(sensorWith('DexcomG6', 'none', randomFrom(1, 'cgm'))),
    decide: () => ({ basalUuPerHour, bolusUu: 0 }),
    basalUuPerHour,
    influence,
    reaching,
  }).glucose;
};

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const spread = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (values.length - 1));
};

/** The hours in which each kind of meal falls, and no other. */
const HOURS = [
  [300, 540],
  [540, 600],
  [600, 840],
  [840, 960],
  [960, 1_200],
  [1_200, 1_440],
] as const;

const statistics = (meals: readonly (readonly [atMin: number, carbsG: number])[], days: number) =>
  HOURS.map(([from, to]) => {
    const these = meals.filter(([at]) => at % 1_440 >= from && at % 1_440 < to);
    const times = these.map(([at]) => at % 1_440);
    const carbs = these.map(([, g]) => g);
    return {
      aDay: these.length / days,
      at: mean(times),
      wide: spread(times),
      g: mean(carbs),
      gWide: spread(carbs),
    };
  });

test('random meals have the chances, hours and amounts of 90 days that simglucose made', () => {
  const { days, members } = cohortProtocol();
  const theirs = statistics(
    members.flatMap(({ meals }) => meals.map(({ atMin, carbsG }) => [atMin, carbsG] as const)),
    days * members.length,
  );
  const many = 2_000;
  const ours = statistics(
    randomMeals(many, randomFrom(11, 'meals')).map(({ atMin, carbsG }) => [atMin, carbsG] as const),
    many,
  );
  for (const [index, their] of theirs.entries()) {
    const our = ours[index];
    if (our === undefined) throw new Error('a kind of meal is missing');
    const n = their.aDay * days * members.length;
    // Three and a half standard errors of theirs, or what counting in 90 days can tell.
    expect(Math.abs(our.aDay - their.aDay)).toBeLessThan(0.18);
    expect(Math.abs(our.at - their.at)).toBeLessThan((3.5 * our.wide) / Math.sqrt(n) + 2);
    expect(Math.abs(our.g - their.g)).toBeLessThan((3.5 * our.gWide) / Math.sqrt(n) + 0.5);
    expect(our.wide / their.wide).toBeGreaterThan(0.5);
    expect(our.wide / their.wide).toBeLessThan(2);
    expect(our.gWide / their.gWide).toBeGreaterThan(0.5);
    expect(our.gWide / their.gWide).toBeLessThan(2);
  }
});

test('a seed gives the same meals again, another seed others', () => {
  const meals = (seed: number): readonly Meal[] => randomMeals(3, randomFrom(seed, 'meals'));
  expect(meals(1)).toEqual(meals(1));
  expect(meals(1)).not.toEqual(meals(2));
});

test('boluses are missed, late and miscounted as often and as far as asked, and what is eaten stays', () => {
  const meals = randomMeals(1_000, randomFrom(1, 'meals'));
  const missed = missedBoluses(meals, 0.2, randomFrom(1, 'missed'));
  expect(Math.abs(missed.filter(({ told }) => told === null).length / meals.length - 0.2)).toBeLessThan(0.03);
  const late = lateBoluses(meals, 0.3, 20, randomFrom(1, 'late'));
  const delays = late.map(({ atMin, told }) => (told?.atMin ?? 0) - atMin);
  expect(new Set(delays)).toEqual(new Set([0, 20]));
  expect(Math.abs(delays.filter(each => each === 20).length / meals.length - 0.3)).toBeLessThan(0.03);
  const counted = miscounted(meals, 0.3, randomFrom(1, 'counted'));
  const factors = counted.flatMap(({ carbsG, told }) =>
    told === null || carbsG < 40 ? [] : [told.carbsG / carbsG],
  );
  expect(Math.abs(spread(factors) - 0.3)).toBeLessThan(0.03);
  for (const changed of [missed, late, counted]) {
    expect(changed.map(({ atMin, carbsG }) => [atMin, carbsG])).toEqual(
      meals.map(({ atMin, carbsG }) => [atMin, carbsG]),
    );
  }
  expect(() => missedBoluses(meals, 20, randomFrom(1, 'missed'))).toThrow('20, is not from 0 to 1');
});

test('three quarters of an hour of exercise lower glucose of every fasting adult by 20 to 60 mg/dL, and insulin works better for hours', () => {
  for (const patient of adults) {
    const [rest, walk] = [
      glucoseOf(patient, {}),
      glucoseOf(patient, { exercise: [{ fromMin: 600, toMin: 645, intensity: 0.5 }] }),
    ];
    const fall = Math.max(...rest.subarray(600, 690).map((each, index) => each - (walk[600 + index] ?? 0)));
    expect(fall, patient.name).toBeGreaterThan(20);
    expect(fall, patient.name).toBeLessThan(60);
    expect(walk[600]).toBe(rest[600]);
  }
  const { influence } = lifeOf(scenario({ exercise: [{ fromMin: 600, toMin: 645, intensity: 0.5 }] }));
  expect(influence(1_000).sensitivity).toBeGreaterThan(1.05);
  expect(influence(1_000).uptake).toBeLessThan(1.001);
});

test('dawn raises glucose before breakfast, resistance raises it at its hours, a failing set without end', () => {
  const resistant = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0.7 : 1));
  for (const patient of adults) {
    const usual = glucoseOf(patient, {});
    const dawn = glucoseOf(patient, { dawnMgPerKgPerMin: 0.5 });
    expect((dawn[480] ?? 0) - (usual[480] ?? 0), patient.name).toBeGreaterThan(10);
    expect(dawn[170]).toBe(usual[170]);
    expect(glucoseOf(patient, { sensitivityByHour: resistant })[700]).toBeGreaterThan((usual[700] ?? 0) + 5);
    const failed = glucoseOf(patient, { setFailures: [{ fromMin: 300, toMin: 1_440, reaching: 0 }] });
    expect(failed.at(-1) ?? 0, patient.name).toBeGreaterThan((usual.at(-1) ?? 0) + 80);
  }
});

test('a scenario is read with its units and bounds, and what is wrong is named by field', () => {
  const read = (change: object) =>
    readScenario('mine.json', JSON.stringify({ name: 'mine', days: 1, meals: [], ...change }));
  expect(read({ dawnMgPerKgPerMin: 0.4 }).gaps).toEqual([]);
  for (const [change, message] of [
    [{ meals: [{ atMin: 1_440, carbsG: 10, told: null }] }, '1440 is not below 1440'],
    [{ meals: [{ atMin: 10, carbsG: 0.3, told: null }] }, 'meals[0].carbsG'],
    [{ gaps: [{ fromMin: 10, toMin: 10 }] }, '10 is not after fromMin 10'],
    [{ compressions: [{ fromMin: 1, toMin: 9, depthMgPerDl: 2.2 }] }, 'compressions[0].depthMgPerDl'],
    [{ dawn: 1 }, 'dawn'],
  ] as const) {
    expect(() => read(change)).toThrow(message);
  }
  expect(() => readScenario('mine.json', 'meals')).toThrow('mine.json is not JSON');
});
