import type { CampaignInput } from './campaign.ts';
import { CONTROLLERS } from './controllers.ts';

/** The comparison: thirty patients, three days, the settings under which the controllers of others were measured. */
const published: CampaignInput = {
  name: 'published',
  days: 3,
  patients: ['published'],
  scenarios: [
    { name: 'announced' },
    { name: 'tuned', treated: { sensitivity: 'tuned' } },
    { name: 'basal × 1.3', treated: { basalTimes: 1.3 } },
    { name: 'unannounced', announced: false },
    { name: 'no rescue', rescue: false },
  ],
  seeds: ['published'],
  controllers: [...CONTROLLERS],
};

/** Seeds by which nothing of our controller was chosen. */
const OTHER_SEEDS = [101, 102, 103];

/** The same on other days and with other sensor errors: what holds for one seed only is no result. */
const seeds: CampaignInput = {
  ...published,
  name: 'seeds',
  seeds: OTHER_SEEDS,
  controllers: ['islet', 'islet-enveloped', 'oref0-temp', 'oref0-smb', 'loop-temp', 'suspension'],
};

/** What goes wrong with pumps and people, against the same days without. */
const faults: CampaignInput = {
  name: 'faults',
  days: 3,
  patients: ['published'],
  scenarios: [{ name: 'announced' }],
  seeds: OTHER_SEEDS,
  controllers: ['islet', 'oref0-temp', 'suspension'],
  faults: [
    { name: 'none' },
    { name: 'one bolus in five missed', missedShare: 0.2 },
    { name: 'half of the boluses late by 45 min', lateShare: 0.5, lateMin: 45 },
    { name: 'carbohydrate miscounted by 30 %', countingError: 0.3 },
    { name: 'basal 30 % too high', basalTimes: 1.3 },
    { name: 'basal 30 % too low', basalTimes: 0.7 },
    { name: 'sensitivity set 30 % too low', sensitivityTimes: 0.7 },
    { name: 'sensitivity set 30 % too high', sensitivityTimes: 1.3 },
    { name: 'carbohydrate ratio 30 % too low', carbRatioTimes: 0.7 },
    { name: 'carbohydrate ratio 30 % too high', carbRatioTimes: 1.3 },
    { name: 'infusion set fails for 4 h', setFailures: { everyDays: 2, lengthMin: 240, reaching: 0.2 } },
    { name: 'sensor compressed at night', compressions: { nights: 1, lengthMin: 60, depthMgPerDl: 50 } },
    { name: 'sensor errs as Facchinetti 2014 has it', noise: 'facchinetti2014' },
    { name: 'sensor errs as Vettoretti 2019 has it', noise: 'vettoretti2019' },
    { name: 'sensor silent for an hour', gaps: { aDay: 2, lengthMin: 60 } },
  ],
};

/** Patients of each age, the first so many by number. */
const firstOfEach = (count: number): readonly string[] =>
  ['adult', 'adolescent', 'child'].flatMap(age =>
    Array.from({ length: count }, (_, index) => `${age}#00${index + 1}`),
  );

/** What is kept of the two campaigns above: minutes instead of an hour. */
const seedsFew: CampaignInput = { ...seeds, name: 'seeds-few', patients: [...firstOfEach(1)] };

const faultsFew: CampaignInput = {
  ...faults,
  name: 'faults-few',
  patients: [...firstOfEach(3)],
  seeds: OTHER_SEEDS.slice(0, 1),
  controllers: ['islet', 'islet-enveloped', 'oref0-temp', 'suspension'],
};

/** Seconds: whether a machine can do campaigns at all. */
const smoke: CampaignInput = {
  name: 'smoke',
  days: 1,
  patients: ['adult#001', 'child#008'],
  scenarios: [{ name: 'announced' }, { name: 'unannounced', announced: false }],
  seeds: [1],
  controllers: ['islet', 'suspension', 'basal-bolus'],
  faults: [{ name: 'none' }, { name: 'late', lateShare: 1, lateMin: 30 }],
};

export const PRESETS = {
  published,
  seeds,
  'seeds-few': seedsFew,
  faults,
  'faults-few': faultsFew,
  smoke,
} as const satisfies Readonly<Record<string, CampaignInput>>;
export type PresetName = keyof typeof PRESETS;
