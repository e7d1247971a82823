import fc from 'fast-check';
import { expect, test } from 'vitest';
import { middleOf, solve } from '../../hardware/rig/paths/solve.ts';

const interval = fc
  .tuple(fc.integer({ min: -500, max: 1_500 }), fc.integer({ min: 20, max: 800 }), fc.constantFrom(1, 5, 50))
  .map(([least, length, grid]) => ({ least, most: least + length, grid }));

test('the whole interval in which a guard holds is found, to its last value on the grid', () => {
  let found = 0;
  fc.assert(
    fc.property(interval, ({ least, most, grid }) => {
      const solution = solve(value => value >= least && value <= most, { least: 0, most: 1_000, grid });
      const values = Array.from({ length: Math.floor(1_000 / grid) + 1 }, (_, index) => index * grid).filter(
        value => value >= least && value <= most,
      );
      // Narrower than the finest step of the search it may be missed; wider it may not.
      if (values.length === 0) expect(solution).toBeNull();
      else if (solution === null) expect(values.length).toBeLessThan(9);
      else {
        expect(solution).toEqual({ least: values[0], most: values.at(-1) });
        expect(values).toContain(middleOf(solution, grid));
        found += 1;
      }
    }),
    { numRuns: 300 },
  );
  expect(found).toBeGreaterThan(50);
});

test('a guard that nothing satisfies has no solution, and is asked a bounded number of times', () => {
  let asked = 0;
  const never = (): boolean => {
    asked += 1;
    return false;
  };
  expect(solve(never, { least: 0, most: 1_000_000_000, grid: 1 })).toBeNull();
  expect(asked).toBeLessThan(200);
});
