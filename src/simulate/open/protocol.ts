import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { toldMeal } from '../meals.ts';
import { DEVICES } from '../sensor/devices.ts';
import { sensorWithErrors } from '../sensor/sensor.ts';
import { uvaBody } from '../uva/model.ts';
import { uvaPatient } from '../uva/parameters.ts';
import type { Drive } from './pulses.ts';
import { type Decide, type Outcome, type Rescue, replay } from './replay.ts';

const DAY_MIN = 1_440;
const READING_EVERY_MIN = 5;

const memberSchema = z
  .strictObject({
    patient: z.string().min(1),
    basal_U_per_h: z.number().positive().max(10),
    CR_g_per_U: z.number().min(1).max(150),
    CF_quest: z.number().min(1).max(600),
    ISF_measured: z.number().min(1).max(600),
    TDI_quest: z.number().positive().max(300),
    meals_min_g: z.array(z.tuple([z.number().int().min(0), z.number().positive().max(300)])),
    cgm_noise_5min: z.array(z.number().min(-400).max(400)),
  })
  .transform(row => ({
    patient: row.patient,
    basalUPerHour: row.basal_U_per_h,
    carbRatioGPerU: row.CR_g_per_U,
    questSensitivity: row.CF_quest,
    tunedSensitivity: row.ISF_measured,
    dailyInsulinU: row.TDI_quest,
    meals: row.meals_min_g.map(([atMin, carbsG]) => toldMeal(atMin, carbsG)),
    sensorErrors: row.cgm_noise_5min,
  }));

const protocolSchema = z.looseObject({
  days: z.number().int().min(1).max(365),
  patients: z.array(memberSchema).min(1),
});

/** One patient of a cohort: U/h, g/U, mg/dL per U, U/day; the errors of the sensor at minutes 0, 5, 10, … in mg/dL. */
export type Member = z.infer<typeof memberSchema>;

export type Protocol = { readonly days: number; readonly members: readonly Member[] };

/** What of a member does not fit into so many days; empty where all does. */
const misfits = (days: number, { patient, meals, sensorErrors }: Member): readonly string[] => {
  const needed = (days * DAY_MIN) / READING_EVERY_MIN + 1;
  const late = meals.find(({ atMin }) => atMin >= days * DAY_MIN);
  return [
    ...(sensorErrors.length < needed
      ? [`${patient}: cgm_noise_5min has ${sensorErrors.length} errors; ${days} days need ${needed}`]
      : []),
    ...(late === undefined
      ? []
      : [`${patient}: meals_min_g has a meal at minute ${late.atMin} of ${days} days`]),
  ];
};

/** Reads a cohort in the form of `cohort_protocol.json`. Throws an Error that names file, field and what is wrong. */
export const readProtocol = (file: string, text: string): Protocol => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const read = protocolSchema.safeParse(raw);
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  const { days, patients: members } = read.data;
  const wrong = members.flatMap(member => misfits(days, member));
  if (wrong.length > 0) throw new Error(`${file}: ${wrong.join('\n')}`);
  return { days, members };
};

let cohort: Protocol | undefined;

/** The thirty patients and three days of the comparison with other controllers. */
export const cohortProtocol = (): Protocol => {
  const file = 'cohort_protocol.json';
  cohort ??= readProtocol(file, readFileSync(new URL(`../data/cohort/${file}`, import.meta.url), 'utf8'));
  return cohort;
};

/** R: with rescue carbohydrate when a reading is below 60 mg/dL. N: without. */
export const PROTOCOLS = ['R', 'N'] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];

const isChild = (name: string): boolean => name.startsWith('child');

/** 16 g, children 8 g, at most every 20 minutes. */
export const rescueOf = (patient: string): Rescue => ({
  belowMgPerDl: 60,
  carbsG: isChild(patient) ? 8 : 16,
  everyMin: 20,
});

/**
 * One member through the protocol: its patient in the steady state at midnight, meals told at the first bite (or not at
 * all, `announced: false`), a sensor of 39 to 600 mg/dL with the given errors.
 */
export const replayMember = (
  member: Member,
  options: {
    readonly protocol: ProtocolName;
    readonly days: number;
    readonly decide: Decide;
    readonly announced?: boolean;
    readonly drive?: Drive;
  },
): Outcome => {
  const { announced = true } = options;
  return replay({
    body: uvaBody(uvaPatient(member.patient)),
    minutes: options.days * DAY_MIN,
    meals: announced ? member.meals : member.meals.map(meal => ({ ...meal, told: null })),
    sensor: sensorWithErrors(DEVICES.GuardianRT, member.sensorErrors),
    decide: options.decide,
    basalUuPerHour: Math.floor(member.basalUPerHour * 1_000_000),
    rescue: options.protocol === 'R' ? rescueOf(member.patient) : null,
    ...(options.drive === undefined ? {} : { drive: options.drive }),
  });
};
