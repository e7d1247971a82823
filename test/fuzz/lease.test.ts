import { expect, test } from 'vitest';
import { TIMING } from '../../src/domain/limits.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { deadlineOf } from '../../src/runtime/deadlines.ts';
import { leaseOf } from '../../src/runtime/lease.ts';
import { motionOf } from '../../src/runtime/secondChannel.ts';
import { lifeOf } from '../../src/runtime/service.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { breadth } from '../support/breadth.ts';
import { req } from '../support/req.ts';
import { walk } from './walk.ts';

const MIDNIGHT = Date.UTC(2026, 0, 2);
/** What the lease of a motion may be: the time it has, and half a second. */
const LATEST = 500;
/** `FUZZ_SEED` walks elsewhere. */
const FIRST = Number(process.env.FUZZ_SEED ?? 0);
const WALKS = breadth(8, 24);

/** The longest that the charts may answer for what is under way. */
const mostMs = ({ pump }: PumpState): number | null => {
  if (pump.matches({ motor: { underway: 'moving' } })) return TIMING.pulse;
  if (pump.matches({ supply: { changing: 'rewinding' } })) return TIMING.rewind;
  if (pump.matches({ supply: { changing: 'seating' } })) return TIMING.seating;
  return null;
};

test('SR-067 SR-114 whatever moves is answered for no longer than it may take; where nobody answers, nothing may move', {
  ...req('SR-067', 'SR-114'),
}, () => {
  const checked = { moving: 0, travelling: 0, unanswered: 0 };
  for (let seed = FIRST; seed < FIRST + WALKS; seed += 1) {
    let state = blankState();
    let now = 0;
    for (const [at, { waitMs, fact }] of walk(seed, 1_500).strides.entries()) {
      now += waitMs;
      const envelope = { seq: at + 1, monoMs: monoMs(now), wallMs: wallMs(MIDNIGHT + now), fact };
      state = step(state, envelope).state;
      const lease = leaseOf(state, motionOf(state));
      const most = mostMs(state);
      const deadline = deadlineOf(state);
      const where = `seed ${seed}, step ${at + 1}, ${fact.type}`;
      if (lease === null) {
        checked.unanswered += 1;
        expect(lifeOf(state.pump).isFailSafe || state.pump.matches({ life: 'off' }), where).toBe(true);
        continue;
      }
      // Charts that are woken late are not dead yet.
      expect(lease, where).toBe(Number(deadline) + LATEST);
      if (most !== null) {
        checked[most === TIMING.pulse ? 'moving' : 'travelling'] += 1;
        expect(lease - now, where).toBeLessThanOrEqual(most + LATEST);
      }
    }
  }
  expect(checked.moving).toBeGreaterThan(100);
  expect(checked.travelling).toBeGreaterThan(0);
  expect(checked.unanswered).toBeGreaterThan(0);
});
