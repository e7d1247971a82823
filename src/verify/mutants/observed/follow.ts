import type { Envelope, Fact } from '../../../domain/facts.ts';
import { type MonoMs, wallMs } from '../../../domain/units.ts';
import { deadlineOf, dueFacts } from '../../../runtime/deadlines.ts';
import type { Stepped } from '../../../runtime/draft.ts';
import type { Observed } from '../../../runtime/run.ts';
import type { PumpState } from '../../../runtime/state.ts';
import { isOfTime } from './tape.ts';

/** What somebody outside sees of a step. */
type Come = Pick<Stepped, 'commands' | 'state'>;

/**
 * The pump that follows: what it comes to by a fact, or why it takes none any more; and what is seen outside of it and not of the
 * one that leads.
 */
export type Follower = {
  readonly take: (state: PumpState, envelope: Envelope) => Stepped | string;
  readonly compare: (own: Come, leading: Come) => string | null;
};

/** A step of the pump that leads, in either of which a follower may differ. */
export type Led = Pick<Observed, 'before' | 'envelope' | 'commands' | 'state'>;

/** A pump that is woken more often at one instant does not go on. */
const MOST_AT_ONCE = 50;

/**
 * Follows a pump with one that has another chart: it hears whatever devices and people do, at the same times, and of its own
 * timers and deadlines when they are over, whether the other one waits for them or not.
 */
export const follow = (start: PumpState, { take, compare }: Follower) => {
  let state = start;

  const taken = (envelope: Envelope, leading: Come | null): string | null => {
    const before = state;
    const stepped = take(before, envelope);
    if (typeof stepped === 'string') return stepped;
    state = stepped.state;
    return compare(stepped, leading ?? { commands: [], state: before });
  };

  /** Whatever this pump waits for by itself, up to a step of the other one. */
  const alone = (led: Led, since: MonoMs): string | null => {
    if (isAsleep(led)) return null;
    let now = since;
    for (let count = 0; count < MOST_AT_ONCE; count += 1) {
      const due = deadlineOf(state);
      if (due === null || Math.max(due, now) >= led.envelope.monoMs) return null;
      if (due > now) {
        now = due;
        count = 0;
      }
      for (const fact of dueFacts(state, now)) {
        const says = taken(momentOf(led.envelope, now, fact), null);
        if (says !== null) return `by itself, at ${fact.type}: ${says}`;
      }
    }
    return 'it wakes and wakes again, and time stands still';
  };

  return {
    state: () => state,
    /** Takes what a step brings, the one before which was at `since`; what is seen of one pump alone, null where nothing is. */
    next: (led: Led, since: MonoMs): string | null =>
      alone(led, since) ??
      (hears(state, led) ? taken(led.envelope, led) : compare({ commands: [], state }, led)),
  };
};

const momentOf = (envelope: Envelope, at: MonoMs, fact: Fact): Envelope => ({
  ...envelope,
  monoMs: at,
  wallMs: wallMs(envelope.wallMs - (envelope.monoMs - at)),
  fact,
});

/** The pump is off, or its host stood still: nobody wakes it. */
export const isAsleep = ({ before, envelope }: Pick<Led, 'before' | 'envelope'>): boolean => {
  if (before.pump.matches({ life: 'off' }) || envelope.fact.type === 'power.lost') return true;
  const at = deadlineOf(before);
  return at !== null && at < envelope.monoMs;
};

const isRecovering = ({ pump }: PumpState): boolean => pump.matches({ life: 'recovering' });

/**
 * Of its own timers and deadlines a pump hears when it waits for them, as of a journal when it recovers. Whatever else is
 * told of time, or of a journal, is noise, which comes all the same.
 */
const hears = (state: PumpState, { envelope, before }: Led): boolean => {
  const { fact, monoMs } = envelope;
  const isDue = (of: PumpState): boolean => dueFacts(of, monoMs).some(due => isSameFact(due, fact));
  if (fact.type === 'journal.read') return isRecovering(state) || !isRecovering(before);
  return !isOfTime(envelope) || isDue(state) || !isDue(before);
};

const isSameFact = (one: Fact, other: Fact): boolean =>
  one.type === other.type && ('alarm' in one ? one.alarm : null) === ('alarm' in other ? other.alarm : null);
