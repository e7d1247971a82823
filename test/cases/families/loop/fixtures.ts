import { z } from 'zod';
import { carbEffect, carbStatuses, carbsOnBoardAt } from '../../../../src/automation/effects/carbs.ts';
import { netDoses } from '../../../../src/automation/effects/doses.ts';
import { counteraction, momentum } from '../../../../src/automation/effects/glucose.ts';
import { blankEffect, minutes, STEP_MS } from '../../../../src/automation/effects/grid.ts';
import { insulinEffect, onBoardAt } from '../../../../src/automation/effects/insulin.ts';
import { presetModel } from '../../../../src/domain/insulinModel.ts';
import type { Check } from '../../check.ts';
import { family } from '../../family.ts';
import { algorithmInput, compareRecommendation, recommendation, runLoop } from './algorithm.ts';
import { carbEntries, carbOptions } from './carbs.ts';
import { compareEffect, delivered, doses, interval, readings, spans, timed, velocities } from './shapes.ts';

/** A value for all time, or one that changes. */
const schedule = z.union([
  spans,
  z
    .number()
    .transform(value => [{ startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY, value }]),
]);

const always = (value: number) => [
  { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY, value },
];

const MEASURE = 'difference';
type Checked = Check<typeof MEASURE>;
/** What a case does once it is read; each kind of fixture has its own input. */
type Run = (check: Checked) => void;

const named = { function: z.string().default(''), tolerance: z.number() };

/** Every fixture names its own tolerance: differences are told as shares of it. */
const within = (check: Checked, tolerance: number): Checked => {
  const unit = tolerance > 0 ? tolerance : 1e-12;
  const scaled = (values: ArrayLike<number>) => Float64Array.from(values, value => value / unit);
  return {
    ...check,
    near: (measure, what, got, expected) => check.near(measure, what, got / unit, expected / unit),
    series: (measure, what, got, expected) => check.series(measure, what, scaled(got), scaled(expected)),
  };
};

const insulinFixture = z
  .object({
    ...named,
    input: z.object({
      doses,
      basal_schedule: spans,
      sensitivity_mgdl_per_U: schedule.optional(),
      window: interval,
    }),
    expected: timed,
  })
  .transform(({ input, expected, tolerance }): Run => {
    const basal = input.basal_schedule.length > 0 ? input.basal_schedule : always(0);
    const net = netDoses(delivered(input.doses, presetModel('rapidActingAdult')), basal);
    const [from, to] = input.window;
    const { startMs, values } = blankEffect(from, to);
    // Without a sensitivity, a fixture is about insulin on board.
    const { sensitivity_mgdl_per_U: sensitivity } = input;
    const ours =
      sensitivity === undefined
        ? { startMs, values: values.map((_, index) => onBoardAt(net, startMs + index * STEP_MS)) }
        : insulinEffect(net, sensitivity, from, to);
    return check => compareEffect(within(check, tolerance), MEASURE, ours, expected);
  });

const momentumFixture = z
  .object({
    ...named,
    input: z.object({ glucose: readings, duration_min: z.number() }),
    expected: timed,
  })
  .transform(({ input, expected, tolerance }): Run => {
    const ours = momentum(input.glucose, minutes(input.duration_min));
    return check => compareEffect(within(check, tolerance), MEASURE, ours, expected);
  });

const counteractionFixture = z
  .object({
    ...named,
    input: z.object({ glucose: readings, insulin_effect: timed }),
    expected: z.object({ velocities }),
  })
  .transform(({ input, expected, tolerance }): Run => {
    const { base, v } = input.insulin_effect;
    const ours = counteraction(input.glucose, { startMs: base ?? 0, values: Float64Array.from(v) });
    const speeds = (all: typeof ours) => all.map(({ perMinute }) => perMinute);
    return check =>
      within(check, tolerance).series(MEASURE, 'velocity', speeds(ours), speeds(expected.velocities));
  });

const carbFixture = z
  .object({
    ...named,
    input: z.object({
      entries: carbEntries,
      counteraction: velocities,
      carb_ratio_g_per_U: schedule,
      sensitivity_mgdl_per_U: schedule,
      options: carbOptions,
      window: interval,
    }),
    expected: timed,
  })
  .transform(({ function: about, input, expected, tolerance }): Run => {
    const { entries, counteraction: seen, options, window } = input;
    const statuses = carbStatuses(
      entries,
      seen,
      input.carb_ratio_g_per_U,
      input.sensitivity_mgdl_per_U,
      options.status,
    );
    const { startMs, values } = blankEffect(...window);
    const ours = about.includes('on board')
      ? {
          startMs,
          values: values.map((_, index) =>
            carbsOnBoardAt(statuses, options.effect, startMs + index * STEP_MS),
          ),
        }
      : carbEffect(statuses, options.effect, ...window);
    return check => compareEffect(within(check, tolerance), MEASURE, ours, expected);
  });

/** Predictions are compared within this, whatever the fixture's tolerance for its dose is. */
const PREDICTION = 0.025;

const algorithmFixture = z
  .object({
    ...named,
    input: algorithmInput,
    expected: z.union([
      timed.transform(predictedGlucose => ({ recommendation: undefined, predictedGlucose })),
      z.object({ recommendation: recommendation.optional(), predictedGlucose: timed.optional() }),
    ]),
  })
  .transform(({ input, expected, tolerance }): Run => {
    const outcome = runLoop(input);
    return check => {
      const { recommendation: theirs, predictedGlucose } = expected;
      if (theirs !== undefined)
        compareRecommendation(within(check, tolerance), MEASURE, input, outcome, theirs);
      if (predictedGlucose === undefined) return;
      const ours = outcome.kind === 'decided' ? outcome.prediction.glucose.mgDl : [];
      within(check, PREDICTION).series(MEASURE, 'predicted', ours, predictedGlucose.v);
    };
  });

/** The fixtures of Loop's own tests, each within the tolerance that its test has. */
export const fixtures = family({
  file: 'loop/fixtures.json',
  schema: z.union([insulinFixture, momentumFixture, counteractionFixture, carbFixture, algorithmFixture]),
  measures: { [MEASURE]: { tolerance: 1, unit: "of the fixture's own tolerance" } },
  compare: (run, check) => run(check),
});
