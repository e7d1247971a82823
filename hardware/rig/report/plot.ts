import type { Curve } from '../acceptance/keep.ts';
import { escaped } from '../run/junit.ts';

const WIDTH = 720;
const HEIGHT = 260;
const LEFT = 64;
const BOTTOM = 44;
const TOP = 12;
const RIGHT = 16;
const TICKS = 8;
/** Told apart by dash as well as by shade: a report is printed in black. */
const DASHES = ['', '6 4', '2 3'];

type Axis = { readonly least: number; readonly most: number; readonly ticks: readonly number[] };

/** The smallest of 1, 2 and 5 times a power of ten that divides a span into no more than `TICKS` parts. */
const stepOf = (span: number): number => {
  const tenth = 10 ** Math.floor(Math.log10(span / TICKS));
  return ([1, 2, 5].find(times => span / (times * tenth) <= TICKS) ?? 10) * tenth;
};

/** From round number to round number, all values between. */
const axisOf = (values: readonly number[]): Axis => {
  const [low, high] = values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const step = stepOf(high - low || Math.abs(high) * 0.1 || 1);
  const [first, last] = [
    Math.floor(low / step),
    Math.max(Math.ceil(high / step), Math.floor(low / step) + 1),
  ];
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const ticks = Array.from({ length: last - first + 1 }, (_, at) =>
    Number(((first + at) * step).toFixed(digits)),
  );
  return { least: first * step, most: last * step, ticks };
};

const figure = (value: number): string => value.toString();

/** A curve as SVG, with axes and their units; every point is in it. */
export const plotOf = ({ name, x, y, lines }: Curve): string => {
  const points = lines.flatMap(line => line.points);
  if (points.length === 0) return `<p>${escaped(name)}: no points.</p>`;
  const across = axisOf(points.map(([value]) => value));
  const up = axisOf(points.map(([, value]) => value));
  const atX = (value: number): number =>
    LEFT + ((value - across.least) / (across.most - across.least)) * (WIDTH - LEFT - RIGHT);
  const atY = (value: number): number =>
    HEIGHT - BOTTOM - ((value - up.least) / (up.most - up.least)) * (HEIGHT - BOTTOM - TOP);
  const pair = ([a, b]: readonly [number, number]): string => `${atX(a).toFixed(1)},${atY(b).toFixed(1)}`;
  return [
    `<figure><figcaption>${escaped(name)}</figcaption>`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(`${name}: ${y} by ${x}`)}">`,
    ...across.ticks.map(
      tick =>
        `<text class="tick" text-anchor="middle" x="${atX(tick).toFixed(1)}" y="${HEIGHT - BOTTOM + 16}">${figure(tick)}</text>`,
    ),
    ...up.ticks.map(
      tick =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${atY(tick).toFixed(1)}" y2="${atY(tick).toFixed(1)}"/><text class="tick" text-anchor="end" x="${LEFT - 6}" y="${(atY(tick) + 4).toFixed(1)}">${figure(tick)}</text>`,
    ),
    `<text class="axis" text-anchor="middle" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}">${escaped(x)}</text>`,
    `<text class="axis" text-anchor="middle" transform="translate(14 ${(HEIGHT - BOTTOM) / 2}) rotate(-90)">${escaped(y)}</text>`,
    ...lines.map(
      ({ points: each }, i) =>
        `<polyline class="line" stroke-dasharray="${DASHES[i % DASHES.length] ?? ''}" points="${each.map(pair).join(' ')}"/>`,
    ),
    '</svg>',
    lines.length > 1
      ? `<p class="legend">${lines.map(({ name: line }, i) => `${['solid', 'dashed', 'dotted'][i % 3]}: ${escaped(line)}`).join('; ')}</p>`
      : '',
    '</figure>',
  ].join('\n');
};
