import { PULSE } from '../../../src/domain/pulses.ts';
import type { RigPump } from '../bench/rigPump.ts';
import { type Phase, PumpFailure } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import { NO_BASAL } from '../run/standing.ts';
import { movesIn } from './observing.ts';
import { count, LINE, type Measure, MINUTE, made, phase, SHOWN, time } from './rows.ts';

/** What the one button of the pump does, pressed by its relay: a bolus for hands in a pocket, and a button that does not come up. */

const STEP_UU = 500_000;
const PRESSES = 3;
const WANTED = (PRESSES * STEP_UU) / PULSE;
/** Longer than the hold that is meant, and the pause that ends the counting. */
const HOLD_MS = 2_500;
const PAUSE_MS = 5_000;
const TAP_MS = 300;
/** A press shorter than the hold, and then nothing until nobody waits for a confirmation any more. */
const UNCONFIRMED_MS = 12_000;
/** The dose takes a second for each pulse. */
const DOSE_MS = 2 * MINUTE;
const STUCK_MS = 60_000;

const pressed = async ({ hands, wait }: RigPump, ms: number): Promise<void> => {
  await hands.set('press', true);
  await wait(ms);
  await hands.set('press', false);
  await wait(TAP_MS);
};

/** Held until the pump is ready, pressed so often, and let be until the count was sounded back. */
const counted = async (pump: RigPump): Promise<void> => {
  await pressed(pump, HOLD_MS);
  for (let each = 0; each < PRESSES; each += 1) await pressed(pump, TAP_MS);
  await pump.wait(PAUSE_MS);
};

const byButton = async (pump: RigPump, measure: Measure): Promise<void> => {
  const pulses = (): number => movesIn(pump.steps).length;
  await pump.give({ type: 'resume.requested' });
  await counted(pump);
  await pressed(pump, TAP_MS);
  await pump.wait(UNCONFIRMED_MS);
  measure({
    ...count('pulses of a count that nobody confirms', pulses(), 0, 'pulses', LINE),
    requirements: ['SR-026', 'SR-035'],
  });
  // What was asked for and not confirmed is discarded after a minute and a half.
  await pump.wait(DOSE_MS);
  await counted(pump);
  await pressed(pump, HOLD_MS);
  await pump.wait(DOSE_MS);
  measure({
    ...count(`pulses of ${PRESSES} presses of 0.5 U, held and confirmed`, pulses(), WANTED, 'pulses', LINE),
    least: WANTED,
    requirements: ['SR-035'],
  });
};

const stuck = async (pump: RigPump, measure: Measure): Promise<void> => {
  await pump.give({ type: 'resume.requested' });
  const from = pump.now();
  await pump.hands.set('press', true);
  const alarm = () => pump.shown().find(each => each.alarm === 'buttonStuck');
  if (!(await pump.time.until(() => alarm() !== undefined, 2 * STUCK_MS)))
    throw new PumpFailure(`no alarm of a button that is down for ${(2 * STUCK_MS) / 1_000} s`);
  measure({
    ...time(
      'alarm of a button that is down',
      (alarm()?.sinceMonoMs ?? pump.now()) - from,
      STUCK_MS + 1_000,
      SHOWN,
    ),
    least: STUCK_MS - 1_000,
    requirements: ['SR-035'],
  });
  // The same movements as make a dose when the button is believed.
  await pump.hands.set('press', false);
  await counted(pump);
  await pressed(pump, HOLD_MS);
  await pump.wait(DOSE_MS);
  measure({
    ...count(
      'pulses asked for by a button that is not believed',
      movesIn(pump.steps).length,
      0,
      'pulses',
      LINE,
    ),
    requirements: ['SR-035'],
  });
};

const SETTINGS = { settings: { ...NO_BASAL, quickBolusStepUu: STEP_UU } };

export const buttonPhases = (stand: Stand): readonly Phase[] => [
  phase(stand, 'bolus by the button', byButton, SETTINGS, {
    ...made('press', 'SR-026', 'SR-035'),
    lastsMs: 10 * MINUTE,
  }),
  phase(stand, 'button that does not come up', stuck, SETTINGS, made('press', 'SR-035')),
];
