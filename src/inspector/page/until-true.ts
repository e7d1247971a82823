import type { ReadonlySignal } from '@preact/signals';

/** Ends once a signal is true, at once where it is, and after `mostMs` in any case. */
export const untilTrue = (is: ReadonlySignal<boolean>, mostMs: number): Promise<void> =>
  new Promise(resolve => {
    if (is.value) {
      resolve();
      return;
    }
    const over = (): void => {
      end();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(over, mostMs);
    const end = is.subscribe(now => {
      if (now) over();
    });
  });
