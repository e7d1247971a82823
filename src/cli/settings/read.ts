import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { CHOICES, type ChoiceKey, choiceKeys } from '../../domain/choices.ts';
import { type Settings, settingsSchema } from '../../domain/settings.ts';
import type { Problem } from '../problems.ts';
import { dayPartProblem, dayPartsIn } from './dayParts.ts';
import {
  DAY_PARTS,
  FIELDS,
  type Field,
  LOW_ENDS_EXTENDED,
  PROFILE,
  PROFILES,
  RESUMES,
  SEGMENTS,
  spelled,
  WINDOWS,
} from './fields.ts';
import { bounds, problemsOf } from './limits.ts';
import { quantityIn } from './namedUnit.ts';
import { nameIn, othersOf, segmentsOf, windowsOf } from './segments.ts';
import { type Locator, type Read, type Table, unknownKeys, wrong } from './values.ts';

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const KEYS = [
  ...FIELDS.map(field => field.name),
  RESUMES,
  ...choiceKeys.map(spelled),
  LOW_ENDS_EXTENDED,
  PROFILE,
  SEGMENTS,
  PROFILES,
  WINDOWS,
  DAY_PARTS,
];

/**
 * Reads a settings file (TOML). Amounts are in U and become whole µU exactly; anything finer, unknown
 * or out of bounds is refused, all of it at once. Never throws.
 */
export const readSettings = (file: string, text: string): ReadSettings => {
  const parsed = toml(file, text);
  if ('problem' in parsed) return { ok: false, problems: [parsed.problem] };
  const { table } = parsed;
  const found = locator(text);
  const fields = FIELDS.map(field => numberOf(file, found, field, table[field.name]));
  const resumes = flagOf({ file, found, name: RESUMES, otherwise: false }, table[RESUMES]);
  const choices = choiceKeys.map(key => choiceOf(file, found, key, table[spelled(key)]));
  const endsExtended = flagOf(
    { file, found, name: LOW_ENDS_EXTENDED, otherwise: true },
    table[LOW_ENDS_EXTENDED],
  );
  const name = nameIn(file, found(PROFILE, 0), PROFILE, table[PROFILE] ?? 'standard');
  const segments = segmentsOf({ file, found, list: SEGMENTS, before: 0 }, table[SEGMENTS]);
  const others = othersOf(file, found, table[PROFILES], segments.value.length);
  const windows = windowsOf(file, found, table[WINDOWS]);
  const parts = dayPartsIn(file, found, table[DAY_PARTS]);
  const problems = [
    ...unknownKeys(file, found, table, KEYS, ''),
    ...fields.flatMap(read => read.problems),
    ...[resumes, ...choices, endsExtended, name, segments, others, windows, parts].flatMap(
      read => read.problems,
    ),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const given = {
    ...Object.fromEntries(FIELDS.map((field, index) => [field.key, fields[index]?.value])),
    resumesAfterRestart: resumes.value,
    ...Object.fromEntries(choiceKeys.map((key, index) => [key, choices[index]?.value])),
    lowSuspendEndsExtended: endsExtended.value,
    profileName: name.value,
    basalProfile: segments.value,
    otherProfiles: others.value,
    missedBolusWindows: windows.value,
    ...(parts.value === undefined ? {} : { dayParts: parts.value }),
  };
  const read = settingsSchema.safeParse(given);
  if (read.success) return { ok: true, settings: read.data };
  const isOfPart = ({ path: [top] }: z.core.$ZodIssue): boolean => top === 'dayParts';
  const { issues } = read.error;
  return {
    ok: false,
    problems: [
      ...problemsOf(
        file,
        found,
        issues.filter(issue => !isOfPart(issue)),
        given,
      ),
      ...issues.filter(isOfPart).map(issue => dayPartProblem(file, found, given, issue)),
    ],
  };
};

const toml = (file: string, text: string): { readonly table: Table } | { readonly problem: Problem } => {
  try {
    return { table: parse(text) };
  } catch (failure) {
    if (!(failure instanceof TomlError)) throw failure;
    const shown = text.split('\n')[failure.line - 1]?.trim() ?? '';
    const why = failure.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? '';
    return {
      problem: {
        file,
        line: failure.line,
        field: `column ${failure.column}`,
        value: JSON.stringify(shown),
        unit: null,
        allowed: null,
        problem: `is not TOML (${why})`,
        remedy: 'Compare with specs/settings.example.toml.',
      },
    };
  }
};

const locator = (text: string): Locator => {
  const lines = text.split('\n');
  return (key, nth) => {
    const at = lines.flatMap((line, index) =>
      new RegExp(`^\\s*(\\[\\[)?["']?${key.replace(/\W/g, '\\$&')}["']?\\s*(=|\\]\\])`).test(line)
        ? [index + 1]
        : [],
    );
    return at[nth] ?? null;
  };
};

const numberOf = (file: string, found: Locator, field: Field, given: unknown): Read<number | undefined> => {
  const at = {
    file,
    line: found(field.name, 0),
    field: field.name,
    unit: field.unit,
    allowed: bounds(field.key),
  };
  if (given === undefined && field.otherwise !== undefined) return { value: field.otherwise, problems: [] };
  if (given === undefined) {
    return {
      value: undefined,
      problems: [
        {
          ...at,
          value: 'nothing',
          problem: 'is missing',
          remedy: 'Add it; islet settings print shows a complete file.',
        },
      ],
    };
  }
  return quantityIn(at, field.key, given);
};

type Flag = {
  readonly file: string;
  readonly found: Locator;
  readonly name: string;
  readonly otherwise: boolean;
};

const flagOf = ({ file, found, name, otherwise }: Flag, given: unknown): Read<boolean | undefined> =>
  given === undefined || typeof given === 'boolean'
    ? { value: given ?? otherwise, problems: [] }
    : wrong(
        { file, line: found(name, 0), field: name, unit: null, allowed: 'true or false' },
        given,
        'is neither true nor false',
        'Write one of them, without quotes.',
      );

/** A word as the file spells it; without one, what the settings say of themselves. */
const choiceOf = (file: string, found: Locator, key: ChoiceKey, given: unknown): Read<string | undefined> => {
  const words = Object.keys(CHOICES[key].options);
  const read = words.find(word => spelled(word) === given);
  return read !== undefined || given === undefined
    ? { value: read, problems: [] }
    : wrong(
        {
          file,
          line: found(spelled(key), 0),
          field: spelled(key),
          unit: null,
          allowed: words.map(spelled).join(', '),
        },
        given,
        `is no choice of ${CHOICES[key].label}`,
        'Write one of those allowed, in quotes.',
      );
};
