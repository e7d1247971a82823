import { EARLIEST_WALL_MS } from '../../../src/domain/wallClock.ts';
import type { Cause, Situation } from './acts.ts';
import { leapTo } from './payloads.ts';
import { NUDGE } from './pumpOnBench.ts';

/** Where a person sets a clock that tells no date of ours: 2026-01-02T00:00Z. */
const SET_RIGHT_MS = Date.UTC(2026, 0, 2);

/** The wall clock leaps, and is looked at. */
export const leap = (situation: Situation, finding: 'clock.suspected' | 'clock.lost'): Cause => ({
  when: 'settled',
  takesTime: false,
  act: () => {
    const { clock, runtime } = situation.bench.pump();
    clock.shiftWall(leapTo(situation, finding));
    situation.oracle.raisedBeside('clockLost');
    runtime.submit(NUDGE);
  },
});

/** A person has seen the alarm, and sets the clock. What is no date of ours is put back first. */
export const setRight = (situation: Situation): Cause => ({
  when: 'settled',
  takesTime: false,
  act: async () => {
    const { clock, runtime } = situation.bench.pump();
    situation.oracle.acknowledged('clockLost');
    runtime.submit({ type: 'alarm.acknowledged', alarm: 'clockLost' });
    await clock.settle();
    if (clock.wall() < EARLIEST_WALL_MS) clock.shiftWall(SET_RIGHT_MS - clock.wall());
    situation.oracle.ceasedBeside('clockLost');
    runtime.submit({ type: 'clock.set' });
  },
});
