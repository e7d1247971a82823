import type { Column } from './history.ts';
import type { PlotName } from './plot-table.ts';

/** What of a column is drawn as a line, on which scale. `isHeld`: it stays as it is until the next value; else it goes there in a line. */
export type Line = { readonly place: number; readonly scale: string; readonly isHeld: boolean };

/** The lines that are drawn of another run. */
export const LINES: Readonly<Record<Exclude<PlotName, 'lanes'>, readonly Line[]>> = {
  glucose: [{ place: 0, scale: 'y', isHeld: false }],
  insulin: [
    { place: 0, scale: 'rate', isHeld: true },
    { place: 2, scale: 'u', isHeld: false },
  ],
  motor: [
    { place: 0, scale: 'counts', isHeld: true },
    { place: 2, scale: 'force', isHeld: true },
  ],
  supply: [
    { place: 0, scale: 'left', isHeld: true },
    { place: 1, scale: 'given', isHeld: true },
  ],
};

type Point = { readonly at: number; readonly value: number };

/** The strokes of a line from one index up to another, not included: a missing value ends one. Times and values as in the column. Pure. */
export const strokesOf = (
  { times, values }: Column,
  { place, isHeld }: Pick<Line, 'place' | 'isHeld'>,
  first: number,
  end: number,
): readonly (readonly Point[])[] => {
  const strokes: Point[][] = [];
  let stroke: Point[] | null = null;
  for (let index = first; index < end; index += 1) {
    const at = times[index] ?? 0;
    const value = values[place]?.[index] ?? null;
    const held = stroke?.at(-1)?.value;
    if (stroke !== null && isHeld && held !== undefined && held !== value) stroke.push({ at, value: held });
    if (value === null) {
      stroke = null;
      continue;
    }
    if (stroke === null) {
      stroke = [];
      strokes.push(stroke);
    }
    stroke.push({ at, value });
  }
  return strokes;
};
