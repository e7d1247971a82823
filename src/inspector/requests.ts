import type { z } from 'zod';
import { fitsOnlyHint, spellGlucoseRange } from '../domain/glucoseUnits.ts';
import { HARD } from '../domain/limits.ts';
import {
  eitherUnitHint,
  isNumberKey,
  keptUnit,
  otherUnitHint,
  QUANTITIES,
  spellRange,
} from '../domain/quantities.ts';
import { SENSOR_TURNS } from '../domain/sensorFaults.ts';
import { FAULT_NAMES } from '../domain/worldFaults.ts';
import { type PageRequest, requestSchema } from './pageRequests.ts';
import { MOST_SEED } from './seeds.ts';
import { worldChangeSchema } from './worldRequests.ts';

/** What is wrong with one field of a request, in words a person can act on. */
export type Problem = {
  readonly field: string;
  readonly value: unknown;
  readonly unit: string | null;
  readonly problem: string;
  readonly remedy: string;
};

/** A request that may be carried out, or everything that is wrong with it. */
export type ReadRequest =
  | { readonly ok: true; readonly request: PageRequest }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the body of a request; never throws. */
export const readRequest = (text: string): ReadRequest => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (failure) {
    const problem = `is not JSON (${failure instanceof Error ? failure.message : String(failure)})`;
    return {
      ok: false,
      problems: [
        {
          field: 'body',
          value: text.slice(0, 80),
          unit: null,
          problem,
          remedy: 'Send one JSON object, such as {"type":"suspend.requested"}.',
        },
      ],
    };
  }
  const read = requestSchema.safeParse(body);
  return read.success
    ? { ok: true, request: read.data }
    : { ok: false, problems: read.error.issues.map(issue => problemOf(issue, body)) };
};

/** One line: field, value, unit, what is wrong, what to do. */
export const sentence = ({ field, value, unit, problem, remedy }: Problem): string =>
  `${field} = ${value === undefined ? 'nothing' : JSON.stringify(value)}${unit === null ? '' : ` ${unit}`}: ${problem}. ${remedy}`;

const step = HARD.bolusStepUu / 1_000_000;
const most = HARD.maxBolusUu / 1_000_000;

const AIMED = { least: HARD.targetLeastMgDl, most: HARD.targetMostMgDl };
const TARGET = {
  unit: 'mg/dL',
  remedy: `Aim at ${spellGlucoseRange(AIMED, 'mg/dL')}; 5.5 mmol/L is 99 mg/dL.`,
} as const;

const FIELDS: Readonly<Record<string, FieldHelp>> = {
  'bolus.requested units': { unit: 'U', remedy: `Ask for ${step} to ${most} U in steps of ${step} U.` },
  'bolus.requested kind': { unit: null, remedy: 'Ask for a "normal", an "extended" or a "combo" bolus.' },
  'bolus.requested extendedUnits': {
    unit: 'U',
    remedy: `Spread a part of the whole, in steps of ${step} U.`,
  },
  'bolus.requested minutes': { unit: 'min', remedy: 'Ask for 15 to 480 min in steps of 15 min.' },
  'bolus.cancelled part': { unit: null, remedy: 'Cancel "normal", "extended", or everything with neither.' },
  'bolus.confirmedAgain bolus': { unit: null, remedy: 'Name the bolus that waits for confirmation.' },
  'bolus.confirmed bolus': { unit: null, remedy: 'Name the bolus that waits for confirmation.' },
  'tempBasal.requested percent': {
    unit: '%',
    remedy: `Ask for 0 to ${HARD.tempBasalPercent} % of the profile.`,
  },
  'tempBasal.requested minutes': { unit: 'min', remedy: 'Ask for 15 to 1440 min in steps of 15 min.' },
  'tempBasal.requested unitsPerHour': {
    unit: 'U/h',
    remedy: `Ask for 0 to ${HARD.maxBasalUuPerHour / 1_000_000} U/h, or for a share of the profile in percent.`,
  },
  'suspend.requested minutes': {
    unit: 'min',
    remedy: 'Ask to be reminded after 15 to 120 min, or leave it out.',
  },
  'clock.set wallMs': {
    unit: 'ms',
    remedy: 'Give the time in ms since 1970 UTC, or leave it out to confirm the clock.',
  },
  'zone.changed utcOffsetMinutes': {
    unit: 'min',
    remedy: 'Give the offset from UTC, from -1440 to 1440 min.',
  },
  'zone.changed cause': { unit: null, remedy: 'Say "travel" or "daylightSaving".' },
  'pairing.opened role': { unit: null, remedy: 'Pair a "monitor", a "caregiver" or a "controller".' },
  'button down': { unit: null, remedy: 'Say true or false.' },
  'world change.what': {
    unit: null,
    remedy: `Change one of: ${worldChangeSchema.options.map(option => option.shape.what.value).join(', ')}.`,
  },
  'world change.percent': { unit: '%', remedy: 'Charge the battery to 0 to 100 %.' },
  'world change.celsius': { unit: '°C', remedy: 'Set the temperature to -20 to 80 °C.' },
  'world change.kilopascals': { unit: 'kPa', remedy: 'Set the air around it to 20 to 150 kPa.' },
  'world change.leapMinutes': { unit: 'min', remedy: 'Let the clock jump by -1440 to 1440 min.' },
  'world change.turn': { unit: null, remedy: `Use one of: ${SENSOR_TURNS.join(', ')}.` },
  'cartridge.replaced units': { unit: 'U', remedy: 'Say how much the new cartridge holds: 1 to 300 U.' },
  'fill.requested units': { unit: 'U', remedy: 'Fill the cannula with 0.1 to 1 U in steps of 0.025 U.' },
  'bay units': { unit: 'U', remedy: 'Put in a cartridge of 1 to 300 U, or say null to take one out.' },
  'alarm.acknowledged alarm': { unit: null, remedy: 'Name an active alarm.' },
  'alarm.paused alarm': { unit: null, remedy: 'Name an active alarm.' },
  'inject what': { unit: null, remedy: `Inject "occlusion" or another of: ${FAULT_NAMES.join(', ')}.` },
  'carbs.entered grams': { unit: 'g', remedy: 'Say how much is eaten: 1 to 250 g.' },
  'inject on': { unit: null, remedy: 'Say true or false.' },
  'settings.proposed glucoseUnit': { unit: null, remedy: 'Say "mg/dL": the settings are in it.' },
  'sleep.started minutes': { unit: 'min', remedy: 'Say how long: 1 to 1440 min, or leave it out.' },
  'exercise.started minutes': { unit: 'min', remedy: 'Say how long: 1 to 1440 min, or leave it out.' },
  'target.started lowMgPerDl': TARGET,
  'target.started highMgPerDl': TARGET,
  'target.started minutes': { unit: 'min', remedy: 'Aim at it for 1 to 1440 min.' },
  'run source.kind': { unit: null, remedy: 'Begin with a "trace" or a "patient".' },
  'run source.patient': { unit: null, remedy: 'Name one of the patients that /api/runs lists.' },
  'run source.scenario': { unit: null, remedy: 'Name one of the scenarios that /api/runs lists.' },
  'run source.seed': { unit: null, remedy: `Give a whole number from 0 to ${MOST_SEED}.` },
  'run source.controller': { unit: null, remedy: 'Name "off", "islet", "oref" or "loop".' },
  'speed factor': { unit: '× real time', remedy: 'Ask for 1 to 3600 times real time.' },
};

const TYPES = requestSchema.options.map(option => option.shape.type.value);

const problemOf = (issue: z.core.$ZodIssue, body: unknown): Problem => {
  const field = issue.path.map(String).join('.') || 'body';
  const type = valueAt(body, ['type']);
  if (issue.code === 'unrecognized_keys') {
    return {
      field: issue.keys.join(', '),
      value: valueAt(body, issue.keys.slice(0, 1)),
      unit: null,
      problem: 'is not a field of this request',
      remedy: 'Leave it out.',
    };
  }
  if (field === 'type' || field === 'body') {
    return {
      field,
      value: field === 'type' ? type : body,
      unit: null,
      problem: 'is not a request this pump knows',
      remedy: `Use one of: ${TYPES.join(', ')}.`,
    };
  }
  const value = valueAt(body, issue.path);
  const known = FIELDS[`${String(type)} ${field}`] ?? settingField(issue.path, value);
  return {
    field,
    value,
    unit: known?.unit ?? null,
    problem: otherUnit(issue.path, value, known) ?? wordsOf(issue),
    remedy: known?.remedy ?? 'Correct it and send the request again.',
  };
};

/** What is said of a field wherever it is entered or refused: its unit, what may be given, and its name where it has one in words. */
export type FieldHelp = { readonly label?: string; readonly unit: string | null; readonly remedy: string };

/** Null for a field of which there is nothing to say but its range. */
export const fieldHelp = (type: string, path: readonly string[]): FieldHelp | null =>
  FIELDS[`${type} ${path.join('.')}`] ?? settingField(path) ?? null;

/** A field of settings: what is said of it where settings are defined. */
const settingField = (
  path: readonly PropertyKey[],
  value?: unknown,
  key = path.at(-1) ?? '',
): FieldHelp | undefined => {
  if (path[0] !== 'settings' || !isNumberKey(key)) return undefined;
  const { label } = QUANTITIES[key];
  const unit = keptUnit(QUANTITIES[key]);
  const isEither = typeof value === 'number' && eitherUnitHint(key, value) !== null;
  return {
    label,
    unit,
    remedy: isEither
      ? `Where it is in ${unit}, say so beside the settings: "glucoseUnit": "mg/dL". Where it is not, convert it.`
      : `The ${label} may be ${spellRange(key)}.`,
  };
};

/** That a setting or a target was given in the other unit of glucose. */
const otherUnit = (path: readonly PropertyKey[], value: unknown, field: unknown): string | null => {
  const key = path.at(-1) ?? '';
  if (field === TARGET && typeof value === 'number') return fitsOnlyHint(value, 'mg/dL', AIMED);
  return path[0] === 'settings' && isNumberKey(key) && typeof value === 'number'
    ? otherUnitHint(key, value)
    : null;
};

const wordsOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'too_big') return `is above ${issue.maximum}, the most allowed`;
  if (issue.code === 'too_small')
    return issue.inclusive === false
      ? `must be more than ${issue.minimum}`
      : `is below ${issue.minimum}, the least allowed`;
  if (issue.code === 'invalid_type')
    return `must be a ${issue.expected === 'int' ? 'whole number' : issue.expected}`;
  return issue.message.replace(/^\w/, first => first.toLowerCase());
};

const valueAt = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === String(key))?.[1];
  }, body);
