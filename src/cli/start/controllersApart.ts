import type { WaitingClock } from '../../../hardware/clock/activity.ts';
import { factSchema } from '../../domain/facts.ts';
import type { Milliseconds } from '../../domain/units.ts';
import type { Clock, ControllerPort, FactSink, Question } from '../../ports.ts';
import { type Answer, failure } from '../../runtime/controllerAnswer.ts';
import { PATIENCE, threadApart } from './threadApart.ts';

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

const THREAD = new URL('./controllerThread.ts', import.meta.url);

/** Controllers in a thread of their own: nothing that one of them does holds up the pump. */
export const controllersApart = ({
  sink,
  desk,
  clock,
  thread = THREAD,
  patience = PATIENCE,
}: ApartOptions): ControllersApart => {
  const { ask, isOpen, close } = threadApart<Question, Answer>({
    code: thread,
    desk,
    patience,
    read: ({ number }, said) => {
      const fact = factSchema.safeParse(said).data;
      if (fact?.type !== 'controller.answered' && fact?.type !== 'controller.failed') return null;
      return fact.question === number ? fact : null;
    },
    failed: ({ number }, how, reason) => failure(number, how, reason),
    tell: sink,
  });
  const forgetActivity = clock.register({ name: 'the controller', idle: () => !isOpen() });
  return {
    ask,
    close: async () => {
      forgetActivity();
      await close();
    },
  };
};
