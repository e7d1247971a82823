import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plotOf } from '../../hardware/rig/report/plot.ts';

/** The figures at an axis of a plot: across they stand below their place, up to the left of it. */
const ticksOf = (svg: string, anchor: 'middle' | 'end'): readonly number[] =>
  [...svg.matchAll(/class="tick" text-anchor="(\w+)"[^>]*>([^<]*)</g)].flatMap(([, where, text]) =>
    where === anchor ? [Number(text)] : [],
  );

const value = fc.double({ min: -1_000, max: 1_000, noNaN: true }).map(each => Number(each.toFixed(3)));

test('axes of a plot go from round number to round number, and hold all points', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }), points => {
      const svg = plotOf({ name: 'a', x: 'x', y: 'y', lines: [{ name: 'l', points }] });
      const axes = [
        [ticksOf(svg, 'middle'), points.map(([x]) => x)],
        [ticksOf(svg, 'end'), points.map(([, y]) => y)],
      ] as const;
      for (const [own, axis] of axes) {
        expect(own.length).toBeGreaterThanOrEqual(2);
        expect(own.length).toBeLessThanOrEqual(11);
        expect(own.at(0)).toBeLessThanOrEqual(Math.min(...axis) + 1e-9);
        expect(own.at(-1)).toBeGreaterThanOrEqual(Math.max(...axis) - 1e-9);
        const steps = own.slice(1).map((tick, at) => tick - (own[at] ?? 0));
        for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 6);
      }
    }),
  );
});
