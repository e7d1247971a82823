import { z } from 'zod';
import { minutes } from '../../../../src/automation/effects/grid.ts';
import { correctionOf } from '../../../../src/automation/loop/correction.ts';
import {
  automaticBolusFor,
  manualBolusFor,
  tempBasalFor,
} from '../../../../src/automation/loop/recommend.ts';
import { family } from '../../family.ts';
import { model } from './model.ts';
import { instant } from './shapes.ts';

const input = z.object({
  dose_time: instant,
  prediction_min_mgdl: z.array(z.tuple([z.number(), z.number()])),
  target_low: z.number(),
  target_high: z.number(),
  suspend: z.number(),
  isf: z.number(),
  basal: z.number(),
  active_insulin: z.number(),
  max_bolus: z.number(),
  max_basal: z.number(),
  max_active_insulin: z.number(),
  application_factor: z.number(),
  model,
});

const always = <T>(value: T) => [
  { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY, value },
];

const correctionFor = (given: z.infer<typeof input>) =>
  correctionOf({
    prediction: {
      atMs: Float64Array.from(given.prediction_min_mgdl, ([minute]) => given.dose_time + minutes(minute)),
      mgDl: Float64Array.from(given.prediction_min_mgdl, ([, mgDl]) => mgDl),
    },
    atMs: given.dose_time,
    target: always({ low: given.target_low, high: given.target_high }),
    suspendBelow: given.suspend,
    sensitivity: always(given.isf),
    model: given.model,
  });

/** From a prediction to the correction and the three ways to make it. */
export const dose = family({
  file: 'loop/dose.json',
  schema: z.object({
    input,
    expected: z.object({
      correction: z.object({
        kind: z.enum(['inRange', 'aboveRange', 'entirelyBelowRange', 'suspend']),
        min: z.number().optional(),
        correcting: z.number().optional(),
        units: z.number().optional(),
      }),
      tempBasal_U_per_h: z.number(),
      tempBasal_duration_s: z.number(),
      auto_bolus_U: z.number(),
      auto_tempBasal_U_per_h: z.number(),
      manualBolus_U: z.number(),
      manual_notice: z.string(),
    }),
  }),
  measures: {
    'glucose corrected': { tolerance: 1e-4, unit: 'mg/dL' },
    units: { tolerance: 1e-4, unit: 'U' },
    rate: { tolerance: 1e-4, unit: 'U/h' },
  },
  compare: ({ input: given, expected }, check) => {
    const correction = correctionFor(given);
    const theirs = expected.correction;
    check.same('kind', correction.kind, theirs.kind);
    if (theirs.min !== undefined && 'min' in correction)
      check.near('glucose corrected', 'lowest', correction.min, theirs.min);
    if (theirs.correcting !== undefined && 'correcting' in correction)
      check.near('glucose corrected', 'correcting', correction.correcting, theirs.correcting);
    if (theirs.units !== undefined && 'units' in correction)
      check.near('units', 'correction', correction.units, theirs.units);
    const limits = {
      basal: given.basal,
      maxBasal: given.max_basal,
      maxBolus: given.max_bolus,
      onBoard: given.active_insulin,
      maxOnBoard: given.max_active_insulin,
    };
    const temp = tempBasalFor(correction, limits);
    check.near('rate', 'temporary basal', temp.unitsPerHour, expected.tempBasal_U_per_h);
    check.same('duration', temp.durationMs / 1_000, expected.tempBasal_duration_s);
    const automatic = automaticBolusFor(correction, given.application_factor, limits);
    check.near('units', 'automatic bolus', automatic.units, expected.auto_bolus_U);
    check.near('rate', 'basal beside it', automatic.basal.unitsPerHour, expected.auto_tempBasal_U_per_h);
    const first = given.prediction_min_mgdl[0]?.[1] ?? Number.NaN;
    const manual = manualBolusFor(correction, given.max_bolus, first, given.target_low);
    check.near('units', 'manual bolus', manual.units, expected.manualBolus_U);
    check.same('notice', manual.notice ?? '', expected.manual_notice);
  },
});
