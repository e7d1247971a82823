import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf } from '../../../src/verify/automaton.ts';
import { realClock } from '../../clock/real.ts';
import type { SimulatedDevices } from '../../devices.ts';
import type { Transport } from '../../link/simulated.ts';
import { benchOnPorts, type OpenBench } from '../bench/bench.ts';
import { MOTORS } from '../profile/motors.ts';
import type { RigProfile } from '../profile/schema.ts';
import { untilEnded } from '../run/ending.ts';
import { FAULTS, faultOf } from '../run/faults.ts';
import { RigTrouble, Unwritten, written } from '../run/phases.ts';
import { type Exploration, type ExploreOptions, exploreOnline } from './explore.ts';
import { writeFailure, writeSuite } from './failureFiles.ts';
import type { Goal } from './goals.ts';
import { exploreOnRig, type OnRig } from './onRig.ts';

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
  /** How its lines are opened, if not by the ports that it names. */
  readonly open?: OpenBench;
  readonly out: string;
  readonly json: boolean;
};

/**
 * `islet rig explore`: drives the pump on line and answers the exit code: 0 nothing was wrong, 1 something was,
 * 2 usage, 3 what a rig says cannot be kept, 4 the rig was in trouble or its motor could not be halted, 130 ended from outside: by a signal, a closed terminal,
 * a defect of ours or the e-stop of a rig, with the motor halted. Progress goes to stderr, the result to stdout, a failure whatever has ended the exploration.
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
  const tell = (line: string): void => void process.stderr.write(`islet rig: ${line}\n`);
  try {
    const rig = options.profile === undefined ? null : await onRig(options, options.profile, exploring, tell);
    const found = rig?.found ?? (await exploreOnline(exploring));
    const motor = rig?.motor ?? motorOf(world);
    if (found.endedBy === 'interrupted') process.stderr.write(`interrupted: ${motor}\n`);
    else if (rig !== null && (found.endedBy === 'trouble' || !rig.isHalted)) tell(motor);
    // Whoever reads it knows what was found, even where it cannot be kept.
    const files = await kept(options.out, found, exploring, rig, tell);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ version: 1, seed: options.seed, ...found, files, motor })}\n`
        : inWords(found, files, rig !== null),
    );
    if (rig !== null && rig.problem !== null) {
      if (!(rig.problem instanceof RigTrouble || rig.problem instanceof Unwritten)) throw rig.problem;
      tell(rig.problem.message);
    }
    if (rig?.isAborted || found.endedBy === 'interrupted') return 130;
    if (rig !== null && (rig.problem instanceof RigTrouble || !rig.isHalted)) return 4;
    if (found.failure !== null) return 1;
    return rig !== null && rig.problem !== null ? 3 : 0;
  } catch (failure) {
    if (!(failure instanceof Unwritten)) throw failure;
    tell(failure.message);
    return 3;
  } finally {
    time.close();
    ending.forget();
  }
};

const onRig = async (
  { out, seed, open }: ExploreCommandOptions,
  profile: RigProfile,
  exploring: ExploreOptions,
  tell: (line: string) => void,
): Promise<OnRig> => {
  const folder = join(out, `online-seed-${seed}`);
  written(() => mkdirSync(folder, { recursive: true }));
  const signal = exploring.signal ?? new AbortController().signal;
  return exploreOnRig({ profile, open: open ?? benchOnPorts(profile), folder, signal, tell }, exploring);
};

type Files = {
  readonly suite: string;
  readonly story?: string;
  readonly transcript?: string;
  readonly journal?: string;
};

/** Where the failure was written; null where there is none, or no place for it, which is told. */
const kept = async (
  out: string,
  { failure }: Exploration,
  exploring: ExploreOptions,
  rig: OnRig | null,
  tell: (line: string) => void,
): Promise<Files | null> => {
  if (failure === null) return null;
  try {
    // On simulated devices a failure of a rig would tell another story.
    return rig === null
      ? await writeFailure(out, failure, exploring)
      : { suite: writeSuite(out, failure, exploring.seed), ...rig.files };
  } catch (problem) {
    if (!(problem instanceof Unwritten)) throw problem;
    tell(problem.message);
    return null;
  }
};

const inWords = (
  { pumps, steps, transitions, pairs, endedBy, failure }: Exploration,
  files: Files | null,
  isRig: boolean,
): string =>
  [
    `${pumps} pumps, ${steps} steps, ${transitions} transitions and ${pairs} pairs of them taken; ended by: ${endedBy}`,
    ...(failure === null
      ? []
      : [
          `FAILED at the last of ${failure.path.steps.length} events (met after ${failure.metAfter}, shortened in ${failure.runs} runs): ${failure.says.split('\n')[0]}`,
          ...failure.path.steps.map(({ event }) => `  ${nameOf(event)}`),
        ]),
    ...(files === null
      ? []
      : [`drive it again: islet rig run --suite ${files.suite} ${isRig ? '--profile FILE' : '--sim'}`]),
    ...(files?.story === undefined ? [] : [`look at it: islet replay ${files.story}`]),
    ...(files?.transcript === undefined
      ? []
      : [`what passed the lines: ${files.transcript}; the journal of the last pump: ${files.journal}`]),
    '',
  ].join('\n');

/** How the simulated motor of the last pump was left, in words. */
const motorOf = (world: SimulatedDevices | null): string => {
  if (world === null) return 'motor never had power';
  const { energized, velocity } = world.simulators.motor.status();
  return !energized && velocity === 0 ? MOTORS.tic.whenHalted.measured : 'motor was left with current';
};
