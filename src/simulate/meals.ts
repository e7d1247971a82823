/** What a person tells the pump of a meal, and when: the first bite is at `atMin` of the meal itself. */
export type Told = { readonly atMin: number; readonly carbsG: number };

/** A meal. What is told may be late, wrong, or nothing at all. Minutes count from the beginning of the scenario. */
export type Meal = { readonly atMin: number; readonly carbsG: number; readonly told: Told | null };

/** Whoever eats more at once eats for longer: at most 5 g in a minute, as in simglucose. */
export const MOST_EATEN_G_PER_MIN = 5;

/** A meal told as it is, at the first bite. */
export const toldMeal = (atMin: number, carbsG: number): Meal => ({ atMin, carbsG, told: { atMin, carbsG } });

/** What waits to be eaten. Serve before the minute, then bite once for it. */
export const plate = () => {
  let waitingG = 0;
  return {
    serve: (carbsG: number): void => {
      if (!(carbsG >= 0)) throw new RangeError(`a meal of ${carbsG} g cannot be served`);
      waitingG += carbsG;
    },
    /** Grams eaten in this minute. */
    bite: (): number => {
      const eatenG = Math.min(MOST_EATEN_G_PER_MIN, waitingG);
      waitingG -= eatenG;
      return eatenG;
    },
  };
};
