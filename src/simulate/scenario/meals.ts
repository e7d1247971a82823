import { type Meal, toldMeal } from '../meals.ts';
import type { Random } from '../random.ts';

/** One kind of meal: how likely it is, when, and how much. Minutes of the day and grams. */
type Habit = {
  readonly likely: number;
  readonly from: number;
  readonly to: number;
  readonly usual: number;
  readonly spread: number;
  readonly carbsG: number;
  readonly carbsSpreadG: number;
};

const habit = (
  likely: number,
  hours: readonly [number, number, number],
  spread: number,
  carbs: readonly [number, number],
): Habit => ({
  likely,
  from: hours[0] * 60,
  usual: hours[1] * 60,
  to: hours[2] * 60,
  spread,
  carbsG: carbs[0],
  carbsSpreadG: carbs[1],
});

/**
 * Breakfast, lunch, dinner and three snacks, with the chances, hours and amounts of simglucose's random scenarios
 * (checked against 210 days of them): the time is normal within its hours, the amount normal and not below zero.
 */
export const HABITS: readonly Habit[] = [
  habit(0.95, [5, 7, 9], 60, [45, 10]),
  habit(0.3, [9, 9.5, 10], 30, [10, 5]),
  habit(0.95, [10, 12, 14], 60, [70, 10]),
  habit(0.3, [14, 15, 16], 30, [10, 5]),
  habit(0.95, [16, 18, 20], 60, [80, 10]),
  habit(0.3, [20, 21.5, 23], 30, [10, 5]),
];

const DAY_MIN = 1_440;

/** Normal within its bounds, by trying again: at least a third of all numbers fall within them. */
const within = ({ from, to, usual, spread }: Habit, { normal }: Random): number => {
  for (;;) {
    const value = usual + spread * normal();
    if (value >= from && value <= to) return Math.round(value);
  }
};

/** Meals of so many days, told as they are at the first bite. The same seed gives the same days. */
export const randomMeals = (days: number, random: Random): readonly Meal[] =>
  Array.from({ length: days }, (_, day) =>
    HABITS.flatMap(each => {
      if (random.uniform() >= each.likely) return [];
      const atMin = day * DAY_MIN + within(each, random);
      const carbsG = Math.round(each.carbsG + each.carbsSpreadG * random.normal());
      return carbsG < 1 ? [] : [toldMeal(atMin, carbsG)];
    }),
  ).flat();
