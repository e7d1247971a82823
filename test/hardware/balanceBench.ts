import { balance } from '../../hardware/balance/adapter.ts';
import { BALANCES, type BalanceMake } from '../../hardware/balance/makes.ts';
import type { BalancePort } from '../../hardware/balance/port.ts';
import type { BalanceSimulator, BalanceSimulatorOptions } from '../../hardware/balance/simulator.ts';
import { type LockStepClock, lockStepClock } from '../../hardware/clock/lockstep.ts';
import { type FaultyLink, faultyLink } from '../../hardware/link/faults.ts';
import { cables, type Transport } from '../../hardware/link/simulated.ts';
import { type Mechanism, mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import { after, milliseconds } from '../../src/domain/units.ts';

export const METTLER: BalanceMake = BALANCES.mettler;
export const MAKES: readonly BalanceMake[] = Object.values(BALANCES);

export type BalanceBench = {
  readonly clock: LockStepClock;
  readonly model: Mechanism;
  readonly link: FaultyLink;
  readonly sim: BalanceSimulator;
  readonly port: BalancePort;
  readonly unplug: () => void;
  /** Runs what was asked to its end, in driven time. */
  readonly run: <Result>(asked: Promise<Result>) => Promise<Result>;
  readonly wait: (ms: number) => Promise<void>;
  /** Displaces so much insulin, and lets it flow out. */
  readonly dose: (microsteps: number) => Promise<void>;
};

/** A balance of one make below a simulated pump, taken down afterwards whatever happens. */
export const withBalance = async (
  { dialect, simulate, serial }: BalanceMake,
  {
    transport = 'memory',
    profile = serial,
    ...options
  }: Partial<BalanceSimulatorOptions> & { readonly transport?: Transport; readonly profile?: string | null },
  test: (on: BalanceBench) => Promise<void>,
): Promise<void> => {
  const clock = lockStepClock();
  const model = mechanism({ clock, start: newMechanics(200_000_000) });
  const pair = await (await cables(transport, () => {}))(dialect.baudRate);
  clock.register({ idle: pair.idle });
  const link = faultyLink(pair.host, clock);
  const sim = simulate({ clock, mechanism: model, seed: 1, link: pair.device, ...options });
  const port = balance({ link, clock, dialect, profile: { serial: profile } });
  const run = async <Result>(asked: Promise<Result>): Promise<Result> => {
    let isDone = false;
    const ended = asked.finally(() => {
      isDone = true;
    });
    ended.catch(() => {});
    while (!isDone) await clock.advanceTo(after(clock.now(), milliseconds(50)));
    return ended;
  };
  const wait = (ms: number): Promise<void> => clock.advanceTo(after(clock.now(), milliseconds(ms)));
  try {
    await test({
      clock,
      model,
      link,
      sim,
      port,
      unplug: pair.unplug,
      run,
      wait,
      dose: async microsteps => {
        // As the motor could: more at once would only build up pressure.
        for (let left = microsteps; left > 0; left -= 800) {
          model.turn(Math.min(left, 800), clock.now());
          await wait(20_000);
        }
      },
    });
  } finally {
    await port.close();
    await pair.close();
    clock.close();
  }
};
