import { PULSE } from '../../../src/domain/pulses.ts';
import { fingerOn as pressedBy } from '../bench/finger.ts';
import type { RigPump } from '../bench/rigPump.ts';
import { type Phase, PumpFailure, RigTrouble } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import { NO_BASAL } from '../run/standing.ts';
import type { Keep } from './keep.ts';
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

/** A relay across the button of a pump. */
type Finger = { readonly pump: RigPump; readonly hold: (isDown: boolean) => Promise<void> };

/** No instrument of a rig hears a pump; and a count waits for its confirmation by a clock of its own. */
const UNSEEN =
  'Not covered: that a bolus asked for in another way is discarded when nobody confirms it within 90 s (SR-026), and that a count is sounded (SR-035): this rig has no ear.';

const pressed = async (on: Finger, ms: number): Promise<void> => {
  await on.hold(true);
  await on.pump.wait(ms);
  await on.hold(false);
  await on.pump.wait(TAP_MS);
};

/** Held until the pump is ready, pressed so often, and let be until the count was sounded back. */
const counted = async (on: Finger): Promise<void> => {
  await pressed(on, HOLD_MS);
  for (let each = 0; each < PRESSES; each += 1) await pressed(on, TAP_MS);
  await on.pump.wait(PAUSE_MS);
};

const byButton = async (on: Finger, measure: Measure, note: Keep['note']): Promise<void> => {
  const { pump } = on;
  const pulses = (): number => movesIn(pump.steps).length;
  await pump.give({ type: 'resume.requested' });
  await counted(on);
  await pressed(on, TAP_MS);
  await pump.wait(UNCONFIRMED_MS);
  const unconfirmed = pulses();
  // What was asked for and not confirmed is discarded after a minute and a half.
  await pump.wait(DOSE_MS);
  await counted(on);
  await pressed(on, HOLD_MS);
  await pump.wait(DOSE_MS);
  measure({
    ...count(`pulses of ${PRESSES} presses of 0.5 U, held and confirmed`, pulses(), WANTED, 'pulses', LINE),
    least: WANTED,
    requirements: ['SR-035'],
  });
  // Of a button that does nothing it is no wonder that it does nothing without a confirmation.
  if (pulses() === 0) throw new PumpFailure('its button was pressed and held, and it gives nothing');
  measure({
    ...count('pulses of a count that nobody confirms', unconfirmed, 0, 'pulses', LINE),
    requirements: ['SR-026', 'SR-035'],
  });
  note(UNSEEN);
};

const stuck = async (on: Finger, measure: Measure): Promise<void> => {
  const { pump } = on;
  await pump.give({ type: 'resume.requested' });
  const from = pump.now();
  await on.hold(true);
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
  await on.hold(false);
  await counted(on);
  await pressed(on, HOLD_MS);
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

export const buttonPhases = (stand: Stand, { note }: Pick<Keep, 'note'>): readonly Phase[] => {
  const fingerOn = (pump: RigPump): Finger => {
    const input = stand.profile.devices.bay.buttonInput;
    if (input === undefined) throw new RigTrouble('devices.bay.buttonInput is missing in the profile');
    const { hands, time, deeds } = pump;
    return { pump, hold: pressedBy({ hands, time, isHeldDown: deeds.isHeldDown, input }) };
  };
  return [
    phase(
      stand,
      'bolus by the button',
      (pump, measure) => byButton(fingerOn(pump), measure, note),
      SETTINGS,
      { ...made('press', 'SR-026', 'SR-035'), lastsMs: 10 * MINUTE },
    ),
    phase(
      stand,
      'button that does not come up',
      (pump, measure) => stuck(fingerOn(pump), measure),
      SETTINGS,
      made('press', 'SR-035'),
    ),
  ];
};
