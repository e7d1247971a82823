import { lackOf } from '../../bench/hands.ts';
import type { BareLines } from '../../bench/session.ts';
import type { Stimulus } from '../../bench/stimuli.ts';
import type { RigProfile } from '../../profile/schema.ts';
import type { Able } from '../benchSystem.ts';
import { driveBy } from '../drive.ts';
import type { PathResult } from '../pathResult.ts';
import type { Plan } from '../plan.ts';
import { instrumentsOn, type PathInstruments, type Weighs } from './instruments.ts';
import { type Lacks, lacksOf } from './lacks.ts';
import { pumpOnPorts } from './lives.ts';
import type { Reaction } from './world.ts';

export type DrivePump = (plan: Plan, name: string) => Promise<PathResult>;

/** Generated paths on the lines of one rig. */
export type PortDriver = {
  /** What it cannot bring about, and why. */
  readonly lacks: Lacks;
  readonly able: Able;
  /** Opens the lines, and lets `use` drive pumps there, one by one, each by a plan; lines that are in trouble reject. */
  readonly onLines: (use: (drive: DrivePump) => Promise<void>, weighs?: Weighs) => Promise<void>;
  /** How fast the pumps have answered what was done to them. */
  readonly reactions: () => readonly Reaction[];
  /** How often something was done to a pump that an alarm must answer. */
  readonly stimuli: () => number;
  /** What its instruments have found, when the lines were last opened; null before. */
  readonly instruments: () => PathInstruments | null;
};

export type PortDriverOptions = {
  readonly profile: RigProfile;
  readonly withLines: (use: (on: BareLines) => Promise<void>) => Promise<void>;
};

export const portDriver = ({ profile, withLines }: PortDriverOptions): PortDriver => {
  const lacks = lacksOf(profile);
  const reactions: Reaction[] = [];
  let stimuli = 0;
  let current: PathInstruments | null = null;
  const can = (stimulus: Stimulus): boolean => lackOf(profile, stimulus) === null;
  return {
    lacks,
    able: (move, state) => lacks.ofMove(move, state) === null,
    reactions: () => reactions,
    stimuli: () => stimuli,
    instruments: () => current,
    onLines: (use, weighs = 'unweighed') =>
      withLines(on => {
        const instruments = instrumentsOn(on, profile, weighs);
        current = instruments;
        return use(async (plan, name) => {
          await on.tidy();
          return driveBy(plan, name, {
            transport: 'memory',
            on: watch =>
              pumpOnPorts(on, {
                watch,
                lacks,
                can,
                input: profile.devices.bay.buttonInput,
                instruments,
                saysSupply: profile.devices.motor.kind === 'tic',
                did: () => {
                  stimuli += 1;
                },
                reacted: reaction => void reactions.push(reaction),
              }),
          });
        });
      }),
  };
};
