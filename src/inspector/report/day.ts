import { type DayCurve, SLOTS } from '../../simulate/campaign/profile.ts';
import { BANDS } from './bands.ts';
import { area, line, type Point, picture, rect, scale, text } from './svg.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [360, 190, 34, 16, 6, 20] as const;
/** Higher glucose is drawn here, mg/dL. */
const MOST = 350;
const HOURS = [0, 6, 12, 18, 24] as const;
/** Levels, and how far each number is moved down so that none covers another. */
const LEVELS = [
  [54, 7],
  [70, 1],
  [180, 4],
  [250, 4],
  [350, 4],
] as const;

/** The percentile day: the middle, where half of all minutes lie, and where nine of ten do. */
export const percentileDay = (heading: string, curves: readonly DayCurve[]): string => {
  const x = scale(0, SLOTS, LEFT, WIDTH - RIGHT);
  const y = scale(0, MOST, HEIGHT - BOTTOM, TOP);
  const pointsOf = (percent: number): readonly Point[] =>
    (curves.find(curve => curve.percent === percent)?.mgPerDl ?? []).flatMap((value, slot) =>
      value === null ? [] : [[x(slot + 0.5), y(Math.min(MOST, value))] as const],
    );
  const bands = BANDS.map(({ from, to, style }) =>
    rect(LEFT, y(Math.min(MOST, to)), WIDTH - RIGHT - LEFT, y(from) - y(Math.min(MOST, to)), `band ${style}`),
  );
  const middle = pointsOf(50);
  return picture(WIDTH, HEIGHT, `Percentile day, ${heading}`, [
    ...bands,
    ...LEVELS.map(([level, down]) => text(LEFT - 4, y(level) + down, String(level), 'axis-y')),
    ...HOURS.map(hour => text(x(hour * 2), HEIGHT - 5, `${hour}:00`, 'axis-x')),
    area(pointsOf(95), pointsOf(5), 'outer'),
    area(pointsOf(75), pointsOf(25), 'inner'),
    line(middle, 'median'),
  ]);
};
