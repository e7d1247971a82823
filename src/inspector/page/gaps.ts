import type { Column } from './history.ts';

/** A stretch without readings, in monotonic seconds. */
export type Gap = { readonly from: number; readonly to: number };

/** Two readings of five minutes missed, and some lateness. */
const LEAST_GAP_S = 12 * 60;

/** Where readings are missing: before the first, around each null of the column, and after the last. Pure. */
export const gapsOf = ({ times, values }: Column, span: Gap): readonly Gap[] => {
  const known = values[0] ?? [];
  const gaps: Gap[] = [];
  let last = span.from;
  let isOpen = true;
  for (const [index, time] of times.entries()) {
    if (known[index] === null) {
      isOpen = true;
      continue;
    }
    if (isOpen) gaps.push({ from: last, to: time });
    isOpen = false;
    last = time;
  }
  gaps.push({ from: last, to: span.to });
  return gaps.filter(({ from, to }) => to - from > LEAST_GAP_S);
};
