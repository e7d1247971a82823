import { random } from '../../fuzz/random.ts';
import { does, HOUR_MS, loops, MINUTE_MS, reads, readsFor, SECOND_MS } from './glucoseEpisodes.ts';
import { pass, type Spot } from './spot.ts';
import { seesAll, type Tale, worn } from './tale.ts';

/** What ends automation while somebody sleeps. */
const ENDS: readonly (readonly [string, (spot: Spot) => Spot])[] = [
  ['somebody ends it', spot => does(spot, { type: 'automation.disabled' })],
  ['glucose is lost for too long', spot => pass(pass(spot, 100 * MINUTE_MS), 100 * MINUTE_MS)],
  [
    'the meter contradicts the sensor for too long',
    spot => readsFor(does(spot, { type: 'glucose.entered', mgPerDl: 320 }), 20, random(5)),
  ],
];

/** The controller is asked about another reading, and wants a little at once. */
const wantsSome = (from: Spot): Spot => {
  const asked = reads(pass({ ...from, controller: 'silent' }, 5 * MINUTE_MS - SECOND_MS), 190);
  return does(asked, {
    type: 'controller.answered',
    question: asked.state.ledger.automation.question?.number ?? 1,
    basal: { rateUuPerHour: 500_000, lengthMs: 30 * MINUTE_MS },
    bolusUu: 100_000,
    validMs: 30 * MINUTE_MS,
    terms: [],
  });
};

/** Automation that has ended, and is wanted again. */
export const OF_AUTOMATION: readonly Tale[] = ENDS.map(([how, ends]) => ({
  name: `automation ends while somebody sleeps: ${how}; it is wanted again, and gives a bolus`,
  told: () => {
    const asleep = does(loops({ ...worn(), controller: 'steady' }, random(1)), {
      type: 'sleep.started',
      durationMs: 12 * HOUR_MS,
    });
    const again = does(seesAll(ends(asleep)), { type: 'automation.enabled' });
    const level = { ...again, sensor: { ...again.sensor, mgPerDl: 190 } };
    return pass(wantsSome(readsFor(level, 6, random(2))), 5 * MINUTE_MS);
  },
}));
