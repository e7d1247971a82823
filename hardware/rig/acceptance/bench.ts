import { pulsesCounted } from '../../../src/domain/ledger/doses.ts';
import { PULSE } from '../../../src/domain/pulses.ts';
import { milliseconds } from '../../../src/domain/units.ts';
import type { Weighed } from '../../balance/port.ts';
import type { RigPumpOptions } from '../bench/rigPump.ts';
import type { PumpOnRig } from '../bench/session.ts';
import type { WeighingProfile, Weight } from '../measure/mass.ts';
import type { RigProfile } from '../profile/schema.ts';
import { PumpFailure, RigTrouble } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import { unitsOf } from './observing.ts';
import { type Stillness, stuckBalance } from './stuckBalance.ts';

/** A pump on the rig, and the balance below its cannula. */
export type RigBench = {
  readonly pump: PumpOnRig;
  /** What the balance shows now, while it drips. Throws RigTrouble when the balance does not weigh. */
  readonly weigh: () => Promise<Weight>;
  /** What it shows once it has come to rest. */
  readonly settled: () => Promise<Weight>;
  /** The beaker was seen to lose no more than so much, µg/h. */
  readonly loses: (mostUgPerHour: number) => void;
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
  stand.withPump(options, async pump => {
    const { balance, time } = pump;
    let isShut = false;
    const stuck = stuckBalance(weighingOf(stand.profile));
    const counted = (): number => pulsesCounted(pump.runtime.state().ledger.doses);
    const from = { counts: await pump.counts(), pulses: counted() };
    /** Whose fault it is: a motor that has not moved has given nothing. The encoder is asked only now, for that ends its streaming. */
    const blame = async ({ massUg, pulses, digits }: Stillness): Promise<never> => {
      const made = pulsesOf((await pump.counts()) - from.counts);
      const missing = counted() - from.pulses - made;
      if (missing >= pulses / 2)
        throw new PumpFailure(
          `the pump counts ${pulses} pulses since the balance last moved, and ${Math.round(missing)} of its pulses its encoder has not seen`,
        );
      throw new RigTrouble(
        `balance: it shows ${massUg} µg, the same to the digit, after ${pulses} pulses that should have moved it by ${digits} digits. It is stuck, or nothing at all arrives. Put a finger on the pan: if it shows nothing, switch it off and on; if it does, look at the tip and the line.`,
      );
    };
    const answered = async (question: Promise<Weighed>): Promise<Weight> => {
      const weighed = await time.answered(question);
      if (!weighed.ok) throw new RigTrouble(weighed.trouble.message);
      const weight: Weight = { atMs: weighed.weighing.at, massUg: weighed.weighing.massUg };
      const stillness = stuck.shows(weight, counted(), isShut);
      return stillness === null ? weight : blame(stillness);
    };
    await use({
      pump: {
        ...pump,
        hands: {
          ...pump.hands,
          set: async (what, on) => {
            await pump.hands.set(what, on);
            // What is given into a closed line comes when it is opened.
            if (what === 'pinch') isShut = on;
          },
        },
      },
      weigh: () => answered(balance.read()),
      settled: () => answered(balance.settled(REST)),
      loses: stuck.loses,
    });
  });

const pulsesOf = (counts: number): number => (unitsOf(counts) * 1_000_000) / PULSE;
