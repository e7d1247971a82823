import type { ControllerPort, FactSink } from '../../src/ports.ts';

const HALF_HOUR = 1_800_000;

/** Asks for all that the pump has, each time. */
export const greedy = (sink: FactSink): ControllerPort => ({
  ask: ({ number }) =>
    sink({
      type: 'controller.answered',
      question: number,
      basal: { rateUuPerHour: 15_000_000, lengthMs: HALF_HOUR },
      bolusUu: 25_000_000,
      validMs: HALF_HOUR,
      terms: [],
    }),
});
