import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenBench } from '../bench/bench.ts';
import { MOTORS } from '../profile/motors.ts';
import type { RigProfile } from '../profile/schema.ts';
import { type Halted, standOf } from '../run/stand.ts';
import { journalsTo, nextAttempt, tapeTo } from '../run/tape.ts';
import {
  type Exploration,
  type ExploreOptions,
  exploreOnline,
  type Failure,
  type Progress,
} from './explore.ts';

export type OnRigOptions = {
  readonly profile: RigProfile;
  readonly open: OpenBench;
  /** A folder that is there: transcript and journal go into it as they come. */
  readonly folder: string;
  /** Ends the exploration from outside; the e-stop does as well. */
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
};

export type OnRig = {
  readonly found: Exploration;
  /** How the motor was left, in words. */
  readonly motor: string;
  /** No line was opened, or its driver has said that it is halted. */
  readonly isHalted: boolean;
  /** It was ended from outside. */
  readonly isAborted: boolean;
  /** What was thrown: RigTrouble, Unwritten, or a defect; null when nothing was. */
  readonly problem: unknown;
  readonly files: { readonly transcript: string; readonly journal: string };
};

/**
 * An exploration on the lines of a rig. Its motor is halted and its lines are closed when this resolves, whatever has ended it;
 * what was found until then is told. Rejects with Unwritten, before any line is opened, where the tapes cannot be begun.
 */
export const exploreOnRig = async (
  { profile, open, folder, signal: outer, tell }: OnRigOptions,
  options: ExploreOptions,
): Promise<OnRig> => {
  const eStop = new AbortController();
  const signal = AbortSignal.any([outer, eStop.signal]);
  const files = {
    transcript: nextAttempt(folder, 'serial', 'jsonl'),
    journal: join(folder, 'journal.jsonl'),
  };
  const transcript = tapeTo(files.transcript);
  // Whatever it holds is of another run.
  rmSync(files.journal, { force: true });
  const stand = standOf({
    profile,
    open,
    transport: null,
    fault: null,
    signal,
    stop: () => {
      if (!signal.aborted) tell('the e-stop was pressed: the exploration ends');
      eStop.abort();
    },
    transcript,
    journal: journalsTo(files.journal),
  });

  let soFar: Progress = { pumps: 0, steps: 0, transitions: 0, pairs: 0 };
  let failure: Failure | null = null;
  let found: Exploration | null = null;
  const problems: unknown[] = [];
  const noted = (problem: unknown): void => void problems.push(problem);
  await stand.ports
    .onLines(async drive => {
      found = await exploreOnline({
        ...options,
        signal,
        rig: { able: stand.ports.able, drive },
        progress: progress => {
          soFar = progress;
          options.progress?.(progress);
        },
        met: met => {
          failure = met;
        },
      });
    })
    .catch(noted);
  const halted = await stand.halt().catch((problem: unknown): Halted => {
    noted(problem);
    return 'not still';
  });
  await stand.letGo().catch(noted);
  await stand.release().catch(noted);
  transcript.close();

  const isAborted = signal.aborted;
  return {
    found: found ?? { ...soFar, endedBy: isAborted ? 'interrupted' : 'trouble', taken: [], failure },
    motor: inWords(halted, profile),
    isHalted: halted === 'still' || halted === null,
    isAborted,
    // That the run has ended is no trouble of the rig.
    problem: isAborted ? null : (problems[0] ?? null),
    files,
  };
};

const inWords = (halted: Halted, { devices }: RigProfile): string => {
  if (halted === null) return 'motor was never driven: no line was opened';
  if (halted === 'still') return MOTORS[devices.motor.kind].whenHalted.measured;
  return halted === 'supply cut'
    ? 'motor has no supply: a relay has cut it'
    : 'motor could not be halted: cut its supply';
};
