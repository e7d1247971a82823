import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bringing, type Camera, centred, levelAt, sight } from '../../src/inspector/page/chart-aim.ts';

const cameras: fc.Arbitrary<Camera> = fc.record({
  x: fc.integer({ min: -5_000, max: 5_000 }),
  y: fc.integer({ min: -5_000, max: 5_000 }),
  zoom: fc.integer({ min: 1, max: 40 }).map(tenths => tenths / 10),
});
const PANEL = { width: 700, height: 430 };
const boxes = fc.record({
  x: fc.integer({ min: -2_000, max: 2_000 }),
  y: fc.integer({ min: -2_000, max: 2_000 }),
  width: fc.integer({ min: 1, max: 160 }),
  height: fc.integer({ min: 1, max: 80 }),
});

test('what is brought into sight is in sight, at the same size, and a second time nothing moves', () => {
  fc.assert(
    fc.property(cameras, boxes, (from, box) => {
      const to = bringing(from, box, PANEL, 10);
      const seen = sight(to, PANEL);
      expect(to.zoom).toBe(from.zoom);
      const near = 1e-6;
      if (box.width * to.zoom + 20 <= PANEL.width) {
        expect(seen.x).toBeLessThanOrEqual(box.x + near);
        expect(seen.x + seen.width).toBeGreaterThanOrEqual(box.x + box.width - near);
      }
      if (box.height * to.zoom + 20 <= PANEL.height) {
        expect(seen.y).toBeLessThanOrEqual(box.y + near);
        expect(seen.y + seen.height).toBeGreaterThanOrEqual(box.y + box.height - near);
      }
      const again = bringing(to, box, PANEL, 10);
      expect(Math.hypot(again.x - to.x, again.y - to.y)).toBeLessThan(1e-6);
    }),
  );
});

test('what is in sight already is left where it is', () => {
  const from = { x: 0, y: 0, zoom: 1 };
  expect(bringing(from, { x: 100, y: 100, width: 50, height: 20 }, PANEL)).toEqual(from);
  expect(bringing(from, { x: 690, y: 100, width: 50, height: 20 }, PANEL)).toEqual({ ...from, x: -64 });
});

test('a point that is centred is in the middle of what is in sight', () => {
  fc.assert(
    fc.property(cameras, boxes, (from, point) => {
      const seen = sight(centred(from, point, PANEL), PANEL);
      expect(seen.x + seen.width / 2).toBeCloseTo(point.x, 6);
      expect(seen.y + seen.height / 2).toBeCloseTo(point.y, 6);
    }),
  );
});

test('the farther away, the less is told', () => {
  expect([0.2, 0.65, 0.7, 0.9, 2].map(levelAt)).toEqual(['far', 'far', 'middle', 'near', 'near']);
});
