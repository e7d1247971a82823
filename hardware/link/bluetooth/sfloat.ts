/**
 * IEEE-11073 16-bit SFLOAT: a mantissa of 12 bits and a power of ten of 4, both in two's complement. Its
 * resolution falls as values grow: 0.1 above 20.45, 1 above 204.5. So nothing is counted in it, and whoever
 * writes one says which way it is rounded.
 */

/** mantissa × 10^exponent. */
export type Decimal = { readonly mantissa: number; readonly exponent: number };

/** What stands where no number can: not a number, not at this resolution, and the infinities. */
export const SPECIALS = {
  nan: 0x07ff,
  nres: 0x0800,
  positiveInfinity: 0x07fe,
  negativeInfinity: 0x0802,
  reserved: 0x0801,
} as const;
export type Special = keyof typeof SPECIALS;

export type Sfloat = Decimal | Special;

export const MOST_MANTISSA = 2_045;
const EXPONENTS = { least: -8, most: 7 } as const;

const isSpecial = (value: Sfloat): value is Special => typeof value === 'string';
export const isNumber = (value: Sfloat): value is Decimal => !isSpecial(value);

const SPECIAL_OF = new Map<number, Special>(
  (Object.keys(SPECIALS) as readonly Special[]).map(name => [SPECIALS[name], name]),
);

/** Any 16 bits. The special values are those with exponent zero; other exponents leave a mantissa a number. */
export const sfloatFrom = (raw: number): Sfloat => {
  const special = SPECIAL_OF.get(raw & 0xffff);
  if (special !== undefined) return special;
  return { mantissa: (raw << 20) >> 20, exponent: (raw << 16) >> 28 };
};

/** The 16 bits of a value. Throws for a decimal that has none: our own defect. */
export const sfloatBits = (value: Sfloat): number => {
  if (isSpecial(value)) return SPECIALS[value];
  const { mantissa, exponent } = value;
  const fits = Number.isInteger(mantissa) && Number.isInteger(exponent);
  const bits = ((exponent & 0xf) << 12) | (mantissa & 0xfff);
  const reread = sfloatFrom(bits);
  if (!fits || isSpecial(reread) || reread.mantissa !== mantissa || reread.exponent !== exponent)
    throw new RangeError(`${mantissa} × 10^${exponent} is no SFLOAT`);
  return bits;
};

/** What a format can hold: the largest mantissa, and the powers of ten. */
export type Holds = { readonly mantissa: number; readonly least: number; readonly most: number };
const HOLDS: Holds = { mantissa: MOST_MANTISSA, ...EXPONENTS };

/** The decimal nearest to `whole` × 10^`exponent` on the side asked for, in the finest steps that the format has for it. */
export const decimalWithin = (
  holds: Holds,
  whole: number,
  exponent: number,
  towards: 'down' | 'up',
): Decimal => {
  if (!Number.isSafeInteger(whole) || !Number.isSafeInteger(exponent))
    throw new RangeError(`${whole} × 10^${exponent} is not whole`);
  const round = towards === 'down' ? Math.floor : Math.ceil;
  let [mantissa, power] = whole === 0 ? [0, 0] : [whole, exponent];
  while (mantissa % 10 === 0 && mantissa !== 0 && power < 0) [mantissa, power] = [mantissa / 10, power + 1];
  while (Math.abs(mantissa) > holds.mantissa || power < holds.least)
    [mantissa, power] = [round(mantissa / 10), power + 1];
  while (power > holds.most && Math.abs(mantissa) * 10 <= holds.mantissa)
    [mantissa, power] = [mantissa * 10, power - 1];
  if (power > holds.most) throw new RangeError(`${whole} × 10^${exponent} is too large for its format`);
  return { mantissa, exponent: power };
};

/** The same in an SFLOAT. */
export const decimalOf = (whole: number, exponent: number, towards: 'down' | 'up'): Decimal =>
  decimalWithin(HOLDS, whole, exponent, towards);

/** The value as a whole number of 10^`exponent`, rounded as asked: `inSteps(of 1.25, -6, 'down')` is 1 250 000. */
export const inSteps = (
  { mantissa, exponent: power }: Decimal,
  exponent: number,
  towards: 'down' | 'nearest' | 'up',
): number => {
  const shift = power - exponent;
  if (shift >= 0) return mantissa * 10 ** shift;
  const round = { down: Math.floor, nearest: Math.round, up: Math.ceil }[towards];
  return round(mantissa / 10 ** -shift);
};

/** For display and for curves. */
export const numberIn = ({ mantissa, exponent }: Decimal): number =>
  exponent >= 0 ? mantissa * 10 ** exponent : mantissa / 10 ** -exponent;
