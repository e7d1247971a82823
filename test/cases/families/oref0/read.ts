import { z } from 'zod';
import type { Meal } from '../../../../src/automation/oref/carbs.ts';
import type { GlucoseStatus } from '../../../../src/automation/oref/deltas.ts';
import type { LastTemp } from '../../../../src/automation/oref/guard.ts';
import type { RunningTemp } from '../../../../src/automation/oref/temp.ts';

/** A number of oref0's JSON, where one that is no number was written as null. */
const nan = z
  .number()
  .nullish()
  .transform(value => value ?? Number.NaN);
const zero = z
  .number()
  .nullish()
  .transform(value => value ?? 0);

/** The moment every recorded call was made at. */
export const FROZEN_MS = Date.parse('2026-01-15T12:00:00.000Z');

/** How JSON of the recorded calls spells an argument that was not given. */
export const orAbsent = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal('<undefined>').transform(() => null), schema]).nullish();

export const glucoseStatusJson = z
  .object({
    glucose: z.number(),
    date: nan,
    noise: nan,
    delta: nan,
    short_avgdelta: nan,
    long_avgdelta: nan,
    last_cal: zero,
  })
  .transform(
    (json): GlucoseStatus => ({
      glucose: json.glucose,
      atMs: json.date,
      noise: json.noise,
      delta: json.delta,
      shortDelta: json.short_avgdelta,
      longDelta: json.long_avgdelta,
      calibratedBack: json.last_cal,
    }),
  );

export const runningTempJson = z
  .object({ rate: nan, duration: nan })
  .transform(({ rate, duration }): RunningTemp => ({ rate, minutes: duration }));

export const lastTempJson = z
  .object({ rate: z.number().optional(), date: z.number(), duration: z.number().optional() })
  .transform(
    ({ rate, date, duration }): LastTemp => ({ rate: rate ?? null, atMs: date, minutes: duration ?? null }),
  );

export const mealJson = z
  .object({
    carbs: zero,
    mealCOB: zero,
    lastCarbTime: nan,
    slopeFromMaxDeviation: nan,
    slopeFromMinDeviation: nan,
    bwFound: z.boolean().nullish(),
  })
  .transform(
    (json): Meal => ({
      carbs: json.carbs,
      carbsOnBoard: json.mealCOB,
      lastCarbsMs: json.lastCarbTime,
      slopeFromMaxDeviation: json.slopeFromMaxDeviation,
      slopeFromMinDeviation: json.slopeFromMinDeviation,
      wizardUsed: json.bwFound === true,
    }),
  );

export const NO_MEAL: Meal = {
  carbs: 0,
  carbsOnBoard: 0,
  lastCarbsMs: Number.NaN,
  slopeFromMaxDeviation: Number.NaN,
  slopeFromMinDeviation: Number.NaN,
  wizardUsed: false,
};

export const autosensJson = z.object({ ratio: z.number() }).transform(({ ratio }) => ratio);
