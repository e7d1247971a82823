import { pulseInFlight } from '../../domain/ledger/ledger.ts';
import { PULSE } from '../../domain/pulses.ts';
import type { Observed } from '../../runtime/run.ts';
import type { Telling } from './tell.ts';
import type { PrimingEnd } from './words.ts';

/** The pulses of all priming when this one began, and why it has ended; null while it goes on. */
export type PrimingMemory = { readonly pulses: number; readonly reason: PrimingEnd | null } | null;

const reasonOf = ({ envelope, derived }: Observed): PrimingEnd => {
  const { type } = envelope.fact;
  if (derived.some(each => each.type === 'fill.completed')) return 'amountReached';
  const isLetGo = type === 'prime.stopped' || type === 'fill.cancelled' || type === 'timer.primeHoldElapsed';
  return isLetGo ? 'abortedByUser' : 'error';
};

/** Filling of tubing and cannula. It is over when its last pulse is counted. Of the tubing nobody says how much it is to take. */
export const tellPriming: Telling<PrimingMemory> = (memory, heard) => {
  const { prime, doses } = heard.state.ledger;
  const isRunning = prime.running !== 'nothing';
  if (memory === null) {
    if (!isRunning) return { memory, events: [] };
    return {
      memory: { pulses: heard.before.ledger.doses.prime, reason: null },
      events: [{ event: 'primingStarted', amountUu: prime.running === 'cannula' ? prime.leftUu : null }],
    };
  }
  const reason = memory.reason ?? (isRunning ? null : reasonOf(heard));
  const isCounted = pulseInFlight(heard.state.ledger)?.channel !== 'prime';
  if (reason === null || !isCounted) return { memory: { ...memory, reason }, events: [] };
  return {
    memory: null,
    events: [
      {
        event: 'primingDone',
        deliveredUu: (doses.prime - memory.pulses) * PULSE,
        reason,
        instance: null,
      },
    ],
  };
};
