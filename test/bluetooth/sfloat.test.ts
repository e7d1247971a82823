import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc16, opened, sealed } from '../../hardware/link/bluetooth/crc16.ts';
import {
  decimalOf,
  inSteps,
  isNumber,
  MOST_MANTISSA,
  numberIn,
  SPECIALS,
  sfloatBits,
  sfloatFrom,
} from '../../hardware/link/bluetooth/sfloat.ts';
import { flipped, octets } from './arbitrary.ts';

describe('an SFLOAT', () => {
  test('all 65 536 values of 16 bits are read and written back as themselves', () => {
    const again = Array.from({ length: 0x1_0000 }, (_, raw) => sfloatBits(sfloatFrom(raw)));
    expect(again).toEqual(Array.from({ length: 0x1_0000 }, (_, raw) => raw));
  });

  test('the five reserved values are words, never numbers', () => {
    expect(Object.values(SPECIALS).map(sfloatFrom)).toEqual(Object.keys(SPECIALS));
    expect(
      Array.from({ length: 0x1_0000 }, (_, raw) => sfloatFrom(raw)).filter(v => !isNumber(v)),
    ).toHaveLength(5);
  });

  test.each([
    [1_423_000, -4, 0xf58f],
    [120, 0, 0x0078],
    [-12, -1, 0xfff4],
    [1_250_000, -6, 0xe07d],
    [850_000, -6, 0xe055],
    [100, 0, 0x0064],
    [0, -6, 0x0000],
  ])('%d × 10^%d is written in its fewest digits', (whole, exponent, raw) => {
    expect(sfloatBits(decimalOf(whole, exponent, 'down'))).toBe(raw);
  });

  test('what has no exact form is rounded to the side asked for, by less than one step of its last digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3_000_000_000, max: 3_000_000_000 }), whole => {
        const [down, up] = [decimalOf(whole, -6, 'down'), decimalOf(whole, -6, 'up')];
        for (const each of [down, up]) expect(Math.abs(each.mantissa)).toBeLessThanOrEqual(MOST_MANTISSA);
        const [least, most] = [inSteps(down, -6, 'down'), inSteps(up, -6, 'up')];
        expect(least).toBeLessThanOrEqual(whole);
        expect(most).toBeGreaterThanOrEqual(whole);
        expect(most - least).toBeLessThanOrEqual(
          Math.max(1, 10 ** (Math.max(down.exponent, up.exponent) + 6)),
        );
      }),
    );
  });

  test('a bolus of 25.05 U has none: 25.0 on one side, 25.1 on the other', () => {
    expect(numberIn(decimalOf(25_050_000, -6, 'down'))).toBe(25);
    expect(numberIn(decimalOf(25_050_000, -6, 'up'))).toBe(25.1);
  });

  test('what no SFLOAT can hold is our own defect', () => {
    expect(() => decimalOf(3_000, 7, 'down')).toThrow(RangeError);
    expect(() => sfloatBits({ mantissa: 2_047, exponent: 0 })).toThrow(RangeError);
    expect(() => sfloatBits({ mantissa: 1.5, exponent: 0 })).toThrow(RangeError);
  });
});

describe('the E2E-CRC', () => {
  test('is that of the specification and of the catalogue', () => {
    expect(sealed([...octets('3E 01 02 03 04 05 06 07 08 09')]).slice(-2)).toEqual([0x01, 0x2f]);
    expect(sealed([...octets('01 00 00')]).slice(-2)).toEqual([0xef, 0x63]);
    expect(crc16(Buffer.from('123456789'))).toBe(0x6f91);
  });

  test('opens what it has sealed, and nothing in which a bit has flipped', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.nat(), (body, bit) => {
        const whole = Uint8Array.from(sealed([...body]));
        expect(opened(whole)).toEqual({ ok: true, value: body });
        expect(opened(flipped(whole, bit)).ok).toBe(false);
      }),
    );
  });
});
