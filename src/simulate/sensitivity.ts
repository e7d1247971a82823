import type { Body } from './body.ts';

/** What a body answers to insulin and food, from rest. */
export type Answer = {
  /** Fall to the lowest glucose, per unit, mg/dL. */
  readonly sensitivityMgPerDlPerU: number;
  /** When it is lowest, min. */
  readonly lowestAtMin: number;
  /** Rise to the highest glucose, per gram of carbohydrate, mg/dL. */
  readonly riseMgPerDlPerG: number;
};

const WATCHED_MIN = 900;
const TEST_MEAL = { gPerMin: 5, minutes: 4 } as const;
/** The test dose: a fiftieth of a day's insulin, which is small enough to be harmless and to show. */
const TEST_SHARE = 1 / 50;

/**
 * Measured as a clinic would if it could repeat a day: at rest on basal, once with a fiftieth of a day's insulin and no
 * food, once with 20 g and no bolus. `basalU` is U/min, `dailyU` a day's insulin, U.
 */
export const answerOf = (body: () => Body, basalU: number, dailyU: number): Answer => {
  const dose = dailyU * TEST_SHARE;
  const [dosed, fed] = [body(), body()];
  const start = dosed.glucoseMgPerDl();
  let [low, high, lowestAtMin] = [start, start, 0];
  for (let minute = 0; minute < WATCHED_MIN; minute += 1) {
    dosed.minute(basalU + (minute === 0 ? dose : 0), 0);
    fed.minute(basalU, minute < TEST_MEAL.minutes ? TEST_MEAL.gPerMin : 0);
    if (dosed.glucoseMgPerDl() < low) [low, lowestAtMin] = [dosed.glucoseMgPerDl(), minute + 1];
    high = Math.max(high, fed.glucoseMgPerDl());
  }
  return {
    sensitivityMgPerDlPerU: (start - low) / dose,
    lowestAtMin,
    riseMgPerDlPerG: (high - start) / (TEST_MEAL.gPerMin * TEST_MEAL.minutes),
  };
};
