import type { Fact } from '../../../src/domain/facts.ts';
import { does, MINUTE_MS, SECOND_MS } from './glucoseEpisodes.ts';
import { pass, type Spot, settle, take } from './spot.ts';
import { powered, switchedOff, type Tale, THIN, unheard, worn } from './tale.ts';
import { PASSED, takes } from './talesOfStart.ts';

const ASIDE: Fact = { type: 'journal.setAside', kept: 'journal.jsonl.damaged', reason: 'line 2' };
const FULL: Fact = { type: 'journal.failed', reason: 'full' };

/** Switched on with too little air and a journal that was set aside, of which is told; bay and encoder have answered. */
const begun = (): Spot => {
  const on = powered(take(switchedOff(pass(worn(), 4 * MINUTE_MS)), ASIDE));
  const heard = on.pending.filter(({ type }) => type !== 'selfTest.passed' && type !== 'journal.read');
  return takes(unheard(on), ...heard, THIN);
};
/** Both alarms are silenced for a while. */
const silences = (spot: Spot): Spot =>
  takes(spot, { type: 'alarm.paused', alarm: 'journalFailed' }, { type: 'alarm.paused', alarm: 'pressure' });

const STAGES: readonly (readonly [string, () => Spot])[] = [
  ['the self-test is passed', () => silences(begun())],
  ['the journal is read', () => silences(take(begun(), PASSED))],
  [
    'somebody has seen that',
    () => silences(settle(takes(begun(), PASSED, { type: 'journal.read', verdict: 'new' }))),
  ],
  ['the power goes and comes', () => switchedOff(silences(begun()))],
];

/** Earlier runs are lost, and then nothing more can be written: what was bad has got worse, and whatever is silenced is heard again. */
export const OF_RECORDS: readonly Tale[] = STAGES.map(([when, comes]) => ({
  name: `the journal was set aside, and before ${when} nothing can be written`,
  told: () => pass(does(pass(comes(), SECOND_MS), FULL), MINUTE_MS),
}));
