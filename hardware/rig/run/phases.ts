import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import type { Stimulus } from '../bench/stimuli.ts';
import type { Measurement, Outcome, PhaseRecord } from './record.ts';

/** What a phase may do to its record. */
export type PhaseTools = {
  /** Takes a measurement; outside its limits the phase fails. */
  readonly measure: (
    measurement: Omit<Measurement, 'outcome' | 'marginal' | 'requirements'> & {
      readonly requirements?: readonly string[];
    },
  ) => void;
  /** Ends when the run is interrupted or the phase is out of time. */
  readonly signal: AbortSignal;
};

export type Phase = {
  readonly name: string;
  readonly group: PhaseRecord['group'];
  /** Real time, ms: a rig that hangs must end by itself. Where time is not accelerated `lastsMs` comes on top. */
  readonly deadlineMs: number;
  /** Pump time that it takes at the most, ms; small when nobody says. */
  readonly lastsMs?: number;
  /** What must be done to the pump from outside; a rig that cannot do it skips the phase. */
  readonly needs?: readonly Stimulus[];
  /** Requirements that it measures: nothing is known of them when it is skipped or cut short. */
  readonly covers?: readonly string[];
  readonly run: (tools: PhaseTools) => Promise<void>;
};

/** An instrument or the rig itself is at fault, not the pump. */
export class RigTrouble extends Error {
  override readonly name = 'RigTrouble';
}

/** The pump did not do what it should have. */
export class PumpFailure extends Error {
  override readonly name = 'PumpFailure';
}

/** The record of the run cannot be written: where it is kept is at fault, neither rig nor pump. */
export class Unwritten extends Error {
  override readonly name = 'Unwritten';
}

/** Does what writes the record. Throws `Unwritten` with what to do. */
export const written = <Result>(write: () => Result): Result => {
  try {
    return write();
  } catch (failure) {
    if (!(failure instanceof Error && 'syscall' in failure)) throw failure;
    throw new Unwritten(
      `the record of the run cannot be written: ${failure.message}. Make room or choose another folder (--out), and run again.`,
    );
  }
};

/**
 * Runs one phase to its end, its deadline or the interruption, whichever comes first; never throws.
 * What was going on when time was over is told by the signal and not waited for.
 */
export const runPhase = async (phase: Phase, interrupted: AbortSignal, time: Clock): Promise<PhaseRecord> => {
  const began = time.now();
  const measurements: Measurement[] = [];
  const own = new AbortController();
  const ended = await new Promise<{ outcome: Outcome; reason: string | null }>(resolve => {
    const finish = (outcome: Outcome, reason: string | null): void => {
      cancel();
      interrupted.removeEventListener('abort', interrupt);
      resolve({ outcome, reason });
      own.abort();
    };
    const interrupt = (): void => finish('ABORTED', 'interrupted by the operator');
    const cancel = time.wakeAt(after(began, milliseconds(phase.deadlineMs)), () =>
      finish('TIMEOUT', `not finished within ${phase.deadlineMs} ms of real time`),
    );
    interrupted.addEventListener('abort', interrupt);
    if (interrupted.aborted) return interrupt();
    const tools: PhaseTools = {
      signal: own.signal,
      measure: ({ requirements = [], ...measured }) => {
        const { value, least, most, uncertainty } = measured;
        const isNear = (limit: number | null): boolean =>
          limit !== null && Math.abs(value - limit) < uncertainty;
        const isWithin = (least === null || value >= least) && (most === null || value <= most);
        measurements.push({
          ...measured,
          outcome: isWithin ? 'PASS' : 'FAIL',
          marginal: isNear(least) || isNear(most),
          requirements: [...requirements],
        });
      },
    };
    Promise.resolve()
      .then(() => phase.run(tools))
      .then(
        () => finish('PASS', null),
        (problem: unknown) =>
          finish(
            problem instanceof PumpFailure ? 'FAIL' : 'ERROR',
            problem instanceof Error ? problem.message : String(problem),
          ),
      );
  });
  const amiss = measurements.filter(({ outcome }) => outcome === 'FAIL');
  const isAmiss = ended.outcome === 'PASS' && amiss.length > 0;
  return {
    name: phase.name,
    group: phase.group,
    outcome: isAmiss ? 'FAIL' : ended.outcome,
    reason: isAmiss ? `${OUTSIDE}${amiss.map(inWords).join('; ')}` : ended.reason,
    durationMs: time.now() - began,
    measurements,
  };
};

const OUTSIDE = 'outside its limits: ';

/** Whether a phase was begun and did not come to its end; one that found the pump outside its limits did. */
export const wasCutShort = ({ outcome, reason }: PhaseRecord): boolean =>
  outcome !== 'PASS' && outcome !== 'SKIPPED' && !reason?.startsWith(OUTSIDE);

const inWords = ({ name, value, unit, least, most }: Measurement): string =>
  `${name} ${value} ${unit}, allowed ${least ?? 'any'} to ${most ?? 'any'}`;

/**
 * Setup, then main, then teardown. After a setup that did not pass, a phase that was not seen to end, and a record that could not
 * be written, what is left of main is skipped; teardown runs always, whatever happened, every phase of it, and
 * an interruption cannot cut it short. Throws after it what `tell` threw first.
 */
export const runPhases = async (
  phases: readonly Phase[],
  interrupted: AbortSignal,
  time: Clock,
  {
    known = new Map(),
    lacks = () => null,
    tell,
  }: {
    /** Phases of an earlier attempt, by name: they are not done again. */
    readonly known?: ReadonlyMap<string, PhaseRecord>;
    /** Why this rig cannot do a phase; null when it can. */
    readonly lacks?: (phase: Phase) => string | null;
    readonly tell: (record: PhaseRecord) => void;
  },
): Promise<readonly PhaseRecord[]> => {
  const records: PhaseRecord[] = [];
  const unwritten: unknown[] = [];
  const never = new AbortController().signal;
  /** Why no more of main is done; null as long as all is well. */
  const whyNot = (): string | null => {
    if (interrupted.aborted) return 'the run was interrupted';
    if (unwritten.length > 0) return 'the record of the run cannot be written';
    if (records.some(({ group, outcome }) => group === 'setup' && outcome !== 'PASS'))
      return 'the set-up did not pass';
    // Its pump may still be at work: no other one moves beside it.
    if (records.some(({ outcome }) => outcome === 'TIMEOUT')) return 'a phase before it was not seen to end';
    return null;
  };
  for (const phase of phases) {
    const done = known.get(phase.name);
    if (done !== undefined) {
      records.push(done);
      continue;
    }
    const isTeardown = phase.group === 'teardown';
    const reason = isTeardown ? null : (whyNot() ?? lacks(phase));
    const record: PhaseRecord =
      reason === null
        ? await runPhase(phase, isTeardown ? never : interrupted, time)
        : { ...phaseOf(phase), outcome: 'SKIPPED', reason };
    records.push(record);
    try {
      tell(record);
    } catch (failure) {
      unwritten.push(failure);
    }
  }
  if (unwritten.length > 0) throw unwritten[0];
  return records;
};

const phaseOf = ({ name, group }: Phase) => ({ name, group, durationMs: 0, measurements: [] });
