import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairs } from '../../src/verify/packed.ts';

const whole = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }));
const batches = fc.array(fc.array(fc.tuple(whole, whole), { maxLength: 400, size: 'max' }), {
  maxLength: 12,
});

test('pairs in a batch get the numbers that they get one by one, and keep them while the table grows', () => {
  let asked = 0;
  fc.assert(
    fc.property(batches, all => {
      const [together, apart] = [pairs(), pairs()];
      for (const batch of all) {
        const firsts = Int32Array.from(batch, ([first]) => first);
        const seconds = Int32Array.from(batch, ([, second]) => second);
        const one = batch.map(([first, second]) => apart.numberOf(first, second));
        together.numbersOf(batch.length, firsts, seconds);
        expect([...firsts]).toEqual(one);
        asked += batch.length;
      }
      expect(together.size()).toBe(apart.size());
      for (let number = 0; number < apart.size(); number += 1) {
        expect([together.first(number), together.second(number)]).toEqual([
          apart.first(number),
          apart.second(number),
        ]);
      }
    }),
    { numRuns: 100 },
  );
  console.log(`${asked} pairs asked in batches`);
  expect(asked).toBeGreaterThan(10_000);
});
