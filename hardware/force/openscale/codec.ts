import { z } from 'zod';

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
  z.string().regex(/^\d{1,10}$/),
  z.string().regex(/^-?\d{1,4}\.\d{4}$/),
  z.enum(['kg', 'lbs']),
  z.string().regex(/^-?\d{1,8}$/),
  // Every field is followed by a comma, so the last column is empty.
  z.literal(''),
]);

/** A line without its end; undefined for a banner, a menu, a damaged line or another column layout. */
export const decodeLine = (line: string): ScaleLine | undefined => {
  const columns = columnsSchema.safeParse(line.split(','));
  if (!columns.success) return undefined;
  const [millis, kilograms, unit, raw] = columns.data;
  return { millis: Number(millis), kilograms: Number(kilograms), unit, raw: Number(raw) };
};

export const encodeLine = ({ millis, kilograms, unit, raw }: ScaleLine): string =>
  `${millis},${kilograms.toFixed(4)},${unit},${raw},\r\n`;

export const millinewtonsIn = (kilograms: number): number => Math.round(kilograms * STANDARD_GRAVITY * 1_000);
export const kilogramsIn = (forceMn: number): number => forceMn / (STANDARD_GRAVITY * 1_000);
