import type { Quantity } from '../../src/domain/units.ts';

/** Mass as a balance shows it, in whole µg: finer than the last digit of any balance that weighs a beaker. */
export type Micrograms = Quantity<'µg'>;

/** 10 kg either way: no analytical balance shows more. */
const MOST_UG = 10_000_000_000;

export const micrograms = (value: number): Micrograms => {
  if (!Number.isSafeInteger(value) || Math.abs(value) > MOST_UG) {
    throw new RangeError(`${value} is not a whole number of µg from −${MOST_UG} to ${MOST_UG}`);
  }
  return value as Micrograms;
};

/** Units in which a balance of this rig may be set, as powers of ten of a µg. */
const EXPONENT = { g: 6, mg: 3 } as const;
export type MassUnit = keyof typeof EXPONENT;

/** A figure as shown: its mass, and what one unit of its last digit is. */
export type Figure = { readonly massUg: Micrograms; readonly digitUg: Micrograms };

/**
 * The mass that a figure shows, exactly: digits are moved, nothing is multiplied. Undefined for what is no plain
 * decimal figure, or has digits below a µg.
 */
export const massOf = (figure: string, unit: MassUnit): Figure | undefined => {
  const [, sign, whole = '', fraction = ''] = /^([+-]?)(\d{1,8})(?:\.(\d{1,6}))?$/.exec(figure) ?? [];
  const shift = EXPONENT[unit] - fraction.length;
  if (sign === undefined || shift < 0) return undefined;
  const digits = Number(`${whole}${fraction}${'0'.repeat(shift)}`);
  if (digits > MOST_UG) return undefined;
  return {
    massUg: micrograms(sign === '-' && digits > 0 ? -digits : digits),
    digitUg: micrograms(10 ** shift),
  };
};

/** A mass as a balance shows it: rounded to its last digit, `digitUg` being a power of ten. */
export const figureOf = (massUg: number, digitUg: Micrograms, unit: MassUnit): string => {
  const decimals = Math.max(0, EXPONENT[unit] - Math.round(Math.log10(digitUg)));
  const shown = Math.round(massUg / digitUg) * digitUg;
  return (shown === 0 ? 0 : shown / 10 ** EXPONENT[unit]).toFixed(decimals);
};
