import type { Quantity } from '../../../src/domain/units.ts';

/** Volume in whole nl: the last digit of what an NE-1000 shows. U-100 insulin: 1 U is 10 000 nl. */
export type Nanolitres = Quantity<'nl'>;

/** 9 999 ml is the largest figure of the device. */
const MOST_NL = 9_999_000_000;

export const nanolitres = (value: number): Nanolitres => {
  if (!Number.isSafeInteger(value) || value < 0 || value > MOST_NL) {
    throw new RangeError(`${value} is not a whole number of nl from 0 to ${MOST_NL}`);
  }
  return value as Nanolitres;
};

const EXPONENT = { UL: 3, ML: 6 } as const;

/** Exactly what a figure of the device means; undefined for one that is none (at most four digits, at most three decimals). */
export const volumeOf = (figure: string, unit: keyof typeof EXPONENT): Nanolitres | undefined => {
  const [, whole = '', fraction = ''] = /^(\d{1,4})\.(\d{0,3})$/.exec(figure) ?? [];
  if (whole === '' || whole.length + fraction.length > 4) return undefined;
  return nanolitres(Number(`${whole}${fraction}`) * 10 ** (EXPONENT[unit] - fraction.length));
};

/** A figure of at most four digits and three decimals, always with its point, cut off below: the device never shows more than it gave. */
export const figureIn = (volume: number, unit: keyof typeof EXPONENT): string => {
  const whole = Math.floor(volume / 10 ** EXPONENT[unit]);
  const decimals = Math.max(0, Math.min(3, 4 - String(whole).length));
  const cut = Math.floor(volume / 10 ** (EXPONENT[unit] - decimals));
  const digits = String(cut).padStart(decimals + 1, '0');
  return `${digits.slice(0, digits.length - decimals)}.${digits.slice(digits.length - decimals)}`;
};
