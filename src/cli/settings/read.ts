import { parse, TomlError } from 'smol-toml';
import { type Settings, settingsSchema } from '../../domain/settings.ts';
import { didYouMean, type Problem } from '../problems.ts';
import { toMillionths } from './amounts.ts';
import { FIELDS, type Field, SEGMENT, SEGMENTS } from './fields.ts';
import { bounds, problemsOf } from './limits.ts';

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly Problem[] };

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
  const segments = segmentsOf(file, found, table[SEGMENTS]);
  const problems = [
    ...unknownKeys(file, found, table, [...FIELDS.map(field => field.name), SEGMENTS], ''),
    ...fields.flatMap(read => read.problems),
    ...segments.problems,
  ];
  if (problems.length > 0) return { ok: false, problems };
  const values = Object.fromEntries(FIELDS.map((field, index) => [field.key, fields[index]?.value]));
  const read = settingsSchema.safeParse({ ...values, basalProfile: segments.value });
  if (read.success) return { ok: true, settings: read.data };
  return {
    ok: false,
    problems: problemsOf(file, found, read.error.issues, { ...values, basalProfile: segments.value }),
  };
};

type Table = Readonly<Record<string, unknown>>;
/** The line on which a key is given: the n-th time it is, counted from 0. */
export type Locator = (key: string, nth: number) => number | null;

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

const unknownKeys = (
  file: string,
  found: Locator,
  table: Table,
  known: readonly string[],
  within: string,
): readonly Problem[] =>
  Object.keys(table)
    .filter(key => !known.includes(key))
    .map(key => {
      const meant = didYouMean(key, known);
      const remedy = meant === null ? `Known here: ${known.join(', ')}.` : `Did you mean ${meant}?`;
      return {
        file,
        line: found(key, 0),
        field: `${within}${key}`,
        value: shown(table[key]),
        unit: null,
        allowed: null,
        problem: 'is not a setting',
        remedy,
      };
    });

type Read<Value> = { readonly value: Value; readonly problems: readonly Problem[] };

const numberOf = (file: string, found: Locator, field: Field, given: unknown): Read<number | undefined> => {
  const at = {
    file,
    line: found(field.name, 0),
    field: field.name,
    unit: field.unit,
    allowed: bounds(field.key),
  };
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
  return read(at, given, field.millionths);
};

const read = (
  at: Omit<Problem, 'value' | 'problem' | 'remedy'>,
  given: unknown,
  inMillionths: boolean,
): Read<number | undefined> => {
  const value = shown(given);
  if (typeof given !== 'number' || !Number.isFinite(given)) {
    return {
      value: undefined,
      problems: [
        { ...at, value, problem: 'is not a number', remedy: 'Write a plain number, without quotes or unit.' },
      ],
    };
  }
  if (!inMillionths) {
    if (Number.isSafeInteger(given)) return { value: given, problems: [] };
    return {
      value: undefined,
      problems: [
        { ...at, value, problem: `is not a whole number of ${at.unit}`, remedy: 'Leave out the decimals.' },
      ],
    };
  }
  const millionths = toMillionths(given);
  if (millionths !== null) return { value: millionths, problems: [] };
  return {
    value: undefined,
    problems: [
      {
        ...at,
        value,
        problem: `is finer than 0.000001 ${at.unit}, and nothing is rounded`,
        remedy: 'Give at most six decimals.',
      },
    ],
  };
};

const segmentsOf = (file: string, found: Locator, given: unknown): Read<readonly unknown[]> => {
  if (!Array.isArray(given) || given.length === 0) {
    const problem = given === undefined ? 'is missing' : 'has no segments';
    return {
      value: [],
      problems: [
        {
          file,
          line: found(SEGMENTS, 0),
          field: SEGMENTS,
          value: shown(given),
          unit: null,
          allowed: '1 to 48 segments',
          problem,
          remedy: `Add [[${SEGMENTS}]] with ${SEGMENT.from} = "00:00" and ${SEGMENT.rate}.`,
        },
      ],
    };
  }
  const segments = given.map((segment: unknown, index) => segmentOf(file, found, segment, index));
  return {
    value: segments.map(({ value }) => value),
    problems: segments.flatMap(({ problems }) => problems),
  };
};

const segmentOf = (file: string, found: Locator, given: unknown, index: number): Read<unknown> => {
  const within = `${SEGMENTS}[${index}].`;
  const table = isTable(given) ? given : {};
  const line = found(SEGMENTS, index);
  const rate = read(
    {
      file,
      line: found(SEGMENT.rate, index) ?? line,
      field: `${within}${SEGMENT.rate}`,
      unit: 'U/h',
      allowed: bounds('rateUuPerHour'),
    },
    table[SEGMENT.rate] ?? 'nothing',
    true,
  );
  const minute = minuteOf(table[SEGMENT.from]);
  const time: readonly Problem[] =
    minute === null
      ? [
          {
            file,
            line: found(SEGMENT.from, index) ?? line,
            field: `${within}${SEGMENT.from}`,
            value: shown(table[SEGMENT.from]),
            unit: null,
            allowed: '"00:00" to "23:30"',
            problem: 'is not a time of day',
            remedy: 'Write it as "HH:MM", in quotes.',
          },
        ]
      : [];
  return {
    value: { fromMinute: minute, rateUuPerHour: rate.value },
    problems: [...unknownKeys(file, found, table, Object.values(SEGMENT), within), ...time, ...rate.problems],
  };
};

const minuteOf = (given: unknown): number | null => {
  const match = typeof given === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(given) : null;
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
};

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A value as it stands in the file, or nearly so. */
const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
};
