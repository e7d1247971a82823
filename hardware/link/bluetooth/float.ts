import { type Decimal, decimalWithin, type Holds, type Special } from './sfloat.ts';

/**
 * IEEE-11073 32-bit FLOAT: a mantissa of 24 bits and a power of ten of 8, both in two's complement. It holds every
 * dose up to 8388.6 U in whole mU.
 */
const HOLDS: Holds = { mantissa: 0x7f_fffd, least: -128, most: 127 };

const SPECIALS: Readonly<Record<Special, number>> = {
  nan: 0x007f_ffff,
  nres: 0x0080_0000,
  positiveInfinity: 0x007f_fffe,
  negativeInfinity: 0x0080_0002,
  reserved: 0x0080_0001,
};
const SPECIAL_OF = new Map((Object.keys(SPECIALS) as Special[]).map(name => [SPECIALS[name], name]));

export type Float = Decimal | Special;

/** Any 32 bits. The special values are those with exponent zero. */
export const floatFrom = (raw: number): Float =>
  SPECIAL_OF.get(raw >>> 0) ?? { mantissa: (raw << 8) >> 8, exponent: raw >> 24 };

/** The 32 bits of a value. Throws for a decimal that has none: our own defect. */
export const floatBits = (value: Float): number => {
  if (typeof value === 'string') return SPECIALS[value];
  const { mantissa, exponent } = value;
  const isWhole = Number.isInteger(mantissa) && Number.isInteger(exponent);
  const bits = ((exponent << 24) | (mantissa & 0xff_ffff)) >>> 0;
  const reread = floatFrom(bits);
  if (!isWhole || typeof reread === 'string' || reread.mantissa !== mantissa || reread.exponent !== exponent)
    throw new RangeError(`${mantissa} × 10^${exponent} is no FLOAT`);
  return bits;
};

/** The decimal nearest to `whole` × 10^`exponent` on the side asked for, in the finest steps of a FLOAT. */
export const longDecimalOf = (whole: number, exponent: number, towards: 'down' | 'up'): Decimal =>
  decimalWithin(HOLDS, whole, exponent, towards);
