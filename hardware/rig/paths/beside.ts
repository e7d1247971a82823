import type { Observed } from '../../../src/runtime/run.ts';
import type { PumpState } from '../../../src/runtime/state.ts';
import { step } from '../../../src/runtime/step.ts';
import { ofShipped } from '../../../src/runtime/withChart.ts';
import { seenOutside } from '../../../src/verify/mutants/observed/outside.ts';

/** Why a fault is latched that is none of the pump's own: somebody at the bench has said so. */
export const BY_HAND = 'latched on the bench';

/**
 * The pump that ships, beside one with another chart: it takes the same facts at the same times. Says what is seen
 * outside of the one and not of the other; null while it is the same. Each life begins where the pump that is driven
 * begins it. A fault that the driven pump latches by itself is no fact of the world: the one that ships does not hear of it.
 */
export const beside = (): ((step: Observed) => string | null) => {
  let shipped: PumpState | null = null;
  let last: PumpState | null = null;
  return ({ before, envelope, commands, state }) => {
    const { fact } = envelope;
    if (fact.type === 'fault.latched' && fact.reason !== BY_HAND) return `it latches a fault: ${fact.reason}`;
    const from: PumpState = shipped !== null && before === last ? shipped : ofShipped(before);
    const stepped = step(from, envelope);
    shipped = stepped.state;
    last = state;
    return seenOutside({ commands, state }, stepped);
  };
};
