import type { Worker } from 'node:worker_threads';
import { after, type Milliseconds, milliseconds } from '../../domain/units.ts';
import type { Clock } from '../../ports.ts';
import { endThread, newThread } from '../threads.ts';

/** Of real time: what has not answered by then is taken to hang. Controllers need milliseconds. */
export const PATIENCE = milliseconds(5_000);

export type ThreadOptions<Asked, Answer> = {
  readonly code: URL;
  /** Real time, by which a thread is given up on. */
  readonly desk: Clock;
  readonly patience: Milliseconds;
  /** What the thread has said, as the answer to this question; null where it is none. */
  readonly read: (asked: Asked, said: unknown) => Answer | null;
  readonly failed: (asked: Asked, how: 'threw' | 'hung', reason: string) => Answer;
  /** Told once for each question, unless another came before its answer. */
  readonly tell: (answer: Answer) => void;
};

export type ThreadApart<Asked> = {
  /** Another question while one is open: that one is void, and so is the thread that works on it. */
  readonly ask: (asked: Asked) => void;
  readonly isOpen: () => boolean;
  readonly close: () => Promise<void>;
};

/**
 * Strangers' code in a thread of its own, begun with the first question, and asked one at a time. One that hangs is ended with
 * its thread, and the next question finds another; nothing that it does holds up whoever asks.
 */
export const threadApart = <Asked, Answer>({
  code,
  desk,
  patience,
  read,
  failed,
  tell,
}: ThreadOptions<Asked, Answer>): ThreadApart<Asked> => {
  let worker: Worker | null = null;
  let open: { readonly asked: Asked } | null = null;
  let forget = (): void => {};

  const settle = (answer: Answer): void => {
    open = null;
    forget();
    tell(answer);
  };

  const end = async (): Promise<void> => {
    const ending = worker;
    worker = null;
    if (ending !== null) await endThread(ending);
  };

  const fail = (asked: Asked, how: 'threw' | 'hung', reason: string): void => {
    void end();
    settle(failed(asked, how, reason));
  };

  const begin = (): Worker => {
    const begun = newThread(code);
    begun.on('message', (said: unknown) => {
      const answer = open === null ? null : read(open.asked, said);
      if (answer !== null) settle(answer);
    });
    begun.on('error', defect => {
      if (worker === begun && open !== null)
        fail(open.asked, 'threw', defect instanceof Error ? defect.message : String(defect));
    });
    begun.unref();
    return begun;
  };

  return {
    ask: asked => {
      if (open !== null) {
        forget();
        void end();
      }
      const opened = { asked };
      open = opened;
      worker ??= begin();
      worker.postMessage(asked);
      forget = desk.wakeAt(after(desk.now(), patience), () => {
        if (open === opened)
          fail(asked, 'hung', `no answer within ${patience / 1_000} s; its thread was ended.`);
      });
    },
    isOpen: () => open !== null,
    close: async () => {
      open = null;
      forget();
      await end();
    },
  };
};
