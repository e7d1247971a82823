import { z } from 'zod';
import { HARD } from './limits.ts';

/**
 * The active settings. They enter as a fact (`settings.changed`), live in the ledger, and are bounded
 * by the hard limits of `limits.ts`. Amounts are whole µU; the TOML file a person edits uses U.
 */

const bounded = (unit: string, least: number, most: number) =>
  z
    .int(`must be a whole number of ${unit}`)
    .min(least, `is below ${least} ${unit}, the least allowed`)
    .max(most, `is above ${most} ${unit}, the most allowed`);

/** One segment of the basal profile: from this minute of the local day, this rate. */
const segmentSchema = z.strictObject({
  fromMinute: bounded('minutes of the day', 0, 1_439).multipleOf(30, 'must start on a half hour'),
  rateUuPerHour: bounded('µU/h', 0, HARD.maxBasalUuPerHour),
});

/**
 * Settings from outside: every amount within its hard limit, the profile from midnight and in order of
 * time, and the sums that several fields make together. An issue names the field and says what is allowed.
 */
export const settingsSchema = z
  .strictObject({
    basalProfile: z.array(segmentSchema).min(1).max(48),
    maxBasalUuPerHour: bounded('µU/h', 200_000, HARD.maxBasalUuPerHour),
    maxBolusUu: bounded('µU', 500_000, HARD.maxBolusUu),
    maxDailyUu: bounded('µU', 10_000_000, HARD.maxDailyUu),
    lowReservoirUu: bounded('µU', 10_000_000, 50_000_000),
    /** Duration of insulin action and time of its peak, for the exponential curve. */
    insulinDurationMinutes: bounded('minutes', 300, 480),
    insulinPeakMinutes: bounded('minutes', 35, 120),
    /** Local time minus UTC, for the profile. */
    utcOffsetMinutes: bounded('minutes', -1_440, 1_440),
  })
  .superRefine((settings, context) => {
    const { basalProfile } = settings;
    if (basalProfile[0]?.fromMinute !== 0) {
      context.addIssue({
        code: 'custom',
        path: ['basalProfile', 0, 'fromMinute'],
        message: 'the first segment must start at minute 0',
      });
    }
    for (const [index, segment] of basalProfile.entries()) {
      const before = basalProfile[index - 1];
      if (before && before.fromMinute >= segment.fromMinute) {
        context.addIssue({
          code: 'custom',
          path: ['basalProfile', index, 'fromMinute'],
          message: 'segments must be in order of time, each later than the one before',
        });
      }
      if (segment.rateUuPerHour > settings.maxBasalUuPerHour) {
        context.addIssue({
          code: 'custom',
          path: ['basalProfile', index, 'rateUuPerHour'],
          message: `is above maxBasalUuPerHour (${settings.maxBasalUuPerHour} µU/h); lower the rate or raise the maximum`,
        });
      }
    }
    const perDay = dailyBasal(basalProfile);
    if (perDay > settings.maxDailyUu) {
      context.addIssue({
        code: 'custom',
        path: ['maxDailyUu'],
        message: `is below the profile's own ${perDay} µU a day; raise it or lower the profile`,
      });
    }
  });

export type Settings = z.infer<typeof settingsSchema>;
export type Segment = Settings['basalProfile'][number];

/** Insulin the profile gives in 24 h, in µU; rounded up, because it is held against a limit. */
export const dailyBasal = (profile: readonly Segment[]): number =>
  Math.ceil(
    profile.reduce((sum, segment, index) => {
      const until = profile[index + 1]?.fromMinute ?? 1_440;
      return sum + segment.rateUuPerHour * (until - segment.fromMinute);
    }, 0) / 60,
  );

/** A plain adult profile for a first look: 0.8 U/h at night, a dawn rise, 1.0 U/h by day. */
export const exampleSettings: Settings = {
  basalProfile: [
    { fromMinute: 0, rateUuPerHour: 800_000 },
    { fromMinute: 240, rateUuPerHour: 1_200_000 },
    { fromMinute: 540, rateUuPerHour: 1_000_000 },
    { fromMinute: 1_320, rateUuPerHour: 850_000 },
  ],
  maxBasalUuPerHour: 3_000_000,
  maxBolusUu: 10_000_000,
  maxDailyUu: 100_000_000,
  lowReservoirUu: 20_000_000,
  insulinDurationMinutes: 300,
  insulinPeakMinutes: 75,
  utcOffsetMinutes: 0,
};
