import type { z } from 'zod';
import { timeOfDay } from '../../domain/differences.ts';
import { QUANTITIES } from '../../domain/quantities.ts';
import type { DayPart } from '../../domain/therapy/dayParts.ts';
import type { Problem } from '../problems.ts';
import { DAY_PART, DAY_PARTS, FIELDS } from './fields.ts';
import { quantityIn, writtenNumber } from './namedUnit.ts';
import { namingUnit } from './otherUnit.ts';
import { all, isTable, type Locator, minuteIn, type Read, tablesIn, unknownKeys } from './values.ts';

/** The numbers of a part of the day: as the file names them, and the settings. */
const NUMBERS = ['sensitivityMgDl', 'carbRatioG', 'targetMgDl'] as const;
type NumberOf = (typeof NUMBERS)[number];

const fieldOf = (key: NumberOf): (typeof FIELDS)[number] => {
  const field = FIELDS.find(each => each.key === key);
  if (field === undefined) throw new Error(`a settings file has no ${key}`);
  return field;
};

/** Here zero is no number: a part says what holds. */
const rangeOf = (key: NumberOf): string => {
  const { least, most, unit } = QUANTITIES[key];
  return `${least} to ${most} ${unit}`;
};

/** Where a number of the n-th part stands; the one from midnight has the same name, and comes before. */
const lineOf = (found: Locator, name: string, index: number): number | null =>
  found(name, index + 1) ?? found(DAY_PARTS, index);

const placeOf = (file: string, found: Locator, key: NumberOf, index: number) => {
  const { name, unit } = fieldOf(key);
  return {
    file,
    line: lineOf(found, name, index),
    field: `${DAY_PARTS}[${index}].${name}`,
    unit,
    allowed: rangeOf(key),
  };
};

const startOf = (file: string, found: Locator, index: number) => ({
  file,
  line: found(DAY_PARTS, index),
  field: `${DAY_PARTS}[${index}].${DAY_PART.from}`,
  unit: null,
  allowed: 'half hours from "00:30" on, each later than the one before',
});

/** The parts of a day with their own sensitivity, ratio and target; undefined where the file names none. */
export const dayPartsIn = (
  file: string,
  found: Locator,
  given: unknown,
): Read<readonly unknown[] | undefined> => {
  if (given === undefined) return { value: undefined, problems: [] };
  return all(
    tablesIn(given).map((part, index): Read<unknown> => {
      const from = minuteIn(startOf(file, found, index), part[DAY_PART.from]);
      const numbers = NUMBERS.map(key =>
        quantityIn(placeOf(file, found, key, index), key, part[fieldOf(key).name]),
      );
      const known = [DAY_PART.from, ...NUMBERS.map(key => fieldOf(key).name)];
      return {
        value: {
          fromMinute: from.value,
          ...Object.fromEntries(NUMBERS.map((key, which) => [key, numbers[which]?.value])),
        },
        problems: [
          ...unknownKeys(file, found, part, known, `${DAY_PARTS}[${index}].`),
          ...from.problems,
          ...numbers.flatMap(({ problems }) => problems),
        ],
      };
    }),
  );
};

/** What the schema found in a part of the day, in the words and units of the file. */
export const dayPartProblem = (
  file: string,
  found: Locator,
  given: Readonly<Record<string, unknown>>,
  { path: [, which, key], message }: z.core.$ZodIssue,
): Problem => {
  const index = typeof which === 'number' ? which : 0;
  const parts: unknown = given.dayParts;
  const part = Array.isArray(parts) && isTable(parts[index]) ? parts[index] : {};
  const [problem = '', remedy = 'Correct it'] = message.split('; ');
  const number = NUMBERS.find(each => each === key);
  const value = number === undefined ? null : part[number];
  if (number === undefined || typeof value !== 'number') {
    const minute = part.fromMinute;
    return {
      ...startOf(file, found, index),
      value: typeof minute === 'number' ? `"${timeOfDay(minute)}"` : 'nothing',
      problem,
      remedy: `${remedy}.`,
    };
  }
  return namingUnit(number, value, {
    ...placeOf(file, found, number, index),
    value: String(value),
    problem: problem.replace(/^is (below|above) .*, /, 'is $1 '),
    remedy: `${remedy}.`,
  });
};

/** The parts of a day as tables of the file. */
export const dayPartLines = (parts: readonly DayPart[]): readonly string[] =>
  parts.flatMap(part => [
    '',
    `[[${DAY_PARTS}]]`,
    `${DAY_PART.from} = "${timeOfDay(part.fromMinute)}"`,
    ...NUMBERS.map(key => `${fieldOf(key).name} = ${writtenNumber(key, part[key])}`),
  ]);
