import type { FactSink } from '../../src/ports.ts';

/** The one button of the quick bolus, under a finger. */
export type SimulatedButton = {
  readonly press: () => void;
  readonly release: () => void;
  /** A stuck button goes down, and comes up only when it is freed. */
  readonly setStuck: (stuck: boolean) => void;
  readonly isStuck: () => boolean;
};

/** A switch that tells each change once. */
export const simulatedButton = (sink: FactSink): SimulatedButton => {
  let isDown = false;
  let isStuck = false;
  const move = (down: boolean): void => {
    if (down === isDown) return;
    isDown = down;
    sink({ type: down ? 'button.pressed' : 'button.released' });
  };
  return {
    press: () => move(true),
    release: () => move(isStuck),
    setStuck: stuck => {
      isStuck = stuck;
      move(stuck);
    },
    isStuck: () => isStuck,
  };
};
