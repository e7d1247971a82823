import type { Clock } from '../ports.ts';
import { advance, type Body, type Person, steadyBody } from './glucose.ts';

/** A meal at this minute of the local day. */
export type Meal = { readonly minuteOfDay: number; readonly carbsG: number };

/** A light day, so that a pump that only gives basal shows rises and no emergency. */
export const LIGHT_DAY: readonly Meal[] = [
  { minuteOfDay: 7 * 60 + 30, carbsG: 20 },
  { minuteOfDay: 12 * 60 + 30, carbsG: 25 },
  { minuteOfDay: 19 * 60, carbsG: 25 },
];

export type PatientOptions = {
  readonly clock: Clock;
  readonly person: Person;
  /** The rate the body is used to when it begins. */
  readonly basalUuPerHour: number;
  /** All insulin that has reached the body so far; never falls. */
  readonly deliveredUu: () => number;
  readonly meals: readonly Meal[];
  readonly utcOffsetMinutes: number;
};

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/**
 * A body on the pump's clock. The function it returns says the glucose now, in mg/dL; what was delivered
 * since the last call is taken to have come evenly. Meals are eaten whole when their minute passes.
 */
export const livingPatient = ({
  clock,
  person,
  basalUuPerHour,
  deliveredUu,
  meals,
  utcOffsetMinutes,
}: PatientOptions) => {
  let body: Body = steadyBody(person, basalUuPerHour);
  let at = clock.now();
  let wall: number = clock.wall();
  let counted = deliveredUu();
  return (): number => {
    const [now, wallNow, delivered] = [clock.now(), clock.wall(), deliveredUu()];
    if (now <= at) return body.mgPerDl;
    const insulinUu = Math.max(0, delivered - counted);
    const offset = utcOffsetMinutes * MINUTE_MS;
    body = advance(
      person,
      body,
      { insulinUu, carbsG: eatenBetween(meals, wall + offset, wallNow + offset) },
      now - at,
    );
    at = now;
    wall = wallNow;
    counted = delivered;
    return body.mgPerDl;
  };
};

/** Carbohydrate of the meals whose minute is after `fromMs` and not after `toMs`, in local time. */
export const eatenBetween = (meals: readonly Meal[], fromMs: number, toMs: number): number =>
  meals.reduce((sum, { minuteOfDay, carbsG }) => {
    const times = (ms: number): number => Math.floor((ms - minuteOfDay * MINUTE_MS) / DAY_MS);
    return sum + carbsG * Math.max(0, times(toMs) - times(fromMs));
  }, 0);
