import { z } from 'zod';
import { timeOfDay } from '../../domain/differences.ts';
import type { NumberKey } from '../../domain/quantities.ts';
import { settingsSchema } from '../../domain/settings.ts';
import type { Problem } from '../problems.ts';
import { fromMillionths } from './amounts.ts';
import { FIELDS, OTHER, PROFILES, SEGMENT, SEGMENTS } from './fields.ts';
import { namingUnit } from './otherUnit.ts';
import type { Locator } from './values.ts';

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
export const bounds = (key: NumberKey | 'rateUuPerHour'): string => {
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
    const [top, index, inner, segment, innermost] = issue.path;
    if (top === 'basalProfile') return segmentProblem({ file, found, given, issue, at: [index, inner] });
    if (top === 'otherProfiles' && inner === 'segments')
      return segmentProblem({
        file,
        found,
        given,
        issue,
        at: [segment, innermost],
        profile: numberOr0(index),
      });
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
    return namingUnit(field.key, value, {
      file,
      line: found(field.name, 0),
      field: field.name,
      value: field.millionths ? fromMillionths(value) : String(value),
      unit: field.unit,
      allowed: bounds(field.key),
      ...wordsOf(issue),
    });
  });

const REMEDY = 'Correct it; specs/settings.example.toml shows a complete file.';

const numberOr0 = (index: PropertyKey | undefined): number => (typeof index === 'number' ? index : 0);

type OfSegment = {
  readonly file: string;
  readonly found: Locator;
  readonly given: Readonly<Record<string, unknown>>;
  readonly issue: z.core.$ZodIssue;
  /** Which segment of its profile, and which of its fields. */
  readonly at: readonly [PropertyKey | undefined, PropertyKey | undefined];
  /** Which of the other profiles; absent for the one in use. */
  readonly profile?: number;
};

const profileSchema = z.array(z.looseObject({ fromMinute: z.number(), rateUuPerHour: z.number() }));
const givenSchema = z.looseObject({
  basalProfile: profileSchema,
  otherProfiles: z.array(z.looseObject({ segments: profileSchema })),
});

const segmentProblem = ({ file, found, given, issue, at: [which, inner], profile }: OfSegment): Problem => {
  const index = numberOr0(which);
  const { basalProfile = [], otherProfiles = [] } = givenSchema.safeParse(given).data ?? {};
  const segments = profile === undefined ? basalProfile : (otherProfiles[profile]?.segments ?? []);
  const segment = segments[index];
  const list = profile === undefined ? SEGMENTS : `${PROFILES}.${OTHER.segments}`;
  const name = profile === undefined ? SEGMENTS : `${PROFILES}[${profile}].${OTHER.segments}`;
  const earlier = otherProfiles.slice(0, profile ?? 0).reduce((sum, each) => sum + each.segments.length, 0);
  const before = profile === undefined ? 0 : basalProfile.length + earlier;
  const line = (key: string): number | null => found(key, before + index) ?? found(list, earlier + index);
  if (inner === 'rateUuPerHour') {
    return {
      file,
      line: line(SEGMENT.rate),
      field: `${name}[${index}].${SEGMENT.rate}`,
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
      field: `${name}[${index}].${SEGMENT.from}`,
      value: `"${timeOfDay(segment?.fromMinute ?? 0)}"`,
      unit: null,
      allowed: 'half hours, "00:00" first, each later than the one before',
      ...wordsOf(issue),
    };
  }
  return {
    file,
    line: found(list, earlier),
    field: name,
    value: String(segments.length),
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
