import { type NumberKey, QUANTITIES } from '../../domain/quantities.ts';

/** How a setting is spelled in the file, and in what unit. `millionths`: the pump keeps µU of it. */
export type Field = {
  readonly key: NumberKey;
  readonly name: string;
  readonly unit: string;
  readonly millionths: boolean;
  readonly says: string;
  /** What holds where a file from before this field does not give it; in the unit of the pump. */
  readonly otherwise?: number;
};

const ROWS: readonly Omit<Field, 'unit' | 'millionths'>[] = [
  {
    key: 'maxBasalUuPerHour',
    name: 'max_basal_u_per_h',
    says: 'No basal rate, temporary ones included, goes above this.',
  },
  { key: 'maxBolusUu', name: 'max_bolus_u', says: 'No single bolus is larger.' },
  {
    key: 'maxDailyUu',
    name: 'max_daily_u',
    says: 'No more than this in any 24 hours, basal and boluses together.',
  },
  {
    key: 'lowReservoirUu',
    name: 'low_reservoir_u',
    says: 'When the reservoir is announced as low.',
  },
  {
    key: 'insulinDurationMinutes',
    name: 'insulin_duration_min',
    says: 'How long a dose acts, and when it acts most.',
  },
  { key: 'insulinPeakMinutes', name: 'insulin_peak_min', says: '' },
  {
    key: 'utcOffsetMinutes',
    name: 'utc_offset_min',
    says: 'Local time minus UTC; the basal profile follows local time.',
  },
  {
    key: 'autoOffHours',
    name: 'auto_off_h',
    says: 'Delivery stops when nobody has touched the pump for so long; 0 switches this off.',
    otherwise: 0,
  },
  {
    key: 'glucoseLowMgDl',
    name: 'glucose_low_mg_dl',
    says: 'Where glucose is announced as low, and as high.',
    otherwise: 70,
  },
  {
    key: 'glucoseHighMgDl',
    name: 'glucose_high_mg_dl',
    says: '',
    otherwise: 250,
  },
  {
    key: 'glucoseFastMgDlMin',
    name: 'glucose_fast_mg_dl_min',
    says: 'How fast glucose falls or rises when it is announced: 2 or 3.',
    otherwise: 2,
  },
  {
    key: 'lowSuspendLimitMgDl',
    name: 'low_suspend_limit_mg_dl',
    says: 'The limit of low-glucose suspend at_threshold and before_low.',
    otherwise: 70,
  },
  {
    key: 'weightKg',
    name: 'weight_kg',
    says: 'Body weight, which bounds what is believable, and what the body needs in a usual day. 0: not known.',
    otherwise: 0,
  },
  { key: 'dailyInsulinUu', name: 'daily_insulin_u', says: '', otherwise: 0 },
  {
    key: 'maxOnBoardUu',
    name: 'max_on_board_u',
    says: 'The most net insulin on board that automation may bring about; at 0 it only lowers.',
    otherwise: 0,
  },
  {
    key: 'sensitivityMgDl',
    name: 'sensitivity_mg_dl_per_u',
    says: 'What insulin is reckoned with: by how much 1 U lowers glucose, what 1 U covers, and the aim. 0: not known. [[day_parts]], each with `from` and all three, change them later in the day. A sensitivity that fits both units is written with its own: "10 mg/dL per U".',
    otherwise: 0,
  },
  { key: 'carbRatioG', name: 'carb_ratio_g_per_u', says: '', otherwise: 0 },
  { key: 'targetMgDl', name: 'target_mg_dl', says: '', otherwise: 110 },
  {
    key: 'siteChangeHours',
    name: 'site_change_h',
    says: 'Reminders: a new site so long after the last, a glucose check so long after a bolus; 0 switches one off.',
    otherwise: 72,
  },
  {
    key: 'glucoseCheckMinutes',
    name: 'glucose_check_min',
    says: '',
    otherwise: 0,
  },
  {
    key: 'quickBolusStepUu',
    name: 'quick_bolus_step_u',
    says: 'What one press adds to a bolus by the button alone; 0 switches it off.',
    otherwise: 0,
  },
];

export const FIELDS: readonly Field[] = ROWS.map(row => {
  const { unit, millionths } = QUANTITIES[row.key];
  return { ...row, unit, millionths };
});

/** Basal by itself after a clean, short and verified restart. */
export const RESUMES = 'resume_after_restart';
/** Whether what is spread ends with low-glucose suspend. */
export const LOW_ENDS_EXTENDED = 'low_suspend_ends_extended';
/** How the file spells a key and a word of a choice. */
export const spelled = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
/** The name of the profile that is in use. */
export const PROFILE = 'profile';

/** The keys of one `[[basal]]` segment. */
export const SEGMENT = { from: 'from', rate: 'rate_u_per_h' } as const;
export const SEGMENTS = 'basal';

/** A profile that waits to be selected: `[[profiles]]`, its name, its `[[profiles.basal]]`. */
export const PROFILES = 'profiles';
export const OTHER = { name: 'name', segments: SEGMENTS } as const;

/** A part of the day with its own sensitivity, ratio and target, `[[day_parts]]`; the numbers are named as for the whole day. */
export const DAY_PARTS = 'day_parts';
export const DAY_PART = { from: 'from' } as const;

/** One part of the day in which a bolus is expected, `[[missed_bolus]]`. */
export const WINDOWS = 'missed_bolus';
export const WINDOW = { from: 'from', until: 'until' } as const;
