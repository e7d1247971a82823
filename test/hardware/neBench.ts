import { type LockStepClock, lockStepClock } from '../../hardware/clock/lockstep.ts';
import { type FaultyLink, faultyLink } from '../../hardware/link/faults.ts';
import { cables, type Transport } from '../../hardware/link/simulated.ts';
import { type Mechanism, mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import type { MotorDriver } from '../../hardware/motor/driver.ts';
import { ne1000Motor } from '../../hardware/motor/ne1000/adapter.ts';
import { NE_BAUD } from '../../hardware/motor/ne1000/protocol.ts';
import { type NeSimulator, neSimulator } from '../../hardware/motor/ne1000/simulator.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';

/** An NE-1000, its adapter and driven time, on one table. */
export type NeBench = {
  readonly clock: LockStepClock;
  readonly model: Mechanism;
  readonly link: FaultyLink;
  readonly sim: NeSimulator;
  readonly motor: MotorDriver;
  readonly facts: Fact[];
  readonly unplug: () => void;
  readonly wait: (ms: number) => Promise<readonly Fact[]>;
  /** Commands a pulse and waits as long as the chart would. */
  readonly move: (pulse: number) => Promise<readonly Fact[]>;
  /** Runs what was asked to its end. */
  readonly run: <Result>(asked: Promise<Result>) => Promise<Result>;
};

export const withNe = async (
  run: (on: NeBench) => Promise<void>,
  transport: Transport = 'memory',
): Promise<void> => {
  const clock = lockStepClock();
  const model = mechanism({ clock, start: newMechanics(200_000_000) });
  const pair = await (await cables(transport, () => {}))(NE_BAUD);
  clock.register({ idle: pair.idle });
  const link = faultyLink(pair.host, clock);
  const sim = neSimulator({ link: pair.device, clock, mechanism: model });
  const facts: Fact[] = [];
  const motor = ne1000Motor({ link, clock, sink: fact => void facts.push(fact) });
  const wait = async (ms: number): Promise<readonly Fact[]> => {
    const before = facts.length;
    await clock.advanceTo(after(clock.now(), milliseconds(ms)));
    return facts.slice(before);
  };
  try {
    await run({
      clock,
      model,
      link,
      sim,
      motor,
      facts,
      unplug: pair.unplug,
      wait,
      move: pulse => {
        motor.move({ pulse, channel: 'basal', bolus: null });
        return wait(1_000);
      },
      run: async asked => {
        let isDone = false;
        const ended = asked.finally(() => {
          isDone = true;
        });
        ended.catch(() => {});
        while (!isDone) await wait(50);
        return ended;
      },
    });
  } finally {
    await motor.close();
    await pair.close();
    clock.close();
  }
};
