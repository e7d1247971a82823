import type { Curve } from '../acceptance/keep.ts';
import { escaped } from '../run/junit.ts';

const WIDTH = 720;
const HEIGHT = 260;
const LEFT = 64;
const BOTTOM = 44;
const TOP = 12;
const RIGHT = 16;
const TICKS = 5;
/** Told apart by dash as well as by shade: a report is printed in black. */
const DASHES = ['', '6 4', '2 3'];

type Axis = { readonly least: number; readonly most: number };

const axisOf = (values: readonly number[]): Axis => {
  const [least, most] = values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const room = (most - least) * 0.05 || Math.abs(most) * 0.05 || 1;
  return { least: least - room, most: most + room };
};

const ticksOf = ({ least, most }: Axis): readonly number[] =>
  Array.from({ length: TICKS }, (_, i) => least + ((most - least) * i) / (TICKS - 1));

const figure = (value: number): string => Number(value.toPrecision(3)).toString();

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
    ...ticksOf(across).map(
      tick =>
        `<text class="tick" text-anchor="middle" x="${atX(tick).toFixed(1)}" y="${HEIGHT - BOTTOM + 16}">${figure(tick)}</text>`,
    ),
    ...ticksOf(up).map(
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
