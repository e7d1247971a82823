/**
 * Whether a thread still lives, told by what it answers. Beats are counted, and not time: a process that was asleep for an hour
 * comes back to one beat, and to the answers that wait for it.
 */
export type LifeSigns = {
  /** Time has gone on by one beat. Returns what is wrong with the thread, in words; null while nothing is. */
  readonly beat: () => string | null;
  /** It is given a run whose earlier steps it takes first. */
  readonly begins: (steps: number) => void;
  /** Whether it may be asked how far it is: not while it owes an answer. Whoever may, asks. */
  readonly mayAsk: () => boolean;
  /** It has answered; `isBegun` if it knew its run by then. Returns whether somebody wanted to ask meanwhile. */
  readonly answered: (isBegun: boolean) => boolean;
  /** It has said something. Returns whether that is still a reasonable number of messages. */
  readonly mayTalk: () => boolean;
};

/** Unanswered for so many beats, and it hangs. */
const PATIENCE = 10;
/** A young thread loads its code, on a machine that may be busy. */
const WHILE_LOADING = 60;
/** Of a journal it takes many times as many in a beat, unless it hangs. */
const STEPS_A_BEAT = 500;
/** In a beat: it tells once for 200 steps, and hands on what people ask for. */
const MOST_MESSAGES = 2_000;

/** Of a thread that begins. */
export const lifeSigns = (): LifeSigns => {
  let patience = WHILE_LOADING;
  let isAsked = false;
  let isWanted = false;
  let unanswered = 0;
  let messages = 0;
  return {
    beat: () => {
      messages = 0;
      unanswered = isAsked ? unanswered + 1 : 0;
      return unanswered > patience ? `it has not answered for ${patience} seconds` : null;
    },
    begins: steps => {
      patience = WHILE_LOADING + Math.ceil(steps / STEPS_A_BEAT);
    },
    mayAsk: () => {
      isWanted = isAsked;
      if (isAsked) return false;
      isAsked = true;
      return true;
    },
    answered: isBegun => {
      if (isBegun) patience = PATIENCE;
      isAsked = false;
      unanswered = 0;
      return isWanted;
    },
    mayTalk: () => {
      messages += 1;
      return messages <= MOST_MESSAGES;
    },
  };
};
