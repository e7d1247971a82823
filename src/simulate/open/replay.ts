/**
 * A virtual patient with a sensor and a drive, and whatever decides between them: the short way, without charts and
 * without a ledger, for trying dose mathematics. What it shows of a controller holds for the pump only as far as the
 * whole pump in a campaign shows the same.
 */
import { type Body, type Influence, USUAL } from '../body.ts';
import { type Meal, plate, type Told } from '../meals.ts';
import type { Sensor } from '../sensor/sensor.ts';
import { type Drive, ISLET_DRIVE, pulseTrain } from './pulses.ts';

/** A reading as a controller gets it: whole mg/dL. */
export type Reading = { readonly minute: number; readonly mgPerDl: number };

/** What is known when something is decided: at each reading that came, and whenever a meal is told. */
export type Moment = {
  /** Minutes since the beginning, which is midnight. */
  readonly minute: number;
  /** All readings so far, oldest first; that of this minute, if one came, is the last. */
  readonly readings: readonly Reading[];
  /** What has been told so far, oldest first. */
  readonly told: readonly Told[];
  /** What is told in this minute. */
  readonly news: readonly Told[];
  /** Insulin of each past minute, µU; zero from this minute on. Not to be kept: it changes as time passes. */
  readonly deliveredUu: Int32Array;
  /** What of it were boluses. */
  readonly bolusUu: Int32Array;
};

/** Whole µU/h until the next order, and a bolus now, whole µU. */
export type Order = {
  readonly basalUuPerHour: number;
  readonly bolusUu: number;
  /** After so many minutes without another order the first rate holds again; absent: it stays. */
  readonly basalMin?: number;
};

export type Decide = (moment: Moment) => Order;

/** Carbohydrate against a low, not told to the pump. */
export type Rescue = {
  readonly belowMgPerDl: number;
  readonly carbsG: number;
  /** From one to the next at least. */
  readonly everyMin: number;
};

export type Replay = {
  readonly body: Body;
  readonly minutes: number;
  readonly meals: readonly Meal[];
  readonly sensor: Sensor;
  readonly decide: Decide;
  /** The rate until the first decision, and where a decision has run out, µU/h. */
  readonly basalUuPerHour: number;
  readonly rescue?: Rescue | null;
  readonly drive?: Drive;
  /** What the minute does to the body, and what share of the insulin reaches it. */
  readonly influence?: (minute: number) => Influence;
  readonly reaching?: (minute: number) => number;
};

export type Outcome = {
  /** Glucose under the skin at each minute, mg/dL, both ends included. */
  readonly glucose: Float64Array;
  readonly readings: readonly Reading[];
  /** Insulin that left the pump in each minute, µU. */
  readonly deliveredUu: Int32Array;
  /** What of it were boluses, µU. */
  readonly bolusUu: Int32Array;
  /** Minutes at which rescue carbohydrate was begun. */
  readonly rescues: readonly number[];
  /** The first minute below 10 or above 600 mg/dL; null where there is none. */
  readonly failedAt: number | null;
};

const FAILURE = { below: 10, above: 600 } as const;
const UU_PER_U = 1_000_000;

/**
 * Lives through a scenario. Throws a RangeError where an order is no whole dose, or the scenario is no whole minutes.
 */
export const replay = ({
  body,
  minutes,
  meals,
  sensor,
  decide,
  basalUuPerHour,
  rescue = null,
  drive = ISLET_DRIVE,
  influence = () => USUAL,
  reaching = () => 1,
}: Replay): Outcome => {
  if (!(Number.isSafeInteger(minutes) && minutes > 0)) throw new RangeError(`${minutes} is no whole minutes`);
  const food = plate();
  const pulses = pulseTrain(drive);
  const glucose = new Float64Array(minutes + 1);
  const deliveredUu = new Int32Array(minutes);
  const bolusUu = new Int32Array(minutes);
  const readings: Reading[] = [];
  const told: Told[] = [];
  const rescues: number[] = [];
  const announced = meals
    .flatMap(meal => (meal.told === null ? [] : [meal.told]))
    .sort((a, b) => a.atMin - b.atMin);
  const served = [...meals].sort((a, b) => a.atMin - b.atMin);
  let [nextTold, nextMeal] = [0, 0];
  let rate = basalUuPerHour;
  let rateUntil = Number.POSITIVE_INFINITY;
  let failedAt: number | null = null;

  /** What the person says in this minute, and what they begin to eat. */
  const person = (minute: number): readonly Told[] => {
    const news: Told[] = [];
    for (
      let next = announced[nextTold];
      next !== undefined && next.atMin <= minute;
      next = announced[nextTold]
    ) {
      news.push(next);
      nextTold += 1;
    }
    told.push(...news);
    for (let next = served[nextMeal]; next !== undefined && next.atMin <= minute; next = served[nextMeal]) {
      food.serve(next.carbsG);
      nextMeal += 1;
    }
    return news;
  };

  /** The reading of this minute, if it is time for one and it comes; a low one brings rescue. */
  const sense = (minute: number, mgPerDl: number): boolean => {
    if (minute % sensor.everyMin !== 0) return false;
    const reading = sensor.read(minute, mgPerDl);
    if (reading === null) return false;
    readings.push({ minute, mgPerDl: Math.round(reading) });
    const last = rescues.at(-1);
    if (
      rescue !== null &&
      reading < rescue.belowMgPerDl &&
      (last === undefined || minute - last >= rescue.everyMin)
    ) {
      rescues.push(minute);
      food.serve(rescue.carbsG);
    }
    return true;
  };

  const note = (minute: number): number => {
    const now = body.glucoseMgPerDl();
    glucose[minute] = now;
    if (failedAt === null && (now < FAILURE.below || now > FAILURE.above)) failedAt = minute;
    return now;
  };

  for (let minute = 0; minute < minutes; minute += 1) {
    const now = note(minute);
    const news = person(minute);
    const came = sense(minute, now);
    if (came || news.length > 0) {
      const order = decide({ minute, readings, told, news, deliveredUu, bolusUu });
      rate = order.basalUuPerHour;
      rateUntil = minute + (order.basalMin ?? Number.POSITIVE_INFINITY);
      pulses.bolus(order.bolusUu);
    }
    const given = pulses.minute(minute < rateUntil ? rate : basalUuPerHour);
    const uu = (given.basal + given.bolus) * drive.pulseUu;
    deliveredUu[minute] = uu;
    bolusUu[minute] = given.bolus * drive.pulseUu;
    body.minute((uu / UU_PER_U) * reaching(minute), food.bite(), influence(minute));
  }
  note(minutes);
  return { glucose, readings, deliveredUu, bolusUu, rescues, failedAt };
};
