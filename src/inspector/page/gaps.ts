import type { Column, Stretch } from './history.ts';

/** A stretch without readings, in monotonic seconds. */
export type Gap = { readonly from: number; readonly to: number };

type Lanes = ReadonlyMap<string, readonly Stretch[]>;

/** States that say why nothing was read, the gravest first. */
const REASONS = [
  ['pump.life', 'pump.life.off', 'pump off'],
  ['sensor.session', 'sensor.session.failed', 'sensor failed'],
  ['sensor.session', 'sensor.session.expired', 'sensor expired'],
  ['sensor.session', 'sensor.session.warmup', 'sensor warming up'],
  ['sensor.session', 'sensor.session.none', 'no sensor'],
] as const;

/** Why there are no readings: by the state that the pump or its sensor was in for the longest part of the gap. */
export const reasonOf = (lanes: Lanes, { from, to }: Gap): string => {
  const found = REASONS.find(([region, state]) => isMostlyIn(lanes.get(region) ?? [], state, from, to));
  return found?.[2] ?? 'no signal';
};

const isMostlyIn = (stretches: readonly Stretch[], state: string, from: number, to: number): boolean => {
  const spent = stretches.reduce((sum, stretch, index) => {
    if (stretch.state !== state && !stretch.state.startsWith(`${state}.`)) return sum;
    const end = stretches[index + 1]?.at ?? to;
    return sum + Math.max(0, Math.min(end, to) - Math.max(stretch.at, from));
  }, 0);
  return spent * 2 > to - from;
};

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
