import { z } from 'zod';

const DAY_MIN = 1_440;

const minute = z.number().int().min(0);
/** From the first minute to just before the last. */
const span = { fromMin: minute, toMin: minute };
const grams = z.number().min(1).max(300);

const mealSchema = z.strictObject({
  atMin: minute,
  carbsG: grams,
  told: z.strictObject({ atMin: minute, carbsG: grams }).nullable(),
});

/**
 * Days of somebody's life from midnight on, as data. Minutes count from the beginning. Where a field says nothing the
 * day is the model's own: no exercise, no dawn, an infusion set and a sensor that work.
 */
export const scenarioSchema = z
  .strictObject({
    name: z.string().min(1).max(80),
    days: z.number().int().min(1).max(366),
    meals: z.array(mealSchema),
    /** `intensity`: share of the heart rate's reserve, 0 at rest, 1 at the most. */
    exercise: z.array(z.strictObject({ ...span, intensity: z.number().min(0).max(1) })).default([]),
    /** What the liver makes more at the height of dawn, mg/kg/min. */
    dawnMgPerKgPerMin: z.number().min(0).max(3).default(0),
    /** What insulin does in each hour of the day, as a share of the model's. */
    sensitivityByHour: z.array(z.number().min(0.2).max(3)).length(24).nullable().default(null),
    /** An infusion set that lets only a share through. */
    setFailures: z.array(z.strictObject({ ...span, reaching: z.number().min(0).max(1) })).default([]),
    /** The line is blocked: nothing gets through, and the pump has to notice. */
    occlusions: z.array(z.strictObject(span)).default([]),
    /** Somebody lies on the sensor. */
    compressions: z.array(z.strictObject({ ...span, depthMgPerDl: z.number().min(5).max(150) })).default([]),
    /** The sensor is silent. */
    gaps: z.array(z.strictObject(span)).default([]),
  })
  .check(({ value, issues }) => {
    const say = (path: readonly (string | number)[], message: string): void => {
      issues.push({ code: 'custom', input: value, path: [...path], message });
    };
    const end = value.days * DAY_MIN;
    for (const [index, { atMin }] of value.meals.entries())
      if (atMin >= end)
        say(['meals', index, 'atMin'], `${atMin} is not below ${end}, the end of day ${value.days}`);
    for (const field of ['exercise', 'setFailures', 'occlusions', 'compressions', 'gaps'] as const)
      for (const [index, { fromMin, toMin }] of value[field].entries())
        if (toMin <= fromMin) say([field, index, 'toMin'], `${toMin} is not after fromMin ${fromMin}`);
  });

export type Scenario = z.infer<typeof scenarioSchema>;

/** Reads a scenario. Throws an Error that names the file, the field and what is wrong with it. */
export const readScenario = (file: string, text: string): Scenario => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const read = scenarioSchema.safeParse(raw);
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  return read.data;
};
