/**
 * Amounts as people write them (U, U/h) and as the pump keeps them (µU, µU/h): six decimal places
 * apart, moved as digits and never multiplied, so that 0.1 U is 100 000 µU and nothing near it.
 */
const PLACES = 6;

/** The whole number of millionths in a decimal number, or null when it has a finer part. */
export const toMillionths = (units: number): number | null => {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(units));
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = PLACES + Number(exponent) - fraction.length;
  const digits = whole + fraction;
  if (shift >= 0) return Number(`${sign}${digits}${'0'.repeat(Math.min(shift, 30))}`);
  const finer = digits.slice(shift);
  if (/[1-9]/.test(finer)) return null;
  return Number(`${sign}${digits.slice(0, shift) || '0'}`);
};

/** A whole number of millionths as a decimal number: 1 250 000 is `1.25`, 3 000 000 is `3.0`. */
export const fromMillionths = (millionths: number): string => {
  const digits = String(Math.abs(millionths)).padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/, '') || '0';
  return `${millionths < 0 ? '-' : ''}${digits.slice(0, -PLACES)}.${fraction}`;
};
