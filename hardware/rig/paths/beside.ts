import type { Observed } from '../../../src/runtime/run.ts';
import { blankState } from '../../../src/runtime/state.ts';
import { step } from '../../../src/runtime/step.ts';
import { ofShipped } from '../../../src/runtime/withChart.ts';
import { type Follower, follow } from '../../../src/verify/mutants/observed/follow.ts';
import { seenOutside } from '../../../src/verify/mutants/observed/outside.ts';

/** Why a fault is latched that is none of the pump's own: somebody at the bench has said so. */
export const BY_HAND = 'latched on the bench';

/**
 * The pump that ships, beside one with another chart: it takes the same facts at the same times, and hears of its own timers when
 * it waits for them. Says what is seen outside of the one and not of the other; null while it is the same. A new one begins as
 * it was made, each later life where the pump that is driven begins it. A fault that the driven pump latches by itself is no
 * fact of the world: the one that ships does not hear of it.
 */
export const beside = (): ((step: Observed) => string | null) => {
  let shipped: ReturnType<typeof follow> | null = null;
  let last: Observed | null = null;
  return observed => {
    const { before, envelope } = observed;
    const { fact } = envelope;
    if (fact.type === 'fault.latched' && fact.reason !== BY_HAND) return `it latches a fault: ${fact.reason}`;
    const since = last !== null && before === last.state ? last.envelope.monoMs : null;
    if (shipped === null || since === null)
      shipped = follow(envelope.seq === 1 ? blankState() : ofShipped(before), SHIPPED);
    const says = shipped.next(observed, since ?? envelope.monoMs);
    last = observed;
    return says;
  };
};

const SHIPPED: Follower = {
  take: (state, envelope) => step(state, envelope),
  compare: (own, driven) => seenOutside(driven, own),
};
