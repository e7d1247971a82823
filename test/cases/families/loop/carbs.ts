import { z } from 'zod';
import {
  CARB_OPTIONS,
  type CarbEntry,
  type CarbOptions,
} from '../../../../src/automation/effects/carbStatus.ts';
import {
  carbEffect,
  carbStatuses,
  carbsOnBoardAt,
  isAbsorbing,
} from '../../../../src/automation/effects/carbs.ts';
import { blankEffect, minutes, STEP_MS } from '../../../../src/automation/effects/grid.ts';
import { family } from '../../family.ts';
import { compareEffect, instant, interval, spans, timed, velocities } from './shapes.ts';

export const carbEntries = z.array(
  z
    .object({ date: instant, grams: z.number(), absorptionTime: z.number().nullable().default(null) })
    .transform(
      ({ date, grams, absorptionTime }): CarbEntry => ({
        atMs: date,
        grams,
        absorptionMs: absorptionTime === null ? null : absorptionTime * 1_000,
      }),
    ),
);

const KINDS = { linear: 'linear', piecewise: 'piecewiseLinear', parabolic: 'parabolic' } as const;

export const carbOptions = z
  .object({
    absorption_model: z.enum(['linear', 'piecewise', 'parabolic']),
    absorption_time_overrun: z.number(),
    initial_overrun: z.number(),
    default_absorption_time_h: z.number().default(3),
    delay_min: z.number(),
    map_delay_min: z.number().optional(),
    adaptive: z.boolean().default(false),
  })
  .transform(options => {
    const effect: CarbOptions = {
      ...CARB_OPTIONS,
      absorption: KINDS[options.absorption_model],
      overrun: options.absorption_time_overrun,
      initialOverrun: options.initial_overrun,
      defaultAbsorptionMs: minutes(60 * options.default_absorption_time_h),
      delayMs: minutes(options.delay_min),
      adaptive: options.adaptive,
    };
    // Observation may be delayed otherwise than the effect.
    return { effect, status: { ...effect, delayMs: minutes(options.map_delay_min ?? options.delay_min) } };
  });

export const carbs = family({
  file: 'loop/carbs.json',
  schema: z.object({
    input: z.object({
      entries: carbEntries,
      counteraction: velocities,
      carb_ratio: spans,
      sensitivity: spans,
      options: carbOptions,
      window: interval,
    }),
    expected: z.object({
      status: z.array(
        z.object({
          clamped_g: z.number(),
          observed_g: z.number(),
          remaining_g: z.number(),
          total_g: z.number(),
          estimatedTimeRemaining_s: z.number(),
          isActive: z.boolean(),
        }),
      ),
      effect: timed,
      cob: timed,
    }),
  }),
  measures: {
    grams: { tolerance: 1e-6, unit: 'g', relativeTo: 1 },
    time: { tolerance: 1e-6, unit: 's', relativeTo: 1 },
    effect: { tolerance: 1e-6, unit: 'mg/dL', relativeTo: 1 },
    'on board': { tolerance: 1e-6, unit: 'g', relativeTo: 1 },
  },
  compare: ({ input, expected }, check) => {
    const { entries, counteraction, carb_ratio, sensitivity, options } = input;
    const statuses = carbStatuses(entries, counteraction, carb_ratio, sensitivity, options.status);
    check.same('how many meals', statuses.length, expected.status.length);
    for (const [index, theirs] of expected.status.entries()) {
      const ours = statuses[index];
      if (ours === undefined) continue;
      check.near('grams', 'absorbed', ours.absorbedGrams, theirs.clamped_g);
      check.near('grams', 'observed', ours.observedGrams, theirs.observed_g);
      check.near('grams', 'remaining', ours.remainingGrams, theirs.remaining_g);
      check.near('grams', 'eaten', ours.entry.grams, theirs.total_g);
      check.near('time', 'time remaining', ours.remainingMs / 1_000, theirs.estimatedTimeRemaining_s);
      check.same('absorbing', isAbsorbing(ours), theirs.isActive);
    }
    const [from, to] = input.window;
    compareEffect(check, 'effect', carbEffect(statuses, options.effect, from, to), expected.effect);
    const { startMs, values } = blankEffect(from, to);
    const onBoard = values.map((_, index) =>
      carbsOnBoardAt(statuses, options.effect, startMs + index * STEP_MS),
    );
    compareEffect(check, 'on board', { startMs, values: onBoard }, expected.cob);
  },
});
