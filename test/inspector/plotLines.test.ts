import fc from 'fast-check';
import { expect, test } from 'vitest';
import { strokesOf } from '../../src/inspector/page/plot-lines.ts';

const columns = fc
  .array(fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }), { maxLength: 30 })
  .map(values => ({ times: values.map((_, index) => index * 2), values: [values] }));

test('a held value is drawn without a slope, another one without a step, and neither over missing values', () => {
  let checked = 0;
  fc.assert(
    fc.property(columns, fc.boolean(), (column, isHeld) => {
      const known = (column.values[0] ?? []).flatMap((value, index) =>
        value === null ? [] : [{ at: column.times[index] ?? 0, value }],
      );
      const strokes = strokesOf(column, { place: 0, isHeld }, 0, column.times.length);
      const drawn = strokes.flat();
      // Every value is drawn at its own time.
      for (const point of known) expect(drawn).toContainEqual(point);
      for (const stroke of strokes)
        for (const [index, point] of stroke.slice(1).entries()) {
          const before = stroke[index];
          if (isHeld) expect(before?.at === point.at || before?.value === point.value).toBe(true);
          else expect(point.at - (before?.at ?? 0)).toBe(2);
          checked += 1;
        }
      if (!isHeld) expect(drawn).toEqual(known);
      // A value that is missing is where one stroke ends and another begins later.
      for (const [index, value] of (column.values[0] ?? []).entries()) {
        if (value !== null) continue;
        const at = column.times[index] ?? 0;
        for (const stroke of strokes)
          expect(stroke.some(p => p.at < at) && stroke.some(p => p.at > at)).toBe(false);
      }
    }),
  );
  expect(checked).toBeGreaterThan(100);
});
