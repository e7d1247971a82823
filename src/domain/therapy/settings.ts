import { z } from 'zod';
import { BOLUS_POLICIES } from '../envelope/evidence.ts';
import { KIND_LIMITS, PEOPLE } from '../envelope/people.ts';
import { HARD } from '../limits.ts';
import { DIABETES, PER_KG } from './perKg.ts';

const whole = (unit: string, least: number, most: number) =>
  z
    .int(`must be a whole number of ${unit}`)
    .min(least, `is below ${least} ${unit}, the least allowed`)
    .max(most, `is above ${most} ${unit}, the most allowed`);

const minute = whole('minutes of the day', 0, 1_439);
const glucose = whole('mg/dL', HARD.targetLeastMgDl, HARD.targetMostMgDl);

const scheduled = <Value extends z.ZodType>(value: Value) =>
  z
    .array(z.strictObject({ fromMinute: minute, value }))
    .min(1)
    .max(48)
    .refine(entries => entries[0]?.fromMinute === 0, 'must begin at minute 0')
    .refine(
      entries =>
        entries.every(
          (entry, index) => index === 0 || entry.fromMinute > (entries[index - 1]?.fromMinute ?? 0),
        ),
      'must be in order of time, each later than the one before',
    );

/** What a clinic sets for automation, field by field; amounts in µU, g and mg/dL per U, all whole. */
const fields = z.strictObject({
  diabetes: z.enum(DIABETES),
  /** Whose hard limits hold. */
  person: z.enum(PEOPLE),
  weightKg: whole('kg', 10, 300),
  /** What is needed in a usual day, basal and boluses. */
  dailyInsulinUu: whole('µU', 2_000_000, HARD.maxDailyUu),
  maxBasalUuPerHour: whole('µU/h', 200_000, HARD.maxBasalUuPerHour),
  maxBolusUu: whole('µU', 500_000, HARD.maxBolusUu),
  /** The most net insulin on board that automation may bring about; zero: it only lowers. */
  maxOnBoardUu: whole('µU', 0, 70_000_000),
  automaticBolus: z.enum(BOLUS_POLICIES),
  target: scheduled(z.strictObject({ lowMgPerDl: glucose, highMgPerDl: glucose })),
  sensitivity: scheduled(whole('mg/dL per U', 2, 1_000)),
  carbRatio: scheduled(whole('g per U', 2, 100)),
});

export type TherapySettings = z.infer<typeof fields>;

type Issue = { readonly field: keyof TherapySettings; readonly message: string };

const units = (uu: number): string => `${uu / 1_000_000} U`;

/** What the weight says against an amount; each with the field, the value and the remedy. */
export const perKgIssues = (therapy: TherapySettings): readonly Issue[] => {
  const { diabetes, weightKg, dailyInsulinUu, maxBolusUu, maxBasalUuPerHour } = therapy;
  const bounds = PER_KG[diabetes];
  const check = (
    field: keyof TherapySettings,
    value: number,
    most: number,
    what: string,
  ): readonly Issue[] =>
    value <= most * weightKg
      ? []
      : [
          {
            field,
            message: `${units(value)}${what} is more than ${units(most)} per kg: at ${weightKg} kg at most ${units(most * weightKg)}; check weight and unit`,
          },
        ];
  const isScant = dailyInsulinUu < bounds.dailyLeastUu * weightKg;
  return [
    ...(isScant
      ? [
          {
            field: 'dailyInsulinUu' as const,
            message: `${units(dailyInsulinUu)} a day is less than ${units(bounds.dailyLeastUu)} per kg: at ${weightKg} kg at least ${units(bounds.dailyLeastUu * weightKg)}; check weight and unit`,
          },
        ]
      : []),
    ...check('dailyInsulinUu', dailyInsulinUu, bounds.dailyMostUu, ' a day'),
    ...check('maxBolusUu', maxBolusUu, bounds.bolusMostUu, ' at once'),
    ...check('maxBasalUuPerHour', maxBasalUuPerHour, bounds.basalMostUuPerHour, ' an hour'),
  ];
};

/** Above the hard limits of the kind of person. */
const kindIssues = (therapy: TherapySettings): readonly Issue[] => {
  const most = KIND_LIMITS[therapy.person];
  return (['maxBasalUuPerHour', 'maxBolusUu', 'maxOnBoardUu'] as const).flatMap(field =>
    therapy[field] <= most[field]
      ? []
      : [
          {
            field,
            message: `${units(therapy[field])} is above ${units(most[field])}, the most for ${therapy.person}; lower it, or correct the kind of person`,
          },
        ],
  );
};

/** Settings for automation that may be used: each field in its range, and together believable for this person and weight. */
export const therapySchema = fields.superRefine((therapy, context) => {
  for (const { field, message } of [...kindIssues(therapy), ...perKgIssues(therapy)])
    context.addIssue({ code: 'custom', path: [field], message });
  for (const [index, { value }] of therapy.target.entries())
    if (value.lowMgPerDl > value.highMgPerDl)
      context.addIssue({
        code: 'custom',
        path: ['target', index, 'value'],
        message: `begins at ${value.lowMgPerDl} mg/dL and ends below, at ${value.highMgPerDl}; exchange them`,
      });
});
