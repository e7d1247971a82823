import { z } from 'zod';
import type { Scheduled, Therapy } from '../../automation/controller.ts';
import { type GlucoseRange, type GlucoseUnit, toMgPerDl } from '../../domain/glucoseUnits.ts';
import { exponentialModel } from '../../domain/insulinModel.ts';
import { HARD } from '../../domain/limits.ts';
import { mgPerDl } from '../../domain/units.ts';
import { amount, glucoseUnit, stampText } from './fields.ts';
import {
  amountProblems,
  glucoseProblems,
  type Imported,
  type ImportProblem,
  schemaProblems,
} from './problem.ts';

const UU_PER_U = 1_000_000;
const DAY_MIN = 1_440;
/** Nightscout knows only a duration; the peak is that of rapid-acting insulin. */
const PEAK_MIN = 75;

const timed = z.looseObject({
  time: z.string().regex(/^([01]?\d|2[0-3]):[0-5]\d$/, 'is no time of day, HH:MM'),
  value: amount,
});
const schedule = z.array(timed).min(1, 'has no entry');
type Timed = z.infer<typeof timed>;

const storeSchema = z.looseObject({
  dia: amount,
  carbratio: schedule,
  sens: schedule,
  basal: schedule,
  target_low: schedule,
  target_high: schedule,
  timezone: z.string().nullish(),
  units: glucoseUnit.nullish(),
});

const documentSchema = z.looseObject({
  defaultProfile: z.string(),
  startDate: stampText,
  units: glucoseUnit.nullish(),
  store: z.record(z.string(), storeSchema),
});

/** What a profile says of a therapy; limits are not in it, and nobody makes them up. */
export type ImportedProfile = Pick<
  Therapy,
  'basalProfile' | 'utcOffsetMinutes' | 'sensitivity' | 'carbRatio' | 'target' | 'insulin'
> & {
  readonly name: string;
  readonly unit: GlucoseUnit;
};

/** Glucose targets: no value fits both units. Sensitivities of 9 to 30 do: they are read in the unit that the profile names, and the document must not name another. */
const TARGET: GlucoseRange = { least: 60, most: 250 };
const SENSITIVITY: GlucoseRange = { least: 9, most: 540 };
const BASAL = { least: 0, most: HARD.maxBasalUuPerHour / UU_PER_U, unit: 'U/h' } as const;
const RATIO = { least: 1, most: 150, unit: 'g/U' } as const;
const DURATION = { least: 3, most: 10, unit: 'h' } as const;

const minuteOf = ({ time }: Timed): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Local time minus UTC at a moment; null where no such zone is known. */
const offsetMinutes = (zone: string, atMs: number): number | null => {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    }).formatToParts(atMs);
    const of = (type: string): number => Number(parts.find(part => part.type === type)?.value ?? Number.NaN);
    const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
    return Math.round((local - Math.floor(atMs / 60_000) * 60_000) / 60_000);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

const scheduleProblems = (
  field: string,
  entries: readonly Timed[],
  check: (field: string, value: number) => readonly ImportProblem[],
): readonly ImportProblem[] => [
  ...entries.flatMap((entry, index) => {
    const before = entries[index - 1];
    const isLate = before === undefined ? minuteOf(entry) === 0 : minuteOf(before) < minuteOf(entry);
    return isLate
      ? []
      : [
          {
            field: `${field}[${index}].time`,
            value: entry.time,
            unit: null,
            allowed: before === undefined ? '00:00' : `later than ${before.time}`,
            problem: 'is out of order',
            remedy: 'A schedule begins at 00:00 and goes on in order of time.',
          },
        ];
  }),
  ...entries.flatMap(({ value }, index) => check(`${field}[${index}].value`, value)),
];

const scheduledOf = <T>(entries: readonly Timed[], value: (told: number) => T): Scheduled<T> =>
  entries.map(entry => ({ fromMinute: minuteOf(entry), value: value(entry.value) }));

const valueAt = (entries: readonly Timed[], minute: number): number =>
  entries.findLast(entry => minuteOf(entry) <= minute)?.value ?? 0;

/** Both ends of the target wherever either changes, rounded up to whole mg/dL: to less insulin. */
const targetOf = (low: readonly Timed[], high: readonly Timed[], unit: GlucoseUnit): Therapy['target'] => {
  const whole = (value: number) => mgPerDl(Math.ceil(toMgPerDl(value, unit) - 1e-9));
  const minutes = [...new Set([...low, ...high].map(minuteOf))].filter(minute => minute < DAY_MIN);
  return minutes
    .sort((a, b) => a - b)
    .map(fromMinute => {
      const from = whole(valueAt(low, fromMinute));
      const to = whole(valueAt(high, fromMinute));
      return { fromMinute, value: { lowMgPerDl: from, highMgPerDl: to < from ? from : to } };
    });
};

/**
 * Reads the export of `profile` (`/api/v1/profile.json`, or one document of it): the default profile of the newest document. Units are
 * those of the profile, or else of the document; without any, nothing is guessed. A target or a sensitivity that fits only the other
 * unit is refused. The offset of the zone is that of the document's beginning.
 */
export const readProfile = (json: unknown): Imported<ImportedProfile> => {
  const read = z
    .array(documentSchema)
    .min(1, 'has no profile')
    .safeParse(Array.isArray(json) ? json : [json]);
  if (!read.success)
    return { ok: false, problems: schemaProblems(read.error, Array.isArray(json) ? json : [json]) };
  const newest = read.data.reduce((last, each) => (each.startDate > last.startDate ? each : last));
  const { defaultProfile: name, startDate } = newest;
  const at = `[${read.data.indexOf(newest)}]`;
  const store = newest.store[name];
  if (store === undefined)
    return refuse(
      `${at}.defaultProfile`,
      name,
      `one of ${Object.keys(newest.store).join(', ')}`,
      'is not in the store',
    );
  const unit = store.units ?? newest.units ?? null;
  if (unit === null)
    return refuse(`${at}.units`, 'nothing', 'mg/dl or mmol', 'is missing, and a unit is not guessed');
  if (store.units && newest.units && store.units !== newest.units)
    return refuse(
      `${at}.store.${name}.units`,
      store.units,
      newest.units,
      'is another unit than the document names, and a unit is not guessed',
    );
  const zone = store.timezone ?? 'UTC';
  const utcOffsetMinutes = offsetMinutes(zone, startDate);
  const inStore = `${at}.store.${name}`;
  if (utcOffsetMinutes === null)
    return refuse(`${inStore}.timezone`, zone, 'a zone such as Europe/Berlin', 'is no time zone');
  const glucose = (range: GlucoseRange) => (field: string, value: number) =>
    glucoseProblems(field, value, unit, range);
  const problems = [
    ...amountProblems(`${inStore}.dia`, store.dia, DURATION),
    ...scheduleProblems(`${inStore}.basal`, store.basal, (field, value) =>
      amountProblems(field, value, BASAL),
    ),
    ...scheduleProblems(`${inStore}.carbratio`, store.carbratio, (field, value) =>
      amountProblems(field, value, RATIO),
    ),
    ...scheduleProblems(`${inStore}.sens`, store.sens, glucose(SENSITIVITY)),
    ...scheduleProblems(`${inStore}.target_low`, store.target_low, glucose(TARGET)),
    ...scheduleProblems(`${inStore}.target_high`, store.target_high, glucose(TARGET)),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      name,
      unit,
      utcOffsetMinutes,
      basalProfile: store.basal.map(entry => ({
        fromMinute: minuteOf(entry),
        rateUuPerHour: Math.floor(entry.value * UU_PER_U + 1e-3),
      })),
      sensitivity: scheduledOf(store.sens, value => toMgPerDl(value, unit)),
      carbRatio: scheduledOf(store.carbratio, value => value),
      target: targetOf(store.target_low, store.target_high, unit),
      insulin: exponentialModel(store.dia * 60, PEAK_MIN, 0),
    },
    notes: read.data.length === 1 ? [] : [`${read.data.length - 1} older profiles left out.`],
  };
};

const refuse = (
  field: string,
  value: string,
  allowed: string,
  problem: string,
): { readonly ok: false; readonly problems: readonly ImportProblem[] } => ({
  ok: false,
  problems: [
    { field, value, unit: null, allowed, problem, remedy: 'Correct it in the export, or export it again.' },
  ],
});
