import { match } from 'ts-pattern';
import { pulsesCounted } from '../../../src/domain/ledger/doses.ts';
import { milliseconds } from '../../../src/domain/units.ts';
import type { Weighed } from '../../balance/port.ts';
import type { RigPumpOptions } from '../bench/rigPump.ts';
import type { PumpOnRig } from '../bench/session.ts';
import type { WeighingProfile, Weight } from '../measure/mass.ts';
import type { RigProfile } from '../profile/schema.ts';
import { RigTrouble } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import { stuckBalance } from './stuckBalance.ts';

/** A pump on the rig, and the balance below its cannula. */
export type RigBench = {
  readonly pump: PumpOnRig;
  /** What the balance shows now, while it drips. Throws RigTrouble when the balance does not weigh. */
  readonly weigh: () => Promise<Weight>;
  /** What it shows once it has come to rest. */
  readonly settled: () => Promise<Weight>;
};

/** A balance that has not come to rest after so long will not. */
const REST = milliseconds(60_000);

export const weighingOf = ({ devices, liquid }: RigProfile): WeighingProfile => {
  const { digitUg, repeatabilityUg, adjustmentPpm } = devices.balance;
  return { digitUg, repeatabilityUg, adjustmentPpm, ...liquid };
};

/** The balance of the profile, as a report names it. */
export const balanceName = ({ devices }: RigProfile): string =>
  `balance ${devices.balance.kind} ${devices.balance.ownSerial} (${devices.balance.calibration.id})`;

/** Runs with a pump of its own and the balance below it. */
export const withBench = (
  stand: Stand,
  options: Partial<RigPumpOptions>,
  use: (bench: RigBench) => Promise<void>,
): Promise<void> =>
  stand.withPump(options, pump => {
    const { balance, time } = pump;
    let isShut = false;
    const stuck = stuckBalance(stand.profile.devices.balance.digitUg);
    const answered = async (question: Promise<Weighed>): Promise<Weight> =>
      match(await time.answered(question))
        .with({ ok: true }, ({ weighing }): Weight => {
          const given = pulsesCounted(pump.runtime.state().ledger.doses);
          const trouble = isShut ? null : stuck.shows(weighing.massUg, given);
          if (trouble !== null) throw new RigTrouble(trouble);
          return { atMs: weighing.at, massUg: weighing.massUg };
        })
        .with({ ok: false }, ({ trouble }) => {
          throw new RigTrouble(trouble.message);
        })
        .exhaustive();
    return use({
      pump: {
        ...pump,
        hands: {
          ...pump.hands,
          set: (what, on) => {
            // What is given into a closed line comes when it is opened.
            if (what === 'pinch') isShut = on;
            stuck.forget();
            return pump.hands.set(what, on);
          },
        },
      },
      weigh: () => answered(balance.read()),
      settled: () => answered(balance.settled(REST)),
    });
  });
