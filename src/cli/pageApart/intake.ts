import { machineNow } from '../../../hardware/clock/machine.ts';
import { between, type MonoMs, milliseconds } from '../../domain/units.ts';
import type { PageRequest, SubmitAnswer } from '../../inspector/protocol.ts';

/** A request as a thread hands it on; `sent` is monotonic time of the machine, in ms. */
export type Asked = { readonly id: number; readonly sent: MonoMs; readonly request: PageRequest };

/** What one thread asks of the pump: nothing twice, nothing late, and not without end. */
export type Intake = {
  /** Has the pump asked, or says why it is not. */
  readonly answer: (asked: Asked, ask: () => SubmitAnswer) => SubmitAnswer;
  /** Time has gone on by one beat. */
  readonly beat: () => void;
};

/** In a beat: no person is as fast. */
const MOST_REQUESTS = 100;
/** Whoever asked has given it up by then, or has asked for something else since. */
const OLD = milliseconds(3_000);

const refused = (reason: string): SubmitAnswer => ({ accepted: false, reason });

/** A stop is never too old, and of those that are too many one in a beat is carried out, for all. */
export const intake = (now: () => MonoMs = machineNow): Intake => {
  let last = Number.NEGATIVE_INFINITY;
  let requests = 0;
  let stop: SubmitAnswer | null = null;
  return {
    answer: ({ id, sent, request: { type } }, ask) => {
      if (id <= last) return refused('It was asked before, and nothing is done twice.');
      last = id;
      requests += 1;
      const isTooMuch = requests > MOST_REQUESTS;
      if (type === 'suspend.requested') {
        if (!isTooMuch) return ask();
        // Its fact belongs to the one that was carried out.
        if (stop !== null) return stop.accepted ? { accepted: true } : stop;
        stop = ask();
        return stop;
      }
      const age = between(sent, now());
      if (age > OLD)
        return refused(
          `It was asked ${Math.round(age / 1_000)} s ago, and nothing was done: see how the pump is, and ask again.`,
        );
      return isTooMuch ? refused('Too much is asked at once: ask again in a second.') : ask();
    },
    beat: () => {
      requests = 0;
      stop = null;
    },
  };
};
