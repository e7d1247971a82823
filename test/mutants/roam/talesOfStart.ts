import type { Fact } from '../../../src/domain/facts.ts';
import { does, MINUTE_MS, SECOND_MS } from './glucoseEpisodes.ts';
import { pass, type Spot, settle, take } from './spot.ts';
import { AIR, powered, seesAll, switchedOff, type Tale, THIN, unheard, worn } from './tale.ts';
import { BLOCKED } from './talesOfChange.ts';

export const takes = (spot: Spot, ...facts: readonly Fact[]): Spot =>
  facts.reduce((before, fact) => take(before, fact), spot);

/** Switched off and on again; bay and encoder have answered, the self-test and the journal have not. */
export const testing = (spot: Spot = worn()): Spot => {
  const on = powered(switchedOff(pass(spot, 4 * MINUTE_MS)));
  const heard = on.pending.filter(({ type }) => type !== 'selfTest.passed' && type !== 'journal.read');
  return takes(unheard(on), ...heard);
};
export const PASSED: Fact = { type: 'selfTest.passed' };
const CLEAN: Fact = { type: 'journal.read', verdict: 'clean' };
const INTERRUPTED: Fact = { type: 'journal.read', verdict: 'interrupted' };
/** More force than is usual, and not so much that the line is taken for blocked. */
const HARD: Fact = { type: 'force.measured', forceMn: 8_000 };
const RESUMES: Fact = { type: 'resume.requested' };

const after = (spot: Spot): Spot => pass(settle(spot), 4 * MINUTE_MS);

/** Short restarts, of which each is unlike the others. */
export const OF_START: readonly Tale[] = [
  {
    name: 'the journal is read before the self-test is passed',
    told: () => after(take(testing(), CLEAN)),
  },
  {
    name: 'delivery is wanted before the self-test is passed',
    told: () => after(takes(testing(), INTERRUPTED, RESUMES)),
  },
  {
    name: 'a change is wanted before the journal is read',
    told: () => after(takes(testing(), PASSED, { type: 'change.requested' }, CLEAN)),
  },
  {
    name: 'an alarm stops the pump before the journal is read',
    told: () => after(takes(testing(), PASSED, THIN, CLEAN)),
  },
  {
    name: 'the line is in doubt before the journal is read',
    told: () => after(takes(testing(), PASSED, HARD, CLEAN)),
  },
  {
    name: 'the line is blocked before the journal is read',
    told: () => after(takes(testing(), PASSED, BLOCKED, CLEAN)),
  },
  {
    name: 'little is left when it is switched off',
    told: () => after(takes(testing(worn({}, 15_000_000)), PASSED, CLEAN)),
  },
  {
    name: 'hardly anything is left when it is switched off',
    told: () => after(takes(testing(worn({}, 4_000_000)), PASSED, CLEAN)),
  },
  {
    name: 'a change is cancelled before the journal is read',
    told: () => after(takes(testing(), PASSED, { type: 'change.cancelled' }, CLEAN)),
  },
  {
    name: 'an alarm stops the pump before the journal is read, and it is over and seen before that, too',
    told: () => after(take(seesAll(takes(testing(), PASSED, THIN, AIR)), CLEAN)),
  },
  {
    name: 'it was off for too long',
    told: () => {
      const off = switchedOff(pass(worn(), 4 * MINUTE_MS), 20 * MINUTE_MS);
      return after(does(after(powered(off, 20 * MINUTE_MS)), RESUMES));
    },
  },
  {
    name: 'all that stops a pump for good, one after the other, and then a self-test that is passed',
    told: () => {
      const faults: readonly Fact[] = [
        { type: 'encoder.counted', counts: 9_000 },
        { type: 'force.measured', forceMn: 0 },
        { type: 'motor.arrived', pulse: 9_000 },
        { type: 'selfTest.failed', item: 'motor line', reason: 'energised' },
        { type: 'fault.latched', reason: 'a finger on the bench' },
        { type: 'journal.failed', reason: 'full' },
      ];
      const broken = faults.reduce(
        (spot, fact) => pass(take(testing(spot), fact), SECOND_MS),
        pass(worn(), 4 * MINUTE_MS),
      );
      return after(takes(testing(broken), PASSED, INTERRUPTED));
    },
  },
  {
    name: 'delivery is wanted while the line is in doubt',
    told: () => {
      const doubted = take(pass(worn(), 4 * MINUTE_MS), HARD);
      return after(takes(doubted, { type: 'suspend.requested' }, RESUMES));
    },
  },
];
