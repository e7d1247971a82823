import type { Clock } from '../../../src/ports.ts';

/** Tells how far a long measurement is: made for one, told after each of its steps. */
export type Pace = (what: string, steps: number) => (done: number) => void;

/** Not more often than that, ms of real time. */
const EVERY_MS = 2_000;

/** Progress with rate, time left, and failures so far; `time` is real. */
export const paceOf = (time: Clock, tell: (line: string) => void, failures: () => number): Pace => {
  return (what, steps) => {
    const began = time.now();
    let toldAt: number = began;
    return done => {
      const now = time.now();
      if (done < steps && now - toldAt < EVERY_MS) return;
      toldAt = now;
      const seconds = Math.max(0.001, (now - began) / 1_000);
      const rate = done / seconds;
      const left = Math.ceil((steps - done) / rate);
      tell(
        `  ${what}: ${done} of ${steps}, ${rate.toPrecision(3)} a second, ${left} s left, ${failures()} failures so far`,
      );
    };
  };
};
