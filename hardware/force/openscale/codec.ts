import { z } from 'zod';
import { shown } from '../../link/shown.ts';

/** One report of the OpenScale in this pump's column layout: time stamp, kg, unit, raw reading. */
export type ScaleLine = {
  /** Since the board started, modulo 2^32. */
  readonly millis: number;
  readonly kilograms: number;
  readonly unit: 'kg' | 'lbs';
  readonly raw: number;
};

export const OPENSCALE_BAUD = 9_600;
/** The board sends one line for each of these (its trigger mode). Never `x`: that opens its menu. */
export const TRIGGER = '!';
/** N per kg. */
const STANDARD_GRAVITY = 9.80665;

const columnsSchema = z.tuple([
  z.string().regex(/^\d{1,10}$/, 'should be whole milliseconds'),
  z.string().regex(/^-?\d{1,4}\.\d{4}$/, 'should be a number with four decimals, in kg'),
  z.enum(['kg', 'lbs'], 'should be kg'),
  z.string().regex(/^-?\d{1,8}$/, 'should be a whole number of at most eight digits'),
  // Every field is followed by a comma, so the last column is empty.
  z.literal('', 'should be empty'),
]);
const COLUMNS = ['millis', 'kg', 'unit', 'raw', 'end'];

/** A line without its end; undefined for a banner, a menu, a damaged line or another column layout. */
export const decodeLine = (line: string): ScaleLine | undefined => {
  const columns = columnsSchema.safeParse(line.split(','));
  if (!columns.success) return undefined;
  const [millis, kilograms, unit, raw] = columns.data;
  return { millis: Number(millis), kilograms: Number(kilograms), unit, raw: Number(raw) };
};

/** The first column of a damaged line that is wrong, what it holds and what it should be. Undefined for a sound one. */
export const flawOf = (line: string): string | undefined => {
  const columns = line.split(',');
  const issue = columnsSchema.safeParse(columns).error?.issues[0];
  if (!issue) return undefined;
  if (columns.length !== COLUMNS.length)
    return `columns = ${columns.length - 1}: should be ${COLUMNS.length - 1}, each followed by a comma`;
  const at = Number(issue.path[0]);
  return `${COLUMNS[at]} = ${shown(columns[at] ?? '')}: ${issue.message}`;
};

export const encodeLine = ({ millis, kilograms, unit, raw }: ScaleLine): string =>
  `${millis},${kilograms.toFixed(4)},${unit},${raw},\r\n`;

export const millinewtonsIn = (kilograms: number): number => Math.round(kilograms * STANDARD_GRAVITY * 1_000);
export const kilogramsIn = (forceMn: number): number => forceMn / (STANDARD_GRAVITY * 1_000);
