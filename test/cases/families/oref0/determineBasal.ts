import { z } from 'zod';
import { determine } from '../../../../src/automation/oref/determine.ts';
import type { Situation } from '../../../../src/automation/oref/situation.ts';
import { profileJson } from '../../../../src/interop/openaps/profile.ts';
import { family } from '../../family.ts';
import { instant } from '../loop/shapes.ts';
import { compareDecision, DECISION_MEASURES, decisionJson } from './decision.ts';
import { autosensJson, glucoseStatusJson, lastTempJson, mealJson, runningTempJson } from './read.ts';

const NO_NUMBER =
  'oref0 raises the target of a noisy sensor by noisyCGMTargetMultiplier, for which determine-basal has no default: this profile lacks it, so target, threshold and rate are no numbers (null). Compared is that ours are none either; the controller refuses such a rate, and its settings always have the multiplier.';

const iobJson = z
  .object({
    iob_U: z.array(z.number()),
    activity: z.array(z.number()),
    activity_zero_temp: z.array(z.number()),
    lastBolusTime: z.number(),
    lastTemp: lastTempJson,
  })
  .transform(json => ({
    iob: json.iob_U[0] ?? Number.NaN,
    activity: json.activity[0] ?? Number.NaN,
    ticks: json.activity.map((activity, index) => ({
      activity,
      zeroTempActivity: json.activity_zero_temp[index] ?? Number.NaN,
    })),
    lastBolusMs: json.lastBolusTime,
    lastTemp: json.lastTemp,
  }));

const input = z.object({
  now: instant,
  glucose_status: glucoseStatusJson,
  currenttemp: runningTempJson,
  iob: iobJson,
  profile: profileJson,
  autosens: autosensJson.nullish(),
  meal_data: mealJson,
  microBolusAllowed: z.boolean(),
});

/** Whole decisions of determine-basal. */
export const determineBasal = family({
  file: 'oref0/determine_basal.json',
  schema: z.object({ input, expected: decisionJson }),
  measures: DECISION_MEASURES,
  compare: ({ input, expected }, check) => {
    const situation: Situation = {
      nowMs: input.now,
      glucose: input.glucose_status,
      running: input.currenttemp,
      insulin: input.iob,
      profile: input.profile,
      autosens: input.autosens ?? null,
      meal: input.meal_data,
      microbolusAllowed: input.microBolusAllowed,
    };
    if (expected.rate === null || expected.target_bg === null) check.dispute(NO_NUMBER);
    compareDecision(check, determine(situation), situation, expected, 'mg/dL');
  },
});
