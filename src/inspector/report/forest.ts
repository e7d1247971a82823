import type { Difference } from '../../simulate/campaign/differences.ts';
import { circle, line, picture, rect, scale, text } from './svg.ts';

const [WIDTH, NAME, ROW] = [380, 110, 22] as const;

/** Differences with their intervals over one zero, one line for each: which side is better is said in words. */
export const forest = (title: string, rows: readonly Difference[]): string => {
  const most = Math.max(0.1, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  const x = scale(-most, most, NAME, WIDTH - 10);
  const bottom = rows.length * ROW;
  const parts = rows.flatMap(({ other, mean, low, high }, index) => {
    const y = index * ROW + ROW / 2;
    const told = `${mean.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
    return [
      text(0, y + 4, other, 'name'),
      line(
        [
          [x(low), y],
          [x(high), y],
        ],
        low > 0 || high < 0 ? 'interval clear' : 'interval',
      ),
      circle(x(mean), y, 3.5, 'mean', told),
    ];
  });
  return picture(WIDTH, bottom + 18, title, [
    rect(x(0), 0, 1, bottom, 'zero'),
    ...parts,
    ...[-most, 0, most].map(value => text(x(value), bottom + 14, value.toFixed(1), 'axis-x')),
  ]);
};
