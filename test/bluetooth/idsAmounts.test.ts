import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { given, left, sum } from '../../hardware/ids/amounts.ts';
import { readWhole } from '../../hardware/ids/layout.ts';
import { counterAfter, opener, sealer } from '../../hardware/ids/protection.ts';
import { floatBits, floatFrom } from '../../hardware/link/bluetooth/float.ts';
import { flipped } from './arbitrary.ts';

describe('protection', () => {
  test('takes each value once, in order, whole; after one that is damaged the same is asked for again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 12 }), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        (bodies, bit) => {
          const [seal, open] = [sealer(true), opener(true)];
          for (const body of bodies) {
            const sent = seal([...body]);
            expect(open(flipped(sent, bit))).toMatchObject({ ok: false, flaw: 'invalidCrc' });
            expect(open(sent)).toEqual({ ok: true, body });
            expect(open(sent)).toMatchObject({ ok: false, flaw: 'invalidCounter' });
          }
          expect(open(seal([]).subarray(0, 2))).toMatchObject({ ok: false, flaw: 'missingCrc' });
        },
      ),
    );
  });

  test('counts to 255 and goes on with 1', () => {
    const [seal, open] = [sealer(true), opener(true)];
    for (let n = 0; n < 600; n += 1) expect(open(seal([n & 0xff])).ok).toBe(true);
    expect([counterAfter(0), counterAfter(254), counterAfter(255)]).toEqual([1, 255, 1]);
  });
});

describe('amounts', () => {
  test('what is left is never told as more, what is given never as less, and what is told is told the same again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000_000 }), uu => {
        const down = readWhole(left, Uint8Array.from(left.write(uu)));
        const up = readWhole(given, Uint8Array.from(given.write(uu)));
        const total = readWhole(sum, Uint8Array.from(sum.write(uu * 25)));
        if (!down.ok || !up.ok || !total.ok || down.value === null) throw new Error('not read');
        expect(down.value).toBeLessThanOrEqual(uu);
        expect(up.value).toBeGreaterThanOrEqual(uu);
        expect(total.value).toBeGreaterThanOrEqual(uu * 25);
        expect(readWhole(left, Uint8Array.from(left.write(down.value)))).toEqual(down);
        expect(readWhole(given, Uint8Array.from(given.write(up.value)))).toEqual(up);
      }),
      { numRuns: 500 },
    );
  });

  test('every whole pulse of 0.025 U up to 2.025 U is exact, and every sum of pulses up to 8388 U', () => {
    for (let uu = 0; uu <= 2_025_000; uu += 25_000)
      expect(readWhole(given, Uint8Array.from(given.write(uu)))).toEqual({ ok: true, value: uu });
    for (let uu = 0; uu <= 8_388_600_000; uu += 25_025_000)
      expect(readWhole(sum, Uint8Array.from(sum.write(uu)))).toEqual({ ok: true, value: uu });
    expect(readWhole(given, Uint8Array.from(given.write(24_975_000)))).toEqual({
      ok: true,
      value: 25_000_000,
    });
    expect(readWhole(left, Uint8Array.from(left.write(24_975_000)))).toEqual({ ok: true, value: 24_900_000 });
  });

  test('a FLOAT keeps its five special values apart, and any other bits as they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), raw => {
        expect(floatBits(floatFrom(raw))).toBe(raw);
      }),
      { examples: [[0x7f_ffff], [0x80_0000], [0x7f_fffe], [0x80_0002], [0x80_0001], [0xff00_0001]] },
    );
    expect([0x7f_ffff, 0x80_0000, 0x7f_fffe, 0x80_0002, 0x80_0001].map(floatFrom)).toEqual([
      'nan',
      'nres',
      'positiveInfinity',
      'negativeInfinity',
      'reserved',
    ]);
  });
});
