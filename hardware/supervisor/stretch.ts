import { STRAY, VERIFIED_MOST } from '../../src/domain/drive.ts';
import { TIMING } from '../../src/domain/limits.ts';

/** How long and how far the plunger has been moving without a rest, by the encoder alone. Instants are ms. */
export type Stretch = { readonly since: number; readonly seenAt: number; readonly counts: number };

/** While it moves it is looked at so often, and twice more before it is at rest. */
export const LOOK = 50;
const REST = 3 * LOOK;
/** A pulse of a bolus, of its extended part and of basal may follow one another without a rest. */
const TOGETHER = 3;

/** The same with `moved` counts more, or less, seen at `at`; null at rest. */
export const stretched = (stretch: Stretch | null, moved: number, at: number): Stretch | null => {
  const isOver = stretch === null || at - stretch.seenAt >= REST;
  if (moved === 0) return isOver ? null : stretch;
  const counts = Math.abs(moved);
  return isOver
    ? { since: at, seenAt: at, counts }
    : { ...stretch, seenAt: at, counts: stretch.counts + counts };
};

/**
 * Whether the motor must have been on for longer than a pulse may take (A-11). An encoder sees motion, not
 * current: short of three pulses' travel it could be those of three channels, each in its time.
 */
export const isTooLong = ({ since, seenAt, counts }: Stretch): boolean => {
  const ms = seenAt - since;
  return (ms > TIMING.pulse && counts > TOGETHER * VERIFIED_MOST + STRAY) || ms > TOGETHER * TIMING.pulse;
};
