import { z } from 'zod';
import { automations } from './controllers.ts';
import { BOLUS_POLICIES } from './envelope/evidence.ts';
import { PEOPLE } from './envelope/people.ts';
import { HARD } from './limits.ts';
import { suspendModes } from './lowSuspend/policy.ts';
import { dailyBasal, profilesOf } from './profiles.ts';
import { keptUnit, type NumberKey, otherUnitHint, QUANTITIES } from './quantities.ts';
import { dayPartIssues } from './therapy/dayParts.ts';
import { bodyIssues, DIABETES } from './therapy/perKg.ts';

/**
 * The active settings. They enter as a fact (`settings.changed`), live in the ledger, and are bounded
 * by the hard limits of `limits.ts`. Amounts are whole µU; the TOML file a person edits uses U.
 */

/** What is wrong; and, of a number that is one only in the other unit of glucose, that it is. */
type Said = (words: string) => { readonly error: (issue: { readonly input?: unknown }) => string };

const plainly: Said = words => ({ error: () => words });
const withHint =
  (key: NumberKey): Said =>
  words => ({
    error: ({ input }) => {
      const hint = typeof input === 'number' ? otherUnitHint(key, input) : null;
      return hint === null ? words : `${words}; ${hint}`;
    },
  });

const bounded = (unit: string, least: number, most: number, said = plainly) =>
  z
    .int(said(`must be a whole number of ${unit}`))
    .min(least, said(`is below ${least} ${unit}, the least allowed`))
    .max(most, said(`is above ${most} ${unit}, the most allowed`));

const quantity = (key: NumberKey) => {
  const { least, most } = QUANTITIES[key];
  return bounded(keptUnit(QUANTITIES[key]), least, most, withHint(key));
};

/** Off at zero, or from its least on: a time that short would only be a nuisance. */
const quantityOrOff = (key: NumberKey) => {
  const { least, most } = QUANTITIES[key];
  const unit = keptUnit(QUANTITIES[key]);
  const said = withHint(key);
  return bounded(unit, 0, most, said).refine(
    value => value === 0 || value >= least,
    said(`must be 0 (off) or at least ${least} ${unit}`),
  );
};

const minuteOfDay = bounded('minutes of the day', 0, 1_439);

const halfHour = minuteOfDay.multipleOf(30, 'must start on a half hour');

/** One segment of a basal profile: from this minute of the local day, this rate. */
const segmentSchema = z.strictObject({
  fromMinute: halfHour,
  rateUuPerHour: bounded('µU/h', 0, HARD.maxBasalUuPerHour),
});
const segmentsSchema = z.array(segmentSchema).min(1).max(48);
const profileName = z.string().min(1, 'must have a name').max(24, 'is longer than 24 characters');

/**
 * Settings field by field, every amount within its hard limit: what a record may hold. Whether the fields agree
 * with each other is another question, and asked again each time. A field with a default was added later: files
 * and journals from before it stay valid.
 */
export const settingsFields = z.strictObject({
  /** The profile in use, and its name. The others wait to be selected. */
  basalProfile: segmentsSchema,
  profileName: profileName.default('standard'),
  otherProfiles: z
    .array(z.strictObject({ name: profileName, segments: segmentsSchema }))
    .max(7, 'are more than 7 beside the one in use')
    .default([]),
  maxBasalUuPerHour: quantity('maxBasalUuPerHour'),
  maxBolusUu: quantity('maxBolusUu'),
  maxDailyUu: quantity('maxDailyUu'),
  lowReservoirUu: quantity('lowReservoirUu'),
  /** Duration of insulin action and time of its peak, for the exponential curve. */
  insulinDurationMinutes: quantity('insulinDurationMinutes'),
  insulinPeakMinutes: quantity('insulinPeakMinutes'),
  /** Local time minus UTC, for the profile. */
  utcOffsetMinutes: quantity('utcOffsetMinutes'),
  /** Without any act of a person for so long, delivery stops (SR-044). Zero: never. */
  autoOffHours: quantityOrOff('autoOffHours').default(0),
  /** Whether basal resumes by itself after a clean, short and verified restart (SR-038). */
  resumesAfterRestart: z.boolean().default(false),
  /** Limits of the glucose alarms. */
  glucoseLowMgDl: quantity('glucoseLowMgDl').default(70),
  glucoseHighMgDl: quantity('glucoseHighMgDl').default(250),
  /** A fall or a rise at least this fast is told. */
  glucoseFastMgDlMin: quantity('glucoseFastMgDlMin').default(2),
  /** By which policy low glucose stops basal, the limit of two of them, and whether what is spread ends with it. */
  lowSuspend: z.enum(suspendModes).default('off'),
  lowSuspendLimitMgDl: quantity('lowSuspendLimitMgDl').default(70),
  lowSuspendEndsExtended: z.boolean().default(true),
  /** Which controller a person may switch on, and for whom: each kind of person has hard limits of its own. */
  automation: z.enum(automations).default('off'),
  person: z.enum(PEOPLE).default('adult'),
  /** The body: its weight bounds what is believable; what it needs in a usual day. Zero: not known. */
  diabetes: z.enum(DIABETES).default('type1'),
  weightKg: quantityOrOff('weightKg').default(0),
  dailyInsulinUu: quantityOrOff('dailyInsulinUu').default(0),
  /** When automation may give a bolus, and how much net insulin on board it may bring about; zero: it only lowers. */
  automaticBolus: z.enum(BOLUS_POLICIES).default('none'),
  maxOnBoardUu: quantity('maxOnBoardUu').default(0),
  /** What controllers reckon with: mg/dL per U, g per U (zero: not known, and then there is none), and the aim. */
  sensitivityMgDl: quantityOrOff('sensitivityMgDl').default(0),
  carbRatioG: quantityOrOff('carbRatioG').default(0),
  targetMgDl: quantity('targetMgDl').default(110),
  /** From these times on others; the three above hold from midnight. Absent: for the whole day. */
  dayParts: z
    .array(
      z.strictObject({
        fromMinute: halfHour,
        sensitivityMgDl: quantity('sensitivityMgDl'),
        carbRatioG: quantity('carbRatioG'),
        targetMgDl: quantity('targetMgDl'),
      }),
    )
    .min(1, 'must have a part, or be left out')
    .max(47, 'are more than 47')
    .optional(),
  /** So long after a new site, a change is asked for. Zero: never. */
  siteChangeHours: quantityOrOff('siteChangeHours').default(72),
  /** So long after a bolus, a glucose check is asked for. Zero: never. */
  glucoseCheckMinutes: quantityOrOff('glucoseCheckMinutes').default(0),
  /** What one press adds to a quick bolus. Zero: there is none (SR-035). */
  quickBolusStepUu: quantityOrOff('quickBolusStepUu')
    .refine(value => value % HARD.bolusStepUu === 0, 'must be a multiple of the step of a bolus')
    .default(0),
  /** Parts of the local day in which a bolus is expected. */
  missedBolusWindows: z
    .array(z.strictObject({ fromMinute: minuteOfDay, untilMinute: minuteOfDay }))
    .max(4)
    .default([]),
});

/**
 * Settings that may be used: besides each field, every profile from midnight and in order of time, and what
 * several fields make together. An issue names the field and says what is allowed.
 */
export const settingsSchema = settingsFields.superRefine((settings, context) => {
  const names = profilesOf(settings).map(({ name }) => name);
  for (const [index, { segments }] of profilesOf(settings).entries()) {
    const path = index === 0 ? ['basalProfile'] : ['otherProfiles', index - 1, 'segments'];
    for (const issue of profileIssues(settings, segments))
      context.addIssue({ code: 'custom', path: [...path, ...issue.path], message: issue.message });
    const perDay = dailyBasal(segments);
    if (perDay > settings.maxDailyUu) {
      context.addIssue({
        code: 'custom',
        path: ['maxDailyUu'],
        message: `is below the profile's own ${perDay} µU a day; raise it or lower the profile`,
      });
    }
    if (names.indexOf(names[index] ?? '') !== index) {
      context.addIssue({
        code: 'custom',
        path: ['otherProfiles', index - 1, 'name'],
        message: 'is the name of another profile; give each its own',
      });
    }
  }
  for (const { path, message } of dayPartIssues(settings))
    context.addIssue({ code: 'custom', path: [...path], message });
  for (const { field, message } of bodyIssues(settings))
    context.addIssue({ code: 'custom', path: [field], message });
  for (const key of ['sensitivityMgDl', 'carbRatioG'] as const) {
    if (settings.automation !== 'off' && settings[key] === 0) {
      context.addIssue({
        code: 'custom',
        path: [key],
        message: 'is not set, and automation reckons with it; set it or switch automation off',
      });
    }
  }
  for (const [index, { fromMinute, untilMinute }] of settings.missedBolusWindows.entries()) {
    if (untilMinute <= fromMinute) {
      context.addIssue({
        code: 'custom',
        path: ['missedBolusWindows', index, 'untilMinute'],
        message: 'is not later than its beginning',
      });
    }
  }
});

export type Settings = z.infer<typeof settingsFields>;
export type Segment = Settings['basalProfile'][number];

type Issue = { readonly path: readonly (string | number)[]; readonly message: string };

/** What is wrong with one profile: a beginning other than midnight, an order, a rate that is no rate, or too high. */
const profileIssues = (
  { maxBasalUuPerHour }: { readonly maxBasalUuPerHour: number },
  segments: readonly Segment[],
): readonly Issue[] =>
  segments.flatMap(({ fromMinute, rateUuPerHour }, index) => {
    const before = segments[index - 1];
    const issues: Issue[] = [];
    if (before === undefined && fromMinute !== 0) {
      issues.push({ path: [0, 'fromMinute'], message: 'the first segment must start at minute 0' });
    }
    if (before !== undefined && before.fromMinute >= fromMinute) {
      issues.push({
        path: [index, 'fromMinute'],
        message: 'segments must be in order of time, each later than the one before',
      });
    }
    if (rateUuPerHour > 0 && rateUuPerHour < HARD.leastBasalUuPerHour) {
      issues.push({
        path: [index, 'rateUuPerHour'],
        message: `is below ${HARD.leastBasalUuPerHour} µU/h, the least but 0; raise the rate or set it to 0`,
      });
    }
    if (rateUuPerHour > maxBasalUuPerHour) {
      issues.push({
        path: [index, 'rateUuPerHour'],
        message: `is above maxBasalUuPerHour (${maxBasalUuPerHour} µU/h); lower the rate or raise the maximum`,
      });
    }
    return issues;
  });

/** A plain adult profile for a first look: 0.8 U/h at night, a dawn rise, 1.0 U/h by day. */
export const exampleSettings: Settings = {
  basalProfile: [
    { fromMinute: 0, rateUuPerHour: 800_000 },
    { fromMinute: 240, rateUuPerHour: 1_200_000 },
    { fromMinute: 540, rateUuPerHour: 1_000_000 },
    { fromMinute: 1_320, rateUuPerHour: 850_000 },
  ],
  profileName: 'standard',
  otherProfiles: [],
  maxBasalUuPerHour: 3_000_000,
  maxBolusUu: 10_000_000,
  maxDailyUu: 100_000_000,
  lowReservoirUu: 20_000_000,
  insulinDurationMinutes: 300,
  insulinPeakMinutes: 75,
  utcOffsetMinutes: 0,
  autoOffHours: 0,
  resumesAfterRestart: false,
  glucoseLowMgDl: 70,
  glucoseHighMgDl: 250,
  glucoseFastMgDlMin: 2,
  lowSuspend: 'off',
  lowSuspendLimitMgDl: 70,
  lowSuspendEndsExtended: true,
  automation: 'off',
  person: 'adult',
  diabetes: 'type1',
  weightKg: 0,
  dailyInsulinUu: 0,
  automaticBolus: 'none',
  maxOnBoardUu: 0,
  sensitivityMgDl: 0,
  carbRatioG: 0,
  targetMgDl: 110,
  siteChangeHours: 72,
  glucoseCheckMinutes: 0,
  quickBolusStepUu: 500_000,
  missedBolusWindows: [],
};
