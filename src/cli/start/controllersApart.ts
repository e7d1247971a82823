import { Worker } from 'node:worker_threads';
import type { WaitingClock } from '../../../hardware/clock/activity.ts';
import { factSchema } from '../../domain/facts.ts';
import { after, type Milliseconds, milliseconds } from '../../domain/units.ts';
import type { Clock, ControllerPort, FactSink, Question } from '../../ports.ts';
import { failure } from '../../runtime/controllerAnswer.ts';

/** Of real time: what has not answered by then is taken to hang. Controllers need milliseconds. */
const PATIENCE = milliseconds(5_000);

export type ControllersApart = ControllerPort & { readonly close: () => Promise<void> };

export type ApartOptions = {
  readonly sink: FactSink;
  /** Real time, by which a thread is given up on. */
  readonly desk: Clock;
  /** The pump's time stands still while a question is open. */
  readonly clock: Pick<WaitingClock, 'register'>;
  /** The code of the thread, where it is not the one that ships. */
  readonly thread?: URL;
  readonly patience?: Milliseconds;
};

/** Threads that have begun, or are over. */
const online = new WeakSet<Worker>();

/** Ends a thread, but not while it begins: Node does not survive that. */
const ended = async (worker: Worker): Promise<void> => {
  if (!online.has(worker))
    await new Promise<void>(resolve => {
      for (const event of ['online', 'exit'] as const) worker.once(event, () => resolve());
    });
  await worker.terminate();
};

const THREAD = new URL('./controllerThread.ts', import.meta.url);

/**
 * Controllers in a thread of their own, begun with the first question. One that hangs is ended with its thread, and the next question
 * finds another; nothing that it does holds up the pump.
 */
export const controllersApart = ({
  sink,
  desk,
  clock,
  thread = THREAD,
  patience = PATIENCE,
}: ApartOptions): ControllersApart => {
  let worker: Worker | null = null;
  let open: number | null = null;
  let forget = (): void => {};

  const settle = (number: number, say: () => void): void => {
    if (open !== number) return;
    open = null;
    forget();
    say();
  };

  const end = async (): Promise<void> => {
    const ending = worker;
    worker = null;
    if (ending !== null) await ended(ending);
  };

  const fail = (number: number, how: 'threw' | 'hung', reason: string): void =>
    settle(number, () => {
      void end();
      sink(failure(number, how, reason));
    });

  const begin = (): Worker => {
    const begun = new Worker(thread);
    begun.on('message', (said: unknown) => {
      const fact = factSchema.safeParse(said).data;
      if (fact?.type !== 'controller.answered' && fact?.type !== 'controller.failed') return;
      settle(fact.question, () => sink(fact));
    });
    begun.on('error', defect => {
      if (worker === begun && open !== null)
        fail(open, 'threw', defect instanceof Error ? defect.message : String(defect));
    });
    for (const event of ['online', 'exit'] as const) begun.once(event, () => void online.add(begun));
    begun.unref();
    return begun;
  };

  const forgetActivity = clock.register({ name: 'the controller', idle: () => open === null });
  return {
    ask: (question: Question) => {
      // Another question while one is open: that one is void, and so is the thread that works on it.
      if (open !== null) {
        forget();
        void end();
      }
      open = question.number;
      worker ??= begin();
      worker.postMessage(question);
      forget = desk.wakeAt(after(desk.now(), patience), () =>
        fail(question.number, 'hung', `no answer within ${patience / 1_000} s; its thread was ended.`),
      );
    },
    close: async () => {
      open = null;
      forget();
      forgetActivity();
      await end();
    },
  };
};
