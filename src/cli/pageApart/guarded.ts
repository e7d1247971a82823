import type { PageRequest, Status, SubmitAnswer } from '../../inspector/protocol.ts';
import type { Served } from './apart.ts';
import { wordsOf } from './messages.ts';

/** Asks a pump in its own thread, where what is thrown would end the pump: it is told to a person instead. */
export const guarded = (tellPerson: (line: string) => void) => {
  let isUntold = true;
  return {
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
