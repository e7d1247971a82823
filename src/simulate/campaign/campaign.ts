import { z } from 'zod';
import { cohortProtocol } from '../open/protocol.ts';
import { scenarioSchema } from '../scenario/scenario.ts';
import { DEVICES, type DeviceName } from '../sensor/devices.ts';
import { NOISES } from '../sensor/sensor.ts';
import { CONTROLLERS } from './controllers.ts';
import { faultSchema, NO_FAULT, nameSchema } from './faults.ts';
import { patientsMeant, patientWords } from './people.ts';

const DAY_MIN = 1_440;
const MOST_SEED = 4_294_967_295;

const DEVICE_NAMES = Object.keys(DEVICES) as readonly DeviceName[];

const dailyMeal = z.strictObject({
  minuteOfDay: z
    .int()
    .min(0)
    .max(DAY_MIN - 1),
  carbsG: z.number().min(1).max(300),
});

const { exercise, dawnMgPerKgPerMin, sensitivityByHour } = scenarioSchema.shape;

/** Days as everybody lives them, and how everybody is treated. */
const daysSchema = z.strictObject({
  name: nameSchema,
  /** `habits`: three meals and three snacks at random, as the published ones; else the same meals each day. */
  meals: z.union([z.literal('habits'), z.array(dailyMeal)]).default('habits'),
  /** Whether meals are told to the pump at the first bite. */
  announced: z.boolean().default(true),
  /** Whether a reading below 60 mg/dL brings carbohydrate that is not told. */
  rescue: z.boolean().default(true),
  sensor: z.enum(DEVICE_NAMES).default('GuardianRT'),
  noise: z.enum(NOISES).default('breton2008'),
  /** `quest`: the sensitivity that came with the patient; `tuned`: as measured. Basal as a multiple of the right one. */
  treated: z
    .strictObject({
      sensitivity: z.enum(['quest', 'tuned']).default('quest'),
      basalTimes: z.number().min(0.3).max(3).default(1),
    })
    .default({ sensitivity: 'quest', basalTimes: 1 }),
  exercise,
  dawnMgPerKgPerMin,
  sensitivityByHour,
});

export type Days = z.infer<typeof daysSchema>;

/** `published`: the meals and sensor errors of the comparison; a number: ours, from that seed. */
const seedSchema = z.union([z.literal('published'), z.int().min(0).max(MOST_SEED)]);
export type Seed = z.infer<typeof seedSchema>;

const someSeeds = z.strictObject({
  from: z.int().min(0).max(MOST_SEED),
  count: z.int().min(1).max(100_000),
});

const seedsSchema = z
  .union([z.array(seedSchema).min(1), someSeeds])
  .transform((seeds): readonly Seed[] =>
    'count' in seeds
      ? Array.from({ length: seeds.count }, (_, index) => seeds.from + index)
      : [...new Set(seeds)],
  );

export const PUMPS = ['open', 'whole'] as const;
export type Pump = (typeof PUMPS)[number];

const twice = (names: readonly string[]): readonly string[] =>
  names.filter((each, index) => names.indexOf(each) !== index);

/**
 * Patients × scenarios × seeds × controllers × faults. Everything that a cell needs is in here, so that any machine comes to
 * the same outcome.
 */
export const campaignSchema = z
  .strictObject({
    name: nameSchema,
    days: z.int().min(1).max(365),
    patients: z.array(z.string()).min(1),
    scenarios: z.array(daysSchema).min(1),
    seeds: seedsSchema,
    controllers: z.array(z.enum(CONTROLLERS)).min(1),
    faults: z.array(faultSchema).min(1).default([NO_FAULT]),
    /** The short way without charts, or the whole pump. */
    pump: z.enum(PUMPS).default('open'),
  })
  .check(({ value, issues }) => {
    const say = (path: readonly (string | number)[], message: string): void => {
      issues.push({ code: 'custom', input: value, path: [...path], message });
    };
    const known = patientWords();
    for (const [index, word] of value.patients.entries())
      if (!known.includes(word))
        say(
          ['patients', index],
          `there is no patient ${JSON.stringify(word)}; known are ${known.join(', ')}`,
        );
    for (const field of ['scenarios', 'faults'] as const)
      for (const each of twice(value[field].map(one => one.name)))
        say([field], `${JSON.stringify(each)} is there twice; give each a name of its own`);
    for (const each of twice(value.controllers))
      say(['controllers'], `${each} is there twice; leave one out`);
    if (!value.seeds.includes('published')) return;
    const { days, members } = cohortProtocol();
    if (value.days > days)
      say(
        ['days'],
        `${value.days}: the seed "published" has ${days} days; use whole numbers as seeds for more`,
      );
    for (const patient of patientsMeant(value.patients))
      if (!members.some(member => member.patient === patient))
        say(['seeds'], `the seed "published" has no meals of ${patient}; use whole numbers as seeds`);
    for (const [index, { meals }] of value.scenarios.entries())
      if (meals !== 'habits')
        say(
          ['scenarios', index, 'meals'],
          'the seed "published" brings its own meals; write "habits", or other seeds',
        );
  })
  .transform(campaign => ({ ...campaign, patients: patientsMeant(campaign.patients) }));

export type Campaign = z.infer<typeof campaignSchema>;
export type CampaignInput = z.input<typeof campaignSchema>;
