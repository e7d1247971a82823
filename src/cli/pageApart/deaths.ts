import { between, type Milliseconds, type MonoMs, milliseconds } from '../../domain/units.ts';

/** Of the threads of one page: when they have failed, of late. */
export type Deaths = {
  /** One more. Returns how long to wait before the next begins. */
  readonly another: (now: MonoMs) => { readonly pause: Milliseconds; readonly isTooOften: boolean };
  /** Whether the last one was one too many, and nobody is about to begin another. */
  readonly isTooOften: () => boolean;
};

/** A thread that fails at once is not begun again without end, nor without a pause. */
const MOST = 5;
const LATELY = milliseconds(3_600_000);
const PAUSE = milliseconds(1_000);

/** Five within an hour are too many: the next is tried when the first of them is an hour ago. */
export const deaths = (): Deaths => {
  let last: readonly MonoMs[] = [];
  return {
    another: now => {
      last = [...last.filter(at => between(at, now) < LATELY), now];
      const [first = now] = last;
      const isTooOften = last.length >= MOST;
      return { isTooOften, pause: isTooOften ? milliseconds(LATELY - between(first, now)) : PAUSE };
    },
    isTooOften: () => last.length >= MOST,
  };
};
