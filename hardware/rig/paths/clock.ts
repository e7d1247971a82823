import { EARLIEST_WALL_MS } from '../../../src/domain/wallClock.ts';
import type { Cause, Situation } from './acts.ts';
import { NUDGE } from './pumpOnBench.ts';

/** An hour, and to a time before there was such a pump. */
const LEAPS = { suspected: 3_600_000, lost: -20 * 365 * 24 * 3_600_000 } as const;

/** The wall clock leaps, and is looked at. */
export const leap = (situation: Situation, found: keyof typeof LEAPS): Cause => ({
  when: 'settled',
  takesTime: false,
  act: () => {
    const { clock, runtime } = situation.bench.pump();
    clock.shiftWall(LEAPS[found]);
    situation.oracle.raisedBeside('clockLost');
    runtime.submit(NUDGE);
  },
});

/** A person sets it. What is no date of ours is put back first. */
export const setRight = (situation: Situation): Cause => ({
  when: 'settled',
  takesTime: false,
  act: () => {
    const { clock, runtime } = situation.bench.pump();
    if (clock.wall() < EARLIEST_WALL_MS) clock.shiftWall(-LEAPS.lost);
    situation.oracle.ceasedBeside('clockLost');
    runtime.submit({ type: 'clock.set' });
  },
});
