import type { Injection } from '../../hardware/mechanics/state.ts';
import { type SimulatedWorld, simulatedBench } from '../../hardware/rig/bench/bench.ts';
import type { BareLines } from '../../hardware/rig/bench/session.ts';
import type { PathResult } from '../../hardware/rig/paths/pathResult.ts';
import { along } from '../../hardware/rig/paths/plan.ts';
import { type PortDriver, portDriver } from '../../hardware/rig/paths/ports/driver.ts';
import type { Weighs } from '../../hardware/rig/paths/ports/instruments.ts';
import type { PumpPath } from '../../hardware/rig/paths/pumpModel.ts';
import type { RigProfile } from '../../hardware/rig/profile/schema.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { standOf } from '../../hardware/rig/run/stand.ts';

/** Paths on the lines of a rig whose simulators are in this process, so that anything can go wrong with them. */

export const path = (...events: readonly PumpPath['steps'][number]['event'][]): PumpPath => ({
  name: events.at(-1)?.type ?? 'nothing',
  modes: [],
  steps: events.map(event => ({ event })),
});
export const event = <Named extends { readonly type: string }>(named: Named): Named => named;

export const UP = [
  event({ type: 'power.applied' }),
  event({ type: 'selfTest.passed' }),
  event({ type: 'journal.read', verdict: 'new' }),
  event({ type: 'supply.found', found: 'ready' }),
] as const;
export const PULSE = [
  event({ type: 'pulse.due', channel: 'basal' }),
  event({ type: 'intent.recorded' }),
  event({ type: 'motor.arrived' }),
  event({ type: 'pulse.verified' }),
  event({ type: 'outcome.recorded' }),
] as const;

export type Planted = {
  readonly profile?: RigProfile;
  /** Something wrong with the world, before anybody speaks. */
  readonly arrange?: (world: SimulatedWorld) => void;
  /** Something wrong with the pump: what it stands on. */
  readonly alter?: (on: BareLines) => BareLines;
  readonly weighs?: Weighs;
  /** Something wrong with the mechanics, again whenever a bench has been made ready. */
  readonly injection?: Injection;
};

/** Drives paths one after the other. */
export const drivenHere = async (
  paths: readonly PumpPath[],
  {
    profile = SIMULATED_RIG,
    arrange = () => {},
    alter = on => on,
    weighs = 'unweighed',
    injection,
  }: Planted = {},
): Promise<{ readonly results: readonly PathResult[]; readonly driver: PortDriver }> => {
  const stand = standOf({
    profile,
    open: simulatedBench('memory', profile, arrange),
    transport: null,
    fault:
      injection === undefined
        ? null
        : { what: 'planted', exit: 1, arrange: world => world.inject(injection) },
    signal: new AbortController().signal,
  });
  const driver = portDriver({ profile, withLines: use => stand.withBareLines(on => use(alter(on))) });
  const results: PathResult[] = [];
  await driver.onLines(async drive => {
    for (const each of paths) results.push(await drive(along(each), each.name));
  }, weighs);
  await stand.halt();
  await stand.release();
  return { results, driver };
};
