import type { Meal } from '../meals.ts';
import { randomFrom } from '../random.ts';
import { missedBoluses } from './habits.ts';
import { randomMeals } from './meals.ts';
import { type Scenario, scenarioSchema } from './scenario.ts';

const DAYS = 7;
const HOUR_MIN = 60;
const DAY_MIN = 1_440;

const mealsOf = (seed: number): readonly Meal[] => randomMeals(DAYS, randomFrom(seed, 'meals'));
const daily = <Span>(span: (fromMin: number) => Span): readonly Span[] =>
  Array.from({ length: DAYS }, (_, day) => span(day * DAY_MIN));

/** A week of each kind, from a seed. Sizes and hours are ours, chosen to show something every day. */
const KINDS = {
  usual: seed => ({ meals: mealsOf(seed) }),
  fasting: () => ({ meals: [] }),
  forgetful: seed => ({ meals: missedBoluses(mealsOf(seed), 0.3, randomFrom(seed, 'missed boluses')) }),
  active: seed => ({
    meals: mealsOf(seed),
    dawnMgPerKgPerMin: 0.5,
    exercise: daily(at => ({
      fromMin: at + 17 * HOUR_MIN,
      toMin: at + 17 * HOUR_MIN + 45,
      intensity: 0.5,
    })),
  }),
  mishaps: seed => ({
    meals: mealsOf(seed),
    occlusions: [{ fromMin: 9 * HOUR_MIN, toMin: 13 * HOUR_MIN }],
    compressions: daily(at => ({ fromMin: at + 2 * HOUR_MIN, toMin: at + 3 * HOUR_MIN, depthMgPerDl: 50 })),
    gaps: daily(at => ({ fromMin: at + 15 * HOUR_MIN, toMin: at + 16 * HOUR_MIN })),
  }),
} as const satisfies Readonly<Record<string, (seed: number) => object>>;

export type ScenarioName = keyof typeof KINDS;

export const isScenarioName = (name: string): name is ScenarioName => Object.hasOwn(KINDS, name);
export const scenarioNames = Object.keys(KINDS).filter(isScenarioName);

/** In a few words, for a list. */
export const SCENARIO_WORDS: Readonly<Record<ScenarioName, string>> = {
  usual: 'three meals and some snacks, each told and bolused for',
  fasting: 'nothing to eat: what basal alone does',
  forgetful: 'of ten meals three are never told',
  active: 'dawn, and three quarters of an hour of exercise each afternoon',
  mishaps: 'a blocked line, someone lying on the sensor, an hour without readings',
};

/** A week of this kind. The same seed gives the same week. */
export const namedScenario = (name: ScenarioName, seed: number): Scenario =>
  scenarioSchema.parse({ name, days: DAYS, ...KINDS[name](seed) });
