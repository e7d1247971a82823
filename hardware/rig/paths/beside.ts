import type { Observed } from '../../../src/runtime/run.ts';
import type { PumpState } from '../../../src/runtime/state.ts';
import { step } from '../../../src/runtime/step.ts';
import { ofShipped } from '../../../src/runtime/withChart.ts';
import { seenOutside } from '../../../src/verify/mutants/observed/outside.ts';

/**
 * The pump that ships, beside one with another chart: it takes the same facts at the same times. Says what is seen
 * outside of the one and not of the other; null while it is the same. Each life begins where the pump that is driven
 * begins it.
 */
export const beside = (): ((step: Observed) => string | null) => {
  let shipped: PumpState | null = null;
  let last: PumpState | null = null;
  return ({ before, envelope, commands, state }) => {
    const from: PumpState = shipped !== null && before === last ? shipped : ofShipped(before);
    const stepped = step(from, envelope);
    shipped = stepped.state;
    last = state;
    return seenOutside({ commands, state }, stepped);
  };
};
