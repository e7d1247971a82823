import { z } from 'zod';
import type { GlucoseStatus } from '../../../../src/automation/oref/deltas.ts';
import { determine } from '../../../../src/automation/oref/determine.ts';
import { withRaw } from '../../../../src/automation/oref/rawGlucose.ts';
import { settableRate } from '../../../../src/automation/oref/rounding.ts';
import { basalAt, minuteOfDay } from '../../../../src/automation/oref/schedule.ts';
import type { Insulin, Situation } from '../../../../src/automation/oref/situation.ts';
import { profileJson } from '../../../../src/interop/openaps/profile.ts';
import { family } from '../../family.ts';
import { instant } from '../loop/shapes.ts';
import { compareDecision, DECISION_MEASURES, decisionJson } from './decision.ts';
import {
  autosensJson,
  FROZEN_MS,
  glucoseStatusJson,
  lastTempJson,
  mealJson,
  NO_MEAL,
  orAbsent,
  runningTempJson,
} from './read.ts';
import { compareSafeBasal, compareSetTemp, safeBasalInput, setTempInput, TEMP_MEASURES } from './temps.ts';

/** One reading of insulin on board, without steps ahead; one that lacks a value is none. */
const insulinJson = z
  .object({
    iob: z.number().optional(),
    activity: z.number().optional(),
    lastBolusTime: z.number().optional(),
    lastTemp: lastTempJson.optional(),
  })
  .transform(({ iob, activity, lastBolusTime, lastTemp }): Insulin | null =>
    iob === undefined || activity === undefined
      ? null
      : {
          iob,
          activity,
          ticks: [],
          lastBolusMs: lastBolusTime ?? Number.NaN,
          lastTemp: lastTemp ?? null,
        },
  );

const determineInput = z.object({
  glucose_status: orAbsent(glucoseStatusJson),
  currenttemp: orAbsent(runningTempJson),
  iob_data: orAbsent(insulinJson),
  profile: orAbsent(profileJson.and(z.object({ out_units: z.string().optional() }))),
  autosens_data: orAbsent(autosensJson),
  meal_data: orAbsent(mealJson),
  microBolusAllowed: z.boolean().nullish(),
});

const NO_GLUCOSE: GlucoseStatus = glucoseStatusJson.parse({ glucose: 0 });

const situationOf = (input: z.infer<typeof determineInput>): Situation => ({
  nowMs: FROZEN_MS,
  glucose: input.glucose_status ?? NO_GLUCOSE,
  running: input.currenttemp ?? { rate: 0, minutes: 0 },
  insulin: input.iob_data ?? null,
  profile: input.profile ?? profileJson.parse({}),
  autosens: input.autosens_data ?? null,
  meal: input.meal_data ?? NO_MEAL,
  microbolusAllowed: input.microBolusAllowed === true,
});

/** Every call of oref0's tests of determine-basal: the decision, and what it calls. */
export const ownDetermine = family({
  file: 'oref0/own_tests_determine_basal.json',
  schema: z.discriminatedUnion('function', [
    z.object({
      function: z.literal('lib/determine-basal/determine-basal'),
      input: determineInput,
      expected: decisionJson,
    }),
    z.object({
      function: z.literal('lib/round-basal'),
      input: z.object({
        basal: z.number(),
        profile: orAbsent(z.object({ model: z.string().optional() })),
      }),
      expected: z.number(),
    }),
    z.object({
      function: z.literal('lib/basal-set-temp.setTempBasal'),
      input: setTempInput,
      expected: z.object({ rate: z.number().nullish(), duration: z.number().nullish() }),
    }),
    z.object({
      function: z.literal('lib/basal-set-temp.getMaxSafeBasal'),
      input: safeBasalInput,
      expected: z.number(),
    }),
  ]),
  measures: { ...DECISION_MEASURES, ...TEMP_MEASURES },
  compare: (example, check) => {
    if (example.function === 'lib/determine-basal/determine-basal') {
      const situation = situationOf(example.input);
      const unit = example.input.profile?.out_units ?? 'mg/dL';
      compareDecision(check, determine(situation), situation, example.expected, unit);
    } else if (example.function === 'lib/round-basal') {
      const { basal, profile } = example.input;
      check.near('rate', 'rate', settableRate(basal, profile?.model ?? null), example.expected);
    } else if (example.function === 'lib/basal-set-temp.setTempBasal')
      compareSetTemp(example.input, example.expected, check);
    else compareSafeBasal(example.input, example.expected, check);
  },
});

export const ownBasal = family({
  file: 'oref0/own_tests_basal.json',
  schema: z.object({
    input: z.object({
      schedules: z.array(z.object({ i: z.number(), minutes: z.number(), rate: z.number() })),
      now: instant,
    }),
    expected: z.number(),
  }),
  measures: TEMP_MEASURES,
  compare: ({ input, expected }, check) => {
    const schedule = input.schedules
      .toSorted((a, b) => a.i - b.i)
      .map(({ minutes, rate }) => ({ fromMinute: minutes, rate }));
    check.near('rate', 'rate', basalAt(schedule, minuteOfDay(input.now, 0)), expected);
  },
});

export const ownRaw = family({
  file: 'oref0/own_tests_with_raw_glucose.json',
  schema: z.object({
    input: z.object({
      entry: z.object({
        glucose: z.number().optional(),
        sgv: z.number().optional(),
        unfiltered: z.number(),
        filtered: z.number(),
        noise: z.number().optional(),
      }),
      cals: z.array(z.object({ scale: z.number(), intercept: z.number(), slope: z.number() })),
      maxRaw: z.number().optional(),
    }),
    expected: z.object({
      raw: z.number().optional(),
      glucose: z.number().optional(),
      noise: z.number().optional(),
      fromRaw: z.boolean().optional(),
    }),
  }),
  measures: { glucose: { tolerance: 0.5, unit: 'mg/dL' } },
  compare: ({ input: { entry, cals, maxRaw }, expected }, check) => {
    const glucose = entry.glucose ?? entry.sgv ?? 0;
    const { raw, standsIn } = withRaw({ ...entry, glucose }, cals[0] ?? null, maxRaw ?? 150);
    if (raw === null || expected.raw === undefined)
      check.same('raw given', raw !== null, expected.raw !== undefined);
    else check.near('glucose', 'raw', raw, expected.raw);
    check.same('stands in', standsIn !== null, expected.fromRaw === true);
    const shown = standsIn === null ? (entry.glucose ?? entry.sgv ?? null) : raw;
    if (shown !== null && expected.glucose !== undefined)
      check.near('glucose', 'glucose', shown, expected.glucose);
    if (standsIn !== null) check.same('noise', standsIn.noise, expected.noise ?? null);
  },
});
