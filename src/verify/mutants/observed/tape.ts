import type { Envelope } from '../../../domain/facts.ts';
import type { Memory } from '../../../runtime/monitor.ts';
import { inspect, memoryOf } from '../../../runtime/monitor.ts';
import type { Observed } from '../../../runtime/run.ts';

/** A step of a recorded run, with what the monitor remembered before it. */
export type Taped = Observed & { readonly memory: Memory };

/**
 * The pump that ships, driven once in the real runtime with simulated devices: everything that it took, and when, in
 * all its lives. Until a pump with another chart shows something outside, devices and person do to it the very same.
 */
export type Tape = {
  readonly name: string;
  /** The suite that it is a test of. */
  readonly suite: string;
  readonly steps: readonly Taped[];
};

/** Takes down the steps of one run, in order. */
export const recorder = () => {
  const steps: Taped[] = [];
  let memory: Memory | null = null;
  return {
    watch: (step: Observed): void => {
      const before = memory ?? memoryOf(step.before);
      steps.push({ ...step, memory: before });
      memory = inspect(before, step).memory;
    },
    tape: (name: string, suite: string): Tape => ({ name, suite, steps }),
  };
};

/** Facts by which a pump hears of its own waiting: one that waits for something else hears other ones. */
export const isOfTime = ({ fact }: Envelope): boolean =>
  fact.type.startsWith('timer.') || fact.type === 'clock.reached';
