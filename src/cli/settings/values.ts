import { didYouMean, type Problem } from '../problems.ts';
import { toMillionths } from './amounts.ts';

/** A table of the file, as its parser gives it. */
export type Table = Readonly<Record<string, unknown>>;

/** The line on which a key is given: the n-th time it is, counted from 0. */
export type Locator = (key: string, nth: number) => number | null;

/** A value, or what is wrong with it. */
export type Read<Value> = { readonly value: Value; readonly problems: readonly Problem[] };

/** Where a problem is. */
export type At = Omit<Problem, 'value' | 'problem' | 'remedy'>;

/** A value that could not be read. */
export const wrong = (at: At, value: unknown, problem: string, remedy: string): Read<undefined> => ({
  value: undefined,
  problems: [{ ...at, value: shown(value), problem, remedy }],
});

/** A number in its unit; with `inMillionths`, as the whole millionths the pump keeps. */
export const numberIn = (at: At, given: unknown, inMillionths: boolean): Read<number | undefined> => {
  if (typeof given !== 'number' || !Number.isFinite(given))
    return wrong(at, given, 'is not a number', 'Write a plain number, without quotes or unit.');
  if (!inMillionths) {
    return Number.isSafeInteger(given)
      ? { value: given, problems: [] }
      : wrong(at, given, `is not a whole number of ${at.unit}`, 'Leave out the decimals.');
  }
  const millionths = toMillionths(given);
  return millionths !== null
    ? { value: millionths, problems: [] }
    : wrong(
        at,
        given,
        `is finer than 0.000001 ${at.unit}, and nothing is rounded`,
        'Give at most six decimals.',
      );
};

/** A time of day, `"HH:MM"`, as the minute of the day. */
export const minuteIn = (at: At, given: unknown): Read<number | undefined> => {
  const match = typeof given === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(given) : null;
  return match
    ? { value: Number(match[1]) * 60 + Number(match[2]), problems: [] }
    : wrong(at, given, 'is not a time of day', 'Write it as "HH:MM", in quotes.');
};

/** The keys of a table that no setting has. */
export const unknownKeys = (
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

export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A value as it stands in the file, or nearly so. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
};

/** The tables of a list; one that stands alone is a list of one. */
export const tablesIn = (given: unknown): readonly Readonly<Record<string, unknown>>[] =>
  (Array.isArray(given) ? given : given === undefined ? [] : [given]).map(each =>
    isTable(each) ? each : {},
  );

/** Every value, and every problem. */
export const all = (reads: readonly Read<unknown>[]): Read<readonly unknown[]> => ({
  value: reads.map(({ value }) => value),
  problems: reads.flatMap(({ problems }): readonly Problem[] => problems),
});
