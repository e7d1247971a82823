import { z } from 'zod';
import { settableRate } from '../../../../src/automation/oref/rounding.ts';
import { maxSafeBasal, setTemp } from '../../../../src/automation/oref/temp.ts';
import { profileJson } from '../../../../src/interop/openaps/profile.ts';
import type { Check } from '../../check.ts';
import { family } from '../../family.ts';
import { orAbsent, runningTempJson } from './read.ts';

export const TEMP_MEASURES = { rate: { tolerance: 0.005, unit: 'U/h' } } as const;

type RateCheck = Check<'rate'>;

/** Null or absent: not set. */
const tempJson = z.object({ rate: z.number().nullish(), duration: z.number().nullish() });

export const setTempInput = z.object({
  rate: z.number(),
  duration: z.number(),
  profile: profileJson,
  /** What the answer is written into; what is not set stays as it was. */
  rT: tempJson.optional(),
  currenttemp: orAbsent(runningTempJson),
});

export const compareSetTemp = (
  { rate, duration, profile, rT, currenttemp }: z.infer<typeof setTempInput>,
  expected: z.infer<typeof tempJson>,
  check: RateCheck,
): void => {
  const limits = { ...profile, currentBasal: profile.currentBasal ?? Number.NaN };
  const { temp } = setTemp({ rate, minutes: duration }, limits, currenttemp ?? null);
  const answer = temp === null ? (rT ?? {}) : { rate: temp.rate, duration: temp.minutes };
  check.same('duration', answer.duration ?? null, expected.duration ?? null);
  const { rate: expectedRate = null } = expected;
  if (expectedRate === null) check.same('rate given', (answer.rate ?? null) !== null, false);
  else check.near('rate', 'rate', answer.rate ?? Number.NaN, expectedRate);
};

export const safeBasalInput = z.object({ profile: profileJson });

export const compareSafeBasal = (
  { profile }: z.infer<typeof safeBasalInput>,
  expected: number,
  check: RateCheck,
): void => {
  const limits = { ...profile, currentBasal: profile.currentBasal ?? Number.NaN };
  check.near('rate', 'highest safe rate', maxSafeBasal(limits), expected);
};

const roundCase = z.object({
  fn: z.literal('round_basal'),
  input: z.object({ rate_U_per_h: z.number(), pump_model: z.string().nullable() }),
  expected: z.object({ rate_U_per_h: z.number() }),
});
const setCase = z.object({
  fn: z.literal('setTempBasal'),
  input: setTempInput,
  expected: tempJson.extend({ maxSafeBasal: z.number() }),
});

/** Rates a pump can be set to, and temporary basals as far as they are safe. */
export const temps = family({
  file: 'oref0/basal_rounding_and_set_temp.json',
  schema: z.discriminatedUnion('fn', [roundCase, setCase]),
  measures: TEMP_MEASURES,
  compare: (example, check) => {
    if (example.fn === 'round_basal') {
      const { rate_U_per_h, pump_model } = example.input;
      check.near('rate', 'rate', settableRate(rate_U_per_h, pump_model), example.expected.rate_U_per_h);
      return;
    }
    compareSetTemp(example.input, example.expected, check);
    compareSafeBasal(example.input, example.expected.maxSafeBasal, check);
  },
});

export const ownTemps = family({
  file: 'oref0/own_tests_set_temp_basal.json',
  schema: z.discriminatedUnion('function', [
    z.object({
      function: z.literal('lib/basal-set-temp.setTempBasal'),
      input: setTempInput,
      expected: tempJson,
    }),
    z.object({
      function: z.literal('lib/basal-set-temp.getMaxSafeBasal'),
      input: safeBasalInput,
      expected: z.number(),
    }),
  ]),
  measures: TEMP_MEASURES,
  compare: (example, check) => {
    if (example.function === 'lib/basal-set-temp.getMaxSafeBasal')
      compareSafeBasal(example.input, example.expected, check);
    else compareSetTemp(example.input, example.expected, check);
  },
});
