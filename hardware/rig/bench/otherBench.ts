import { lockStepClock } from '../../clock/lockstep.ts';
import { faultyLink } from '../../link/faults.ts';
import type { LinkPair } from '../../link/pair.ts';
import { cables, type Transport } from '../../link/simulated.ts';
import type { DeviceName, RigProfile } from '../profile/schema.ts';
import type { Bench, Plantable } from './bench.ts';
import { baudsOf, DEVICE_NAMES, linksOf, MIDNIGHT } from './rigLines.ts';
import { type Ends, simulate } from './simulators.ts';
import { lockStepTime } from './time.ts';

/** A bench of simulators in this process with a motor of any make, of which nothing is within reach but its lines, its mechanics and what goes wrong. */
export const otherBench = async (
  transport: Transport,
  profile: RigProfile,
  plant: (world: Plantable) => void,
): Promise<Bench> => {
  const clock = lockStepClock({ zeroWall: MIDNIGHT });
  const make = await cables(transport, () => {});
  const bauds = baudsOf(profile);
  const pairs = new Map<DeviceName, LinkPair>();
  for (const name of DEVICE_NAMES) pairs.set(name, await make(bauds[name]));
  const forget = [...pairs].map(([name, { idle, path }]) =>
    clock.register({ name: `the line of ${name} (${path})`, idle }),
  );
  const { model, around, motor } = simulate(
    clock,
    profile,
    Object.fromEntries([...pairs].map(([name, { device }]) => [name, device])) as Ends,
  );
  const close = async (): Promise<void> => {
    clock.close();
    for (const stop of forget) stop();
    for (const pair of pairs.values()) await pair.close();
  };
  const hosts = linksOf(name => pairs.get(name)?.host);
  const links = {
    motor: faultyLink(hosts.motor, clock),
    encoder: faultyLink(hosts.encoder, clock),
    force: faultyLink(hosts.force, clock),
    bay: faultyLink(hosts.bay, clock),
  };
  const plantable: Plantable = {
    ...around,
    clock,
    links,
    inject: model.inject,
    unplug: role => pairs.get(role)?.unplug(),
    simulators: { motor },
  };
  try {
    plant(plantable);
  } catch (refusal) {
    await close();
    throw refusal;
  }
  return { time: lockStepTime(clock), links: { ...hosts, ...links }, plantable, close };
};
