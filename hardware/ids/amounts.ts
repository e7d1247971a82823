import type { TbrLevel } from '../../src/interop/ids/record.ts';
import { TBR_TYPE, type TbrType } from '../../src/interop/ids/words.ts';
import { type Decoded, damaged, decoded } from '../link/bluetooth/bytes.ts';
import { type Float, floatBits, floatFrom, longDecimalOf } from '../link/bluetooth/float.ts';
import {
  type Decimal,
  decimalOf,
  inSteps,
  type Sfloat,
  sfloatBits,
  sfloatFrom,
} from '../link/bluetooth/sfloat.ts';
import { type Layout, mapped, struct, uint16, uint32, word } from './layout.ts';

/** µU are written as U: 10^-6. */
const MICRO = -6;
const CENTI = -2;

const wholeIn = (value: Decimal, exponent: number): Decoded<number> => {
  const whole = inSteps(value, exponent, 'nearest');
  return whole >= 0 && Number.isSafeInteger(whole)
    ? decoded(whole)
    : damaged(`${value.mantissa} × 10^${value.exponent}: is no amount`);
};

/**
 * Insulin, or a rate per hour, as an SFLOAT of U. An SFLOAT has 2045 steps, so most amounts above 2.045 U lose their last
 * digits, and whoever writes one says to which side: `down` what is left, for nobody may count on insulin that is not
 * there; `up` what has gone or will go into the body, for nobody may miss what acts. Null is not a number: not known.
 */
const sfloatAmount = (towards: 'down' | 'up'): Layout<number | null> =>
  mapped<number, number | null>(
    uint16,
    uu => sfloatBits(uu === null ? 'nan' : decimalOf(uu, MICRO, towards)),
    raw => {
      const value: Sfloat = sfloatFrom(raw);
      if (value === 'nan') return decoded(null);
      return typeof value === 'string' ? damaged(`${value}: is no amount`) : wholeIn(value, MICRO);
    },
  );

/** An amount that is always known. */
const known = (layout: Layout<number | null>): Layout<number> =>
  mapped<number | null, number>(
    layout,
    uu => uu,
    uu => (uu === null ? damaged('nan: an amount should stand here') : decoded(uu)),
  );

export const left = sfloatAmount('down');
export const maybeGiven = sfloatAmount('up');
export const given = known(maybeGiven);

/** Sums since the pump began, as a FLOAT: exact up to 8388.6 U, rounded up beyond. */
export const sum: Layout<number> = mapped<number, number>(
  uint32,
  uu => floatBits(longDecimalOf(uu, MICRO, 'up')),
  raw => {
    const value: Float = floatFrom(raw);
    return typeof value === 'string' ? damaged(`${value}: is no amount`) : wholeIn(value, MICRO);
  },
);

/** Whole percent as the factor that the standard wants: 85 % is 0.85. */
const factorBits = (percent: number): number => sfloatBits(decimalOf(percent, CENTI, 'up'));

const level = struct({ type: word(TBR_TYPE), raw: uint16 });

/** A temporary rate: its type, and U/h or a factor. */
export const tbrLevel: Layout<TbrLevel> = mapped<{ readonly type: TbrType; readonly raw: number }, TbrLevel>(
  level,
  told => ({
    type: told.type,
    raw:
      told.type === 'relative'
        ? factorBits(told.percent)
        : sfloatBits(decimalOf(told.rateUuPerHour, MICRO, 'up')),
  }),
  ({ type, raw }): Decoded<TbrLevel> => {
    const value = sfloatFrom(raw);
    if (type === 'undetermined' || typeof value === 'string')
      return damaged(`a temporary rate that is ${type === 'undetermined' ? type : String(value)}`);
    const whole = wholeIn(value, type === 'relative' ? CENTI : MICRO);
    if (!whole.ok) return whole;
    return decoded(
      type === 'relative' ? { type, percent: whole.value } : { type, rateUuPerHour: whole.value },
    );
  },
);
