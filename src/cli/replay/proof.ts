import type { Status } from '../../inspector/protocol.ts';
import type { JournalRead } from '../../runtime/journalRead.ts';
import { otherRelease, replay, type Watch } from '../../runtime/recover.ts';

/** What taking the facts of a journal again has shown. */
export type Proof = NonNullable<Status['proof']>;

/** Never throws: a step that throws now and did not then is a difference too. */
export const proofOf = (read: JournalRead, watch: Watch = () => {}): Proof => {
  try {
    const { steps, same, firstDifference } = replay(read.entries, watch);
    return same
      ? { steps, same, firstDifference }
      : { steps, same, firstDifference: otherRelease(read) ?? firstDifference };
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    return { steps: 0, same: false, firstDifference: `a step that was taken then fails now: ${message}` };
  }
};
