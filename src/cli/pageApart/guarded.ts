import type { PageRequest, Status, SubmitAnswer } from '../../inspector/protocol.ts';
import { digest } from '../../runtime/digest.ts';
import type { Served, ToldStep } from './apart.ts';
import { type Identified, wordsOf } from './messages.ts';

/** Asks a pump in its own thread, where what is thrown would end the pump: it is told to a person instead. */
export const guarded = (tellPerson: (line: string) => void) => {
  let isUntold = true;
  let last: { readonly step: ToldStep; readonly at: Identified } | null = null;
  return {
    /** The state after a step; null where it cannot be identified. Once for each step. */
    identify: (step: ToldStep | null): Identified | null => {
      if (step === null) return null;
      try {
        if (last?.step !== step) last = { step, at: { seq: step.envelope.seq, digest: digest(step.state) } };
        return last.at;
      } catch {
        // The pump itself identifies each state, and says it where it cannot.
        return null;
      }
    },
    /** Null where it cannot be had; said once, until it can again. */
    status: (pump: Served): Status | null => {
      try {
        const status = pump.status();
        isUntold = true;
        return status;
      } catch (defect) {
        if (isUntold) tellPerson(`The page is not told how the pump is: ${wordsOf(defect)}`);
        isUntold = false;
        return null;
      }
    },
    submit: (pump: Served, request: PageRequest): SubmitAnswer => {
      try {
        return pump.submit(request);
      } catch (defect) {
        tellPerson(`What the page asked for (${request.type}) has met a defect of Islet: ${wordsOf(defect)}`);
        return { accepted: false, reason: `Islet itself has failed at it: ${wordsOf(defect)}` };
      }
    },
  };
};
