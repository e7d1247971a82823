import { type Group, groupOf } from '../../simulate/campaign/people.ts';
import { type Known, meetsConsensus } from '../../simulate/campaign/summary.ts';
import { area, type Point, picture, rect, scale, shapeAt, text } from './svg.ts';

const [SIZE, LEFT, BOTTOM, TOP] = [230, 34, 34, 6] as const;
/** The axes of the grid, percent of time, weighed. */
const [MOST_LOW, MOST_HIGH] = [30, 60] as const;
/** Zones of the index, each 20 wide; the last is the rest of the frame. */
const ZONES = ['A', 'B', 'C', 'D', 'E'] as const;
const ZONE = 20;

/** A mark for each group, so that they are told apart without colour: what a path does from the point that is meant. */
const MARKS: Readonly<Record<Group, string>> = {
  adult: 'm-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0',
  adolescent: 'm0 -4l4 7h-8z',
  child: 'm-3 -3h6v6h-6z',
  hovorka: 'm0 -4.5l4.5 4.5l-4.5 4.5l-4.5 -4.5z',
  type2: 'm-4 -3h8l-4 7z',
};

/** What the marks mean, for those groups that occur. */
export const markLegend = (groups: readonly Group[]): string =>
  groups
    .map(
      group =>
        `<span class="key">${picture(12, 12, group, [shapeAt(6, 6, MARKS[group], 'mark met', group)], 'sign')}${group}</span>`,
    )
    .join(' ');

/**
 * The grid of the glycemia risk index (Klonoff et al., JDST 17:1226, 2023): index = 3 · low component + 1.6 · high component,
 * where low = below 54 + 0.8 · (54 to 69) and high = above 250 + 0.5 · (181 to 250). One mark for each cell.
 */
export const riskGrid = (heading: string, cells: readonly Known[]): string => {
  const x = scale(0, MOST_LOW, LEFT, SIZE - 6);
  const y = scale(0, MOST_HIGH, SIZE - BOTTOM, TOP);
  /** Where index is this much by one component alone. */
  const ends = (index: number): readonly [Point, Point] => [
    [x(index / 3), y(0)],
    [x(0), y(index / 1.6)],
  ];
  const zones = ZONES.map((_, zone) => (zone + 1) * ZONE)
    .slice(0, -1)
    .toReversed()
    .map(index => area([[x(0), y(0)]], ends(index), 'zone'));
  const names = ZONES.map((name, zone) => {
    const middle = (zone + 0.5) * ZONE;
    return text(x(middle / 6) - 4, y(middle / 3.2) + 4, name, 'zone-name');
  });
  const marks = cells.map(({ patient, result }) => {
    const low = result.below54 + 0.8 * (result.below70 - result.below54);
    const high = result.above250 + 0.5 * (result.above180 - result.above250);
    return shapeAt(
      x(Math.min(MOST_LOW, low)),
      y(Math.min(MOST_HIGH, high)),
      MARKS[groupOf(patient)],
      meetsConsensus(result) ? 'mark met' : 'mark unmet',
      `${result.name}: index ${result.gri.toFixed(1)}`,
    );
  });
  const parts = [
    rect(LEFT, TOP, SIZE - 6 - LEFT, SIZE - BOTTOM - TOP, 'frame'),
    ...zones,
    ...names,
    ...[0, 10, 20, 30].map(value => text(x(value), SIZE - BOTTOM + 14, String(value), 'axis-x')),
    ...[0, 20, 40, 60].map(value => text(LEFT - 4, y(value) + 4, String(value), 'axis-y')),
    text((LEFT + SIZE) / 2, SIZE - 4, 'low component, %', 'axis-x'),
    ...marks,
  ];
  return picture(SIZE, SIZE, `Risk grid, ${heading}`, parts, 'grid');
};
