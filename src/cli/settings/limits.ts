import { z } from 'zod';
import { type Settings, settingsSchema } from '../../domain/settings.ts';
import type { Problem } from '../problems.ts';
import { fromMillionths } from './amounts.ts';
import { FIELDS, SEGMENT, SEGMENTS } from './fields.ts';
import { timeOfDay } from './print.ts';
import type { Locator } from './read.ts';

const rangeSchema = z.looseObject({ minimum: z.number(), maximum: z.number() });
const schemaSchema = z.looseObject({
  properties: z.looseObject({
    basalProfile: z.looseObject({
      items: z.looseObject({ properties: z.looseObject({ rateUuPerHour: rangeSchema }) }),
    }),
  }),
});
/** The schema's own numbers: a range is said once, in src/domain/settings.ts. */
const { properties } = schemaSchema.parse(z.toJSONSchema(settingsSchema));

/** The range of a setting in the unit of the file, `0.5 to 25.0 U`. */
export const bounds = (key: Exclude<keyof Settings, 'basalProfile'> | 'rateUuPerHour'): string => {
  const rate = key === 'rateUuPerHour';
  const { minimum, maximum } = rate
    ? properties.basalProfile.items.properties.rateUuPerHour
    : rangeSchema.parse(properties[key]);
  const field = FIELDS.find(one => one.key === key);
  const spelled = (value: number): string =>
    rate || field?.millionths ? fromMillionths(value) : String(value);
  return `${spelled(minimum)} to ${spelled(maximum)} ${rate ? 'U/h' : (field?.unit ?? '')}`;
};

/** What the schema found, in the words and units of the file. */
export const problemsOf = (
  file: string,
  found: Locator,
  issues: readonly z.core.$ZodIssue[],
  given: Readonly<Record<string, unknown>>,
): readonly Problem[] =>
  issues.map(issue => {
    const [top, index, inner] = issue.path;
    if (top === 'basalProfile')
      return segmentProblem(file, found, issue, typeof index === 'number' ? index : 0, inner, given);
    const field = FIELDS.find(one => one.key === top);
    if (!field)
      return {
        file,
        line: null,
        field: issue.path.join('.') || 'settings',
        value: '',
        unit: null,
        allowed: null,
        problem: issue.message,
        remedy: REMEDY,
      };
    const value = Number(given[field.key]);
    return {
      file,
      line: found(field.name, 0),
      field: field.name,
      value: field.millionths ? fromMillionths(value) : String(value),
      unit: field.unit,
      allowed: bounds(field.key),
      ...wordsOf(issue),
    };
  });

const REMEDY = 'Correct it; specs/settings.example.toml shows a complete file.';

const segmentProblem = (
  file: string,
  found: Locator,
  issue: z.core.$ZodIssue,
  index: number,
  inner: PropertyKey | undefined,
  given: Readonly<Record<string, unknown>>,
): Problem => {
  const segment = z
    .array(z.looseObject({ fromMinute: z.number(), rateUuPerHour: z.number() }))
    .safeParse(given.basalProfile).data?.[index];
  const line = (key: string): number | null => found(key, index) ?? found(SEGMENTS, index);
  if (inner === 'rateUuPerHour') {
    return {
      file,
      line: line(SEGMENT.rate),
      field: `${SEGMENTS}[${index}].${SEGMENT.rate}`,
      value: fromMillionths(segment?.rateUuPerHour ?? 0),
      unit: 'U/h',
      allowed: bounds('rateUuPerHour'),
      ...wordsOf(issue),
    };
  }
  if (inner === 'fromMinute') {
    return {
      file,
      line: line(SEGMENT.from),
      field: `${SEGMENTS}[${index}].${SEGMENT.from}`,
      value: `"${timeOfDay(segment?.fromMinute ?? 0)}"`,
      unit: null,
      allowed: 'half hours, "00:00" first, each later than the one before',
      ...wordsOf(issue),
    };
  }
  const count = Array.isArray(given.basalProfile) ? given.basalProfile.length : 0;
  return {
    file,
    line: found(SEGMENTS, 0),
    field: SEGMENTS,
    value: String(count),
    unit: 'segments',
    allowed: '1 to 48 segments',
    ...wordsOf(issue),
  };
};

/** A message of the schema with its µU turned into U, and what to do about it. */
const wordsOf = (issue: z.core.$ZodIssue): { readonly problem: string; readonly remedy: string } => {
  if (issue.code === 'too_small') return { problem: 'is below the least allowed', remedy: 'Raise it.' };
  if (issue.code === 'too_big') return { problem: 'is above the most allowed', remedy: 'Lower it.' };
  const [problem = '', remedy] = inUnits(issue.message).split('; ');
  return {
    problem,
    remedy: remedy === undefined ? REMEDY : `${remedy.replace(/^\w/, first => first.toUpperCase())}.`,
  };
};

const inUnits = (message: string): string =>
  FIELDS.reduce((text, { key, name }) => text.replaceAll(key, name), message).replace(
    /(\d+) µU/g,
    (_, millionths: string) => `${fromMillionths(Number(millionths))} U`,
  );
