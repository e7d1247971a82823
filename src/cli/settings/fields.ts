import type { Settings } from '../../domain/settings.ts';

type Plain = Exclude<keyof Settings, 'basalProfile'>;

/** How a setting is spelled in the file, and in what unit. `millionths`: the pump keeps µU of it. */
export type Field = {
  readonly key: Plain;
  readonly name: string;
  readonly unit: string;
  readonly millionths: boolean;
  readonly says: string;
};

export const FIELDS: readonly Field[] = [
  {
    key: 'maxBasalUuPerHour',
    name: 'max_basal_u_per_h',
    unit: 'U/h',
    millionths: true,
    says: 'No basal rate, temporary ones included, goes above this.',
  },
  { key: 'maxBolusUu', name: 'max_bolus_u', unit: 'U', millionths: true, says: 'No single bolus is larger.' },
  {
    key: 'maxDailyUu',
    name: 'max_daily_u',
    unit: 'U',
    millionths: true,
    says: 'No more than this in any 24 hours, basal and boluses together.',
  },
  {
    key: 'lowReservoirUu',
    name: 'low_reservoir_u',
    unit: 'U',
    millionths: true,
    says: 'When the reservoir is announced as low.',
  },
  {
    key: 'insulinDurationMinutes',
    name: 'insulin_duration_min',
    unit: 'min',
    millionths: false,
    says: 'How long a dose acts, and when it acts most.',
  },
  { key: 'insulinPeakMinutes', name: 'insulin_peak_min', unit: 'min', millionths: false, says: '' },
  {
    key: 'utcOffsetMinutes',
    name: 'utc_offset_min',
    unit: 'min',
    millionths: false,
    says: 'Local time minus UTC; the basal profile follows local time.',
  },
];

/** The keys of one `[[basal]]` segment. */
export const SEGMENT = { from: 'from', rate: 'rate_u_per_h' } as const;
export const SEGMENTS = 'basal';
