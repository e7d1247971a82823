import type { Pooled } from '../../simulate/campaign/summary.ts';
import { BANDS, sharesOf } from './bands.ts';
import { picture, px, rect, scale, text } from './svg.ts';

const [WIDTH, NAME, ROW, HEIGHT] = [760, 90, 26, 18] as const;
const WHOLE = 100;
/** A share narrower than this has no room for its number. */
const LEAST_LABELLED = 4;

/** Time in the five bands, one bar for each controller: low at the left. */
export const timeInBands = (heading: string, rows: readonly Pooled[]): string => {
  const x = scale(0, WHOLE, NAME, WIDTH - 20);
  const parts = rows.flatMap((row, index) => {
    const y = index * ROW + 4;
    let from = 0;
    return [
      text(0, y + 13, row.controller, 'name'),
      ...sharesOf(row).flatMap((share, band) => {
        const at = from;
        from += share;
        const { style = '', name = '' } = BANDS[band] ?? {};
        const title = `${row.controller}, ${name}: ${share.toFixed(2)} %`;
        const bar = rect(x(at), y, x(at + share) - x(at), HEIGHT, `band ${style}`, title);
        return share < LEAST_LABELLED
          ? [bar]
          : [bar, text((x(at) + x(at + share)) / 2, y + 13, `${share.toFixed(1)}`, 'in-bar')];
      }),
    ];
  });
  const words = rows.map(row => `${row.controller} ${row.inRange.toFixed(1)} %`).join(', ');
  const axis = [0, 25, 50, 75, 100].map(value =>
    text(x(value), rows.length * ROW + 14, `${px(value)} %`, 'axis-x'),
  );
  return picture(WIDTH, rows.length * ROW + 20, `Time in range, ${heading}: ${words}`, [...parts, ...axis]);
};
