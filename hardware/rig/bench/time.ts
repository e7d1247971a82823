import { after, milliseconds } from '../../../src/domain/units.ts';
import type { WaitingClock } from '../../clock/activity.ts';
import type { LockStepClock } from '../../clock/lockstep.ts';
import type { RealClock } from '../../clock/real.ts';
import { RigTrouble } from '../run/phases.ts';

/** Time on a bench: of the pump, of its devices, and of whoever measures. */
export type RigTime = {
  readonly clock: WaitingClock;
  /** Lets so many ms pass. */
  readonly wait: (ms: number) => Promise<void>;
  /** Lets time pass until `done()`; false when that is not within so many ms. */
  readonly until: (done: () => boolean, withinMs: number) => Promise<boolean>;
  /** What was just done has had those effects that take no time. */
  readonly settle: () => Promise<void>;
  /** Lets time pass while something that was asked over a line is answered. */
  readonly answered: <Answer>(question: Promise<Answer>) => Promise<Answer>;
  readonly close: () => void;
};

/** No instrument takes longer for an answer, by its own deadlines. */
const ANSWER_MS = 120_000;
/** Between two looks in real time. */
const LOOK_MS = 2;

const turn = (): Promise<void> => new Promise(done => setImmediate(done));

const answering =
  (until: RigTime['until']): RigTime['answered'] =>
  async question => {
    let isSettled = false;
    const settled = (): void => {
      isSettled = true;
    };
    question.then(settled, settled);
    if (!(await until(() => isSettled, ANSWER_MS)))
      throw new RigTrouble(`an instrument was asked and did not answer within ${ANSWER_MS / 1_000} s`);
    return question;
  };

/** Accelerated time that is driven by whoever waits. */
export const lockStepTime = (clock: LockStepClock): RigTime => {
  /** Somebody lets time pass: whoever else waits looks on. */
  let isDriven = false;
  const driven = async (drive: () => Promise<unknown>): Promise<void> => {
    isDriven = true;
    try {
      await drive();
    } finally {
      isDriven = false;
    }
  };
  const until: RigTime['until'] = async (done, withinMs) => {
    const limit = after(clock.now(), milliseconds(withinMs));
    while (isDriven && !done()) await turn();
    if (done()) return true;
    let isLate = false;
    const cancel = clock.wakeAt(limit, () => {
      isLate = true;
    });
    await driven(() => clock.advanceUntil(() => done() || isLate, Number.MAX_SAFE_INTEGER));
    cancel();
    return done();
  };
  return {
    clock,
    wait: async ms => {
      const limit = after(clock.now(), milliseconds(ms));
      while (isDriven && clock.now() < limit) await turn();
      if (clock.now() < limit) await driven(() => clock.advanceTo(limit));
      else await clock.settle();
    },
    until,
    settle: clock.settle,
    answered: answering(until),
    close: clock.close,
  };
};

/** The time of this world. */
export const realTime = (clock: RealClock): RigTime => {
  const wait = (ms: number): Promise<void> =>
    new Promise(done => void clock.wakeAt(after(clock.now(), milliseconds(ms)), done));
  const until: RigTime['until'] = async (done, withinMs) => {
    const limit = after(clock.now(), milliseconds(withinMs));
    while (!done()) {
      if (clock.now() >= limit) return false;
      await wait(LOOK_MS);
    }
    return true;
  };
  return {
    clock,
    wait,
    until,
    settle: async () => {
      await turn();
      await turn();
    },
    answered: answering(until),
    close: clock.close,
  };
};

/** The same time for work that ends with `signal`: whoever waits then is told that the run has ended. */
export const endingWith = (time: RigTime, signal: AbortSignal): RigTime => {
  const bounded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (signal.aborted) throw new RigTrouble('the run has ended');
    let leave = (): void => {};
    const ended = new Promise<never>((_, fail) => {
      leave = () => fail(new RigTrouble('the run has ended'));
      signal.addEventListener('abort', leave);
    });
    try {
      return await Promise.race([work(), ended]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };
  return {
    ...time,
    wait: ms => bounded(() => time.wait(ms)),
    until: (done, withinMs) => bounded(() => time.until(done, withinMs)),
    settle: () => bounded(time.settle),
    answered: question => bounded(() => time.answered(question)),
  };
};
