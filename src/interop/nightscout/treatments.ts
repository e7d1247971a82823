import { z } from 'zod';
import type { Carbs, Delivered } from '../../automation/controller.ts';
import type { GlucoseRange, GlucoseUnit } from '../../domain/glucoseUnits.ts';
import { toMgPerDl } from '../../domain/glucoseUnits.ts';
import { HARD } from '../../domain/limits.ts';
import type { Segment } from '../../domain/settings.ts';
import type { Band } from '../../domain/therapy/activity.ts';
import { mgPerDl, microunits, type WallMs, wallMs } from '../../domain/units.ts';
import { glucoseUnit, maybeAmount, stampMs, stampText } from './fields.ts';
import {
  amountProblems,
  glucoseProblems,
  type Imported,
  type ImportProblem,
  schemaProblems,
} from './problem.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const UU_PER_U = 1_000_000;

const treatmentSchema = z.looseObject({
  eventType: z.string().nullish(),
  created_at: stampText,
  date: stampMs.optional(),
  insulin: maybeAmount,
  carbs: maybeAmount,
  /** Minutes. */
  duration: maybeAmount,
  /** U/h. */
  absolute: maybeAmount,
  /** What is added to the profile, in percent: −100 is none. */
  percent: maybeAmount,
  /** U/h of the spread part of a combination bolus. */
  relative: maybeAmount,
  targetTop: maybeAmount,
  targetBottom: maybeAmount,
  /** Of targets and measurements; an old client's treatments have none. */
  units: glucoseUnit.nullish(),
});
type Treatment = z.infer<typeof treatmentSchema>;

/** Another target for a while, as it was asked for. */
export type AskedTarget = { readonly startMs: WallMs; readonly endMs: WallMs; readonly target: Band };

/** What a person and a pump did, each list the oldest first; basal where it differed from the profile. */
export type Treatments = {
  readonly delivered: readonly Delivered[];
  readonly carbs: readonly Carbs[];
  readonly targets: readonly AskedTarget[];
};

type Stamped = Treatment & { readonly index: number; readonly atMs: number };

/** What each kind of amount can be, in its only unit. */
const AMOUNTS = {
  insulin: { least: 0, most: HARD.maxBolusUu / UU_PER_U, unit: 'U' },
  carbs: { least: 0, most: 400, unit: 'g' },
  absolute: { least: 0, most: HARD.maxBasalUuPerHour / UU_PER_U, unit: 'U/h' },
  relative: { least: 0, most: HARD.maxBasalUuPerHour / UU_PER_U, unit: 'U/h' },
  percent: { least: -100, most: HARD.tempBasalPercent - 100, unit: '% more' },
  duration: { least: 0, most: 1_440, unit: 'min' },
} as const satisfies Readonly<Record<string, GlucoseRange & { readonly unit: string }>>;

/** A target of a treatment: no value fits both units. */
const TARGETS: GlucoseRange = { least: 60, most: 250 };

const problemsOf = (all: readonly Stamped[], unit: GlucoseUnit): readonly ImportProblem[] =>
  all.flatMap(each => [
    ...(Object.keys(AMOUNTS) as (keyof typeof AMOUNTS)[]).flatMap(key => {
      const value = each[key];
      // Notes and profile switches last for weeks, and nothing is reckoned from them.
      const matters = key !== 'duration' || isTemp(each) || each.relative !== null || isTarget(each);
      return value === null || !matters ? [] : amountProblems(`[${each.index}].${key}`, value, AMOUNTS[key]);
    }),
    ...(isTarget(each)
      ? (['targetBottom', 'targetTop'] as const).flatMap(key => {
          const value = each[key];
          return value === null || value === 0
            ? []
            : glucoseProblems(`[${each.index}].${key}`, value, each.units ?? unit, TARGETS);
        })
      : []),
  ]);

const isTemp = ({ eventType }: Treatment): boolean => eventType === 'Temp Basal';
const isTarget = ({ eventType }: Treatment): boolean => eventType === 'Temporary Target';

/** The profile that ran: rates by the minute of the local day. */
export type RunningProfile = { readonly basalProfile: readonly Segment[]; readonly utcOffsetMinutes: number };

const rateOf = ({ basalProfile, utcOffsetMinutes }: RunningProfile, atMs: number): number => {
  const minute = (((Math.floor(atMs / MINUTE_MS) + utcOffsetMinutes) % 1_440) + 1_440) % 1_440;
  return basalProfile.findLast(({ fromMinute }) => fromMinute <= minute)?.rateUuPerHour ?? 0;
};

/** Insulin of a temporary rate, in pieces of at most five minutes, each at the profile's rate of its beginning where it is a share of it. */
const piecesOf = (temp: Stamped, endMs: number, profile: RunningProfile): readonly Delivered[] => {
  const pieces: Delivered[] = [];
  for (let start = temp.atMs; start < endMs; ) {
    const end = Math.min(endMs, (Math.floor(start / (5 * MINUTE_MS)) + 1) * 5 * MINUTE_MS);
    const rate =
      temp.absolute === null
        ? (rateOf(profile, start) * (100 + (temp.percent ?? 0))) / 100
        : temp.absolute * UU_PER_U;
    // Up: it is counted as delivered.
    const amountUu = microunits(Math.ceil((rate * (end - start)) / HOUR_MS - 1e-6));
    pieces.push({ kind: 'basal', startMs: wallMs(start), endMs: wallMs(end), amountUu });
    start = end;
  }
  return pieces;
};

/** A temporary rate ends with its time or with the next one; one without a rate or a length only ends the one before. */
const basalOf = (temps: readonly Stamped[], profile: RunningProfile): readonly Delivered[] =>
  temps.flatMap((temp, index) => {
    if (temp.absolute === null && temp.percent === null) return [];
    const next = temps[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    return piecesOf(temp, Math.min(temp.atMs + (temp.duration ?? 0) * MINUTE_MS, next), profile);
  });

const wholeUu = (units: number): number => Math.ceil(units * UU_PER_U - 1e-3);

const bolusesOf = ({ atMs, insulin, relative, duration }: Stamped): readonly Delivered[] => {
  const start = wallMs(atMs);
  const spreadMs = (duration ?? 0) * MINUTE_MS;
  const spread = relative === null ? 0 : wholeUu((relative * spreadMs) / HOUR_MS);
  return [
    ...(insulin === null || insulin === 0
      ? []
      : [{ kind: 'bolus' as const, startMs: start, endMs: start, amountUu: microunits(wholeUu(insulin)) }]),
    ...(spread === 0
      ? []
      : [
          {
            kind: 'bolus' as const,
            startMs: start,
            endMs: wallMs(atMs + spreadMs),
            amountUu: microunits(spread),
          },
        ]),
  ];
};

/** A target of no length, or of none, ends the one before. */
const targetsOf = (targets: readonly Stamped[], unit: GlucoseUnit): readonly AskedTarget[] =>
  targets.flatMap((each, index) => {
    const { targetBottom: low, targetTop: high, duration } = each;
    if (low === null || high === null || low === 0 || high === 0 || duration === null || duration === 0)
      return [];
    const next = targets[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    const whole = (value: number) => mgPerDl(Math.ceil(toMgPerDl(value, each.units ?? unit) - 1e-9));
    return [
      {
        startMs: wallMs(each.atMs),
        endMs: wallMs(Math.min(each.atMs + duration * MINUTE_MS, next)),
        target: { lowMgPerDl: whole(low), highMgPerDl: whole(high) },
      },
    ];
  });

/** Event types whose insulin is told by other records, or which the server only stores. */
const UNTOLD = ['Suspend Pump', 'Resume Pump', 'Profile Switch', 'Temporary Override'];

/**
 * Reads the export of `treatments` (`/api/v1/treatments.json`): boluses, temporary basals, carbohydrate and temporary targets. Insulin is in U and
 * is counted up to whole µU; `percent` is what is added to the profile. Targets are in the unit of the treatment, or else of the
 * profile (`unit`); one that fits only the other is refused. What is left out is counted in the notes.
 */
export const readTreatments = (
  json: unknown,
  profile: RunningProfile,
  unit: GlucoseUnit,
): Imported<Treatments> => {
  const read = z.array(treatmentSchema).safeParse(json);
  if (!read.success) return { ok: false, problems: schemaProblems(read.error, json) };
  const all = read.data
    .map((each, index): Stamped => ({ ...each, index, atMs: each.date ?? each.created_at }))
    .sort((a, b) => a.atMs - b.atMs);
  const problems = problemsOf(all, unit);
  if (problems.length > 0) return { ok: false, problems };
  const notes = UNTOLD.flatMap(type => {
    const count = all.filter(({ eventType }) => eventType === type).length;
    return count === 0 ? [] : [`${count} "${type}" left out: nothing is reckoned from it.`];
  });
  const delivered = [
    ...basalOf(all.filter(isTemp), profile),
    ...all.filter(each => !isTemp(each)).flatMap(bolusesOf),
  ];
  return {
    ok: true,
    value: {
      delivered: delivered.sort((a, b) => a.startMs - b.startMs),
      carbs: all.flatMap(({ atMs, carbs }) =>
        carbs === null || carbs === 0 ? [] : [{ atMs: wallMs(atMs), grams: carbs }],
      ),
      targets: targetsOf(
        all.filter(({ eventType }) => eventType?.startsWith('Temporary Target')),
        unit,
      ),
    },
    notes,
  };
};
