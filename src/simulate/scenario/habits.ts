/** How people differ from the plan: changes of what the pump is told, each meal on its own. All seeded. */
import type { Meal } from '../meals.ts';
import type { Random } from '../random.ts';

type Meals = readonly Meal[];

const checked = (name: string, share: number): void => {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`the share of ${name}, ${share}, is not from 0 to 1`);
};

/** So many meals are eaten and never told. */
export const missedBoluses = (meals: Meals, share: number, { uniform }: Random): Meals => {
  checked('missed boluses', share);
  return meals.map(meal => (uniform() < share ? { ...meal, told: null } : meal));
};

/** So many meals are told late, `lateMin` minutes after they would have been. */
export const lateBoluses = (meals: Meals, share: number, lateMin: number, { uniform }: Random): Meals => {
  checked('late boluses', share);
  return meals.map(meal =>
    uniform() < share && meal.told !== null
      ? { ...meal, told: { ...meal.told, atMin: meal.told.atMin + lateMin } }
      : meal,
  );
};

/** Carbohydrate as people count it: a normal relative error, never below a fifth or above thrice what it is. */
export const miscounted = (meals: Meals, relativeError: number, { normal }: Random): Meals =>
  meals.map(meal => {
    const factor = Math.min(3, Math.max(0.2, 1 + relativeError * normal()));
    return meal.told === null
      ? meal
      : { ...meal, told: { ...meal.told, carbsG: Math.max(1, Math.round(meal.told.carbsG * factor)) } };
  });
