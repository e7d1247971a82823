import { nameOf } from '../../../src/verify/automaton.ts';
import { realClock } from '../../clock/real.ts';
import type { SimulatedDevices } from '../../devices.ts';
import type { Transport } from '../../link/simulated.ts';
import { benchOnPorts } from '../bench/bench.ts';
import type { RigProfile } from '../profile/schema.ts';
import { untilEnded } from '../run/ending.ts';
import { FAULTS, faultOf } from '../run/faults.ts';
import { RigTrouble } from '../run/phases.ts';
import { standOf } from '../run/stand.ts';
import { type Exploration, type ExploreOptions, exploreOnline } from './explore.ts';
import { writeFailure } from './failureFiles.ts';
import type { Goal } from './goals.ts';

export type ExploreCommandOptions = {
  readonly seed: number;
  readonly steps: number;
  readonly seconds: number;
  /** Ends when so many transitions of the pump were taken. */
  readonly transitions: number;
  readonly goal: Goal;
  readonly transport: Transport;
  readonly fault?: string;
  /** The pump stands on the ports that this names, and not among simulated devices of this process. */
  readonly profile?: RigProfile;
  readonly out: string;
  readonly json: boolean;
};

/**
 * `islet rig explore`: drives the pump on line and answers the exit code: 0 nothing was wrong, 1 something was,
 * 2 usage, 130 ended from outside: by a signal, a closed terminal or a defect of ours, with the motor halted. Progress goes to stderr, the result to stdout.
 */
export const exploreCommand = async (options: ExploreCommandOptions): Promise<number> => {
  const planted = options.fault === undefined ? undefined : faultOf(options.fault);
  if (options.fault !== undefined && planted === undefined) {
    process.stderr.write(
      `islet rig: there is no fault ${options.fault}; the faults are ${Object.keys(FAULTS).join(', ')}.\n`,
    );
    return 2;
  }
  if (planted !== undefined && options.profile !== undefined) {
    process.stderr.write(
      'islet rig: a fault is planted in simulated devices: leave --profile out, or --fault.\n',
    );
    return 2;
  }
  const time = realClock();
  const ending = untilEnded(line => void process.stderr.write(`islet rig: ${line}\n`));
  let world: SimulatedDevices | null = null;
  const exploring: ExploreOptions = {
    transport: options.transport,
    seed: options.seed,
    goals: options.goal === 'pairs' ? ['transitions', 'pairs'] : ['transitions'],
    budget: { steps: options.steps, ms: options.seconds * 1_000, transitions: options.transitions },
    now: time.now,
    signal: ending.signal,
    arrange: next => {
      world = next;
      planted?.arrange?.(next);
    },
    ...(planted?.alter ? { alter: planted.alter } : {}),
    progress: ({ pumps, steps, transitions, pairs }) => {
      if (pumps === 1 || pumps % 10 === 0)
        process.stderr.write(
          `  ${pumps} pumps, ${steps} steps, ${transitions} transitions, ${pairs} pairs\n`,
        );
    },
  };
  try {
    const rig = options.profile === undefined ? null : exploringOn(options.profile, ending.signal);
    const found = await (rig?.explore(exploring) ?? exploreOnline(exploring));
    const { failure } = found;
    const files = failure === null ? null : await writeFailure(options.out, failure, exploring);
    const motor = rig === null ? motorOf(world) : await rig.halt();
    if (found.endedBy === 'interrupted') process.stderr.write(`interrupted: the motor ${motor}\n`);
    if (options.json)
      process.stdout.write(`${JSON.stringify({ version: 1, seed: options.seed, ...found, files, motor })}\n`);
    else {
      const { pumps, steps, transitions, pairs, endedBy } = found;
      process.stdout.write(
        `${pumps} pumps, ${steps} steps, ${transitions} transitions and ${pairs} pairs of them taken; ended by: ${endedBy}\n`,
      );
      if (failure !== null && files !== null)
        process.stdout.write(
          [
            `FAILED at the last of ${failure.path.steps.length} events (met after ${failure.metAfter}, shortened in ${failure.runs} runs): ${failure.says.split('\n')[0]}`,
            ...failure.path.steps.map(({ event }) => `  ${nameOf(event)}`),
            `drive it again: islet rig run --suite ${files.suite} ${rig === null ? '--sim' : '--profile FILE'}`,
            `look at it: islet replay ${files.story}`,
            '',
          ].join('\n'),
        );
    }
    if (failure !== null) return 1;
    return found.endedBy === 'interrupted' ? 130 : 0;
  } finally {
    time.close();
    ending.forget();
  }
};

/** An exploration on the ports of a profile, whose motor is halted afterwards. */
const exploringOn = (profile: RigProfile, signal: AbortSignal) => {
  const stand = standOf({ profile, open: benchOnPorts(profile), transport: null, fault: null, signal });
  return {
    explore: async (options: ExploreOptions): Promise<Exploration> => {
      let found: Exploration | null = null;
      await stand.ports.onLines(async drive => {
        found = await exploreOnline({ ...options, rig: { able: stand.ports.able, drive } });
      });
      if (found === null) throw new RigTrouble('the lines of the rig were not opened');
      return found;
    },
    halt: async (): Promise<string> => {
      const halted = await stand.halt();
      await stand.release();
      if (halted === 'still') return 'is halted and without current';
      return halted === 'supply cut'
        ? 'has no supply: a relay has cut it'
        : 'could not be halted: cut its supply';
    },
  };
};

/** How the simulated motor of the last pump was left, in words. */
const motorOf = (world: SimulatedDevices | null): string => {
  if (world === null) return 'never had power';
  const { energized, velocity } = world.simulators.motor.status();
  return !energized && velocity === 0 ? 'is halted and without current' : 'was left with current';
};
