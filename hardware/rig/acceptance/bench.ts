import { match } from 'ts-pattern';
import { milliseconds } from '../../../src/domain/units.ts';
import { balance } from '../../balance/adapter.ts';
import { BALANCES } from '../../balance/makes.ts';
import type { BalancePort, Weighed } from '../../balance/port.ts';
import type { BalanceSimulator } from '../../balance/simulator.ts';
import { recordedLink } from '../../link/recorder.ts';
import { cables } from '../../link/simulated.ts';
import type { WeighingProfile, Weight } from '../measure/mass.ts';
import type { RigProfile } from '../profile/schema.ts';
import { RigTrouble } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import type { SimulatedPump, SimulatedPumpOptions } from '../simulatedPump.ts';

/** A pump on the rig, and the balance below its cannula. */
export type RigBench = {
  readonly pump: SimulatedPump;
  readonly balance: BalancePort;
  readonly balanceSimulator: BalanceSimulator;
  /** What the balance shows now, while it drips. Throws RigTrouble when the balance does not weigh. */
  readonly weigh: () => Promise<Weight>;
  /** What it shows once it has come to rest. */
  readonly settled: () => Promise<Weight>;
};

/** A balance that has not come to rest after so long will not. */
const REST = milliseconds(60_000);
/** More wake-ups than that in a minute mean that time does not move. */
const MOST_WAKE_UPS = 20_000;

export const weighingOf = ({ devices, liquid }: RigProfile): WeighingProfile => {
  const { digitUg, repeatabilityUg, adjustmentPpm } = devices.balance;
  return { digitUg, repeatabilityUg, adjustmentPpm, ...liquid };
};

/** The balance of the profile, as a report names it. */
export const balanceName = ({ devices }: RigProfile): string =>
  `balance ${devices.balance.kind} ${devices.balance.ownSerial} (${devices.balance.calibration.id})`;

/** Runs with a pump and a balance of its own; both are closed afterwards. */
export const withBench = (
  stand: Stand,
  profile: RigProfile,
  options: Partial<SimulatedPumpOptions>,
  use: (bench: RigBench) => Promise<void>,
): Promise<void> =>
  stand.withPump(options, async pump => {
    const { kind, ownSerial } = profile.devices.balance;
    const make = BALANCES[kind];
    const pair = await (await cables(stand.options.transport, () => {}))(make.dialect.baudRate);
    const forget = pump.clock.register({ name: `the balance (${pair.path})`, idle: pair.idle });
    const balanceSimulator = make.simulate({
      link: pair.device,
      clock: pump.clock,
      mechanism: pump.world.model,
      seed: 1,
      serial: ownSerial,
      celsius: profile.liquid.celsius,
    });
    stand.disturbBalance(balanceSimulator);
    const port = balance({
      link: recordedLink(pair.host, { device: 'balance', clock: pump.clock, record: stand.options.record }),
      clock: pump.clock,
      dialect: make.dialect,
      profile: { serial: ownSerial },
    });
    const answered = async (question: Promise<Weighed>): Promise<Weight> => {
      let answer: Weighed | undefined;
      question.then(given => {
        answer = given;
      });
      await pump.clock.advanceUntil(() => answer !== undefined, MOST_WAKE_UPS);
      return match(answer as Weighed | undefined)
        .with({ ok: true }, ({ weighing }): Weight => ({ atMs: weighing.at, massUg: weighing.massUg }))
        .with({ ok: false }, ({ trouble }) => {
          throw new RigTrouble(trouble.message);
        })
        .with(undefined, () => {
          throw new RigTrouble('balance: it was asked and never answered');
        })
        .exhaustive();
    };
    try {
      await use({
        pump,
        balance: port,
        balanceSimulator,
        weigh: () => answered(port.read()),
        settled: () => answered(port.settled(REST)),
      });
    } finally {
      await port.close();
      forget();
      await pair.close();
    }
  });
