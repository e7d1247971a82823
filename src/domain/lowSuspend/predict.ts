import type { Trail } from '../detect/reading.ts';

/** How far ahead low-glucose suspend looks, in ms. */
export const AHEAD_MS = 30 * 60_000;

const READINGS_MOST = 4;
const READINGS_LEAST = 3;
const SPAN_MOST_MS = 25 * 60_000;
const GAP_MOST_MS = 10 * 60_000;

/** A reading as a point: mg/dL, and how long before the newest one, in ms. */
type Point = { readonly mgPerDl: number; readonly agoMs: number };

/**
 * Glucose 30 min after the newest reading, in tenths of mg/dL, rounded down; null where readings do not suffice. A
 * straight line by least squares through the last four readings, at least three, that span at most 25 min without
 * a gap above 10 min. Exact up to its rounding, which favours a suspension. A reading beyond the range of the
 * sensor is no number: the line begins after it.
 */
export const predictByLine = (trail: Trail): number | null => {
  const points = recent(trail, READINGS_MOST);
  return points.length < READINGS_LEAST ? null : lineAt(points, AHEAD_MS);
};

/** The same by the straight line through the last two readings, which follows a turn at once. */
export const predictByTwo = (trail: Trail): number | null => {
  const points = recent(trail, 2);
  return points.length < 2 ? null : lineAt(points, AHEAD_MS);
};

/** The newest readings that a line may be laid through, the newest first. */
const recent = (trail: Trail, most: number): readonly Point[] => {
  const newest = trail.at(-1);
  if (newest === undefined) return [];
  const points: Point[] = [];
  for (const { glucose, measuredAt } of trail.slice(-most).reverse()) {
    const agoMs = newest.measuredAt - measuredAt;
    const gapMs = agoMs - (points.at(-1)?.agoMs ?? 0);
    if (typeof glucose !== 'number' || agoMs > SPAN_MOST_MS || gapMs > GAP_MOST_MS) break;
    points.push({ mgPerDl: glucose, agoMs });
  }
  return points;
};

/**
 * The line's value `aheadMs` after the newest point, in tenths of mg/dL, rounded down. With n points, x the times
 * and u = n·x − Σx, the value is Σy/n + Σuy·(n·ahead − Σx)/Σu². In whole numbers, for which 53 bits are too few.
 */
const lineAt = (points: readonly Point[], aheadMs: number): number => {
  const n = BigInt(points.length);
  const sum = (of: (point: Point) => bigint): bigint => points.reduce((total, each) => total + of(each), 0n);
  const x = ({ agoMs }: Point): bigint => -BigInt(agoMs);
  const sumX = sum(x);
  const u = (point: Point): bigint => n * x(point) - sumX;
  const sumY = sum(({ mgPerDl }) => BigInt(mgPerDl));
  const sumUy = sum(point => u(point) * BigInt(point.mgPerDl));
  const sumUu = sum(point => u(point) ** 2n);
  return Number(floorDivide(10n * (sumY * sumUu + sumUy * n * (n * BigInt(aheadMs) - sumX)), n * sumUu));
};

const floorDivide = (dividend: bigint, divisor: bigint): bigint =>
  dividend >= 0n ? dividend / divisor : -((-dividend + divisor - 1n) / divisor);
