import type { MonoMs } from '../../src/domain/units.ts';

/** One promise to call somebody at an instant. */
export type WakeUp = { readonly at: MonoMs; readonly order: number; readonly then: () => void };

export type WakeUps = {
  readonly add: (at: MonoMs, then: () => void) => () => void;
  readonly next: () => WakeUp | undefined;
  /** Removes and returns the next one. */
  readonly take: () => WakeUp | undefined;
  readonly size: () => number;
};

/** `taken` and `cancelled` call nobody; one that is cancelled stays in the heap until it comes up. */
type Waiting = WakeUp & { phase: 'waiting' | 'taken' | 'cancelled' };

/** A binary heap of wake-ups by instant; those of one instant keep the order of registration. */
export const wakeUps = (): WakeUps => {
  const heap: Waiting[] = [];
  /** Of those in the heap, how many nobody waits for any more. */
  let cancelled = 0;
  let order = 0;

  const before = (a: Waiting, b: Waiting): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]];
    if (a && b) [heap[i], heap[j]] = [b, a];
  };

  const rise = (start: number): void => {
    for (let i = start; i > 0; ) {
      const parent = (i - 1) >> 1;
      const [self, above] = [heap[i], heap[parent]];
      if (!self || !above || !before(self, above)) return;
      swap(i, parent);
      i = parent;
    }
  };

  const least = (i: number, j: number): number => {
    const [a, b] = [heap[i], heap[j]];
    return a && b && before(b, a) ? j : i;
  };

  const sink = (): void => {
    for (let i = 0; ; ) {
      const child = least(least(i, 2 * i + 1), 2 * i + 2);
      if (child === i) return;
      swap(i, child);
      i = child;
    }
  };

  const pop = (): Waiting | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (first && last && first !== last) {
      heap[0] = last;
      sink();
    }
    return first;
  };

  const dropCancelled = (): void => {
    while (cancelled > 0 && heap[0]?.phase === 'cancelled') {
      pop();
      cancelled -= 1;
    }
  };

  return {
    add: (at, then) => {
      const wakeUp: Waiting = { at, order: order++, then, phase: 'waiting' };
      heap.push(wakeUp);
      rise(heap.length - 1);
      return () => {
        if (wakeUp.phase !== 'waiting') return;
        wakeUp.phase = 'cancelled';
        cancelled += 1;
      };
    },
    next: () => {
      dropCancelled();
      return heap[0];
    },
    take: () => {
      dropCancelled();
      const taken = pop();
      if (taken) taken.phase = 'taken';
      return taken;
    },
    size: () => heap.length - cancelled,
  };
};
