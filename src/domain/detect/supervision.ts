/** What the second channel says with each beat: pulses by the encoder alone, and its configuration. */
export type Beat = { readonly pulses: number; readonly hash: string };

/** What we have at that moment, counted since the journal began. */
export type Own = {
  readonly pulses: number;
  /** Of those, in doubt: the encoder may have seen them or not. */
  readonly inDoubt: number;
  /** Whether a pulse is under way that the encoder may have seen and we have not counted. */
  readonly underway: boolean;
  readonly hash: string;
};

export type Supervision = {
  /** Where both counts stood when the second channel agreed; null without one. */
  readonly base: { readonly ours: Own; readonly theirs: number } | null;
  /** Our count at the last beat: what we had then, they must have seen by now. */
  readonly counted: number;
  /** Whether the last beat was one pulse off, or of another configuration: borne once. */
  readonly apart: 'no' | 'once' | 'for good';
};

export const noSupervision: Supervision = { base: null, counted: 0, apart: 'no' };

/** The second channel has taken up its work with these. Another configuration is no agreement (SR-117). */
export const agree = (theirs: Beat, ours: Own): Supervision => ({
  base: { ours, theirs: theirs.pulses },
  counted: ours.pulses,
  apart: theirs.hash === ours.hash ? 'no' : 'for good',
});

/**
 * Holds one beat against our own count (SR-113, SR-114). One pulse of difference may be a pulse that one
 * side has just seen; at two beats in a row, and at two pulses at once, one of us is wrong. So with the
 * configuration: new settings reach the other side a beat later.
 */
export const compare = (before: Supervision, theirs: Beat, ours: Own): Supervision => {
  if (before.base === null || before.apart === 'for good') return before;
  const { base, counted } = before;
  const seen = theirs.pulses - base.theirs;
  const least = counted - base.ours.pulses - (ours.inDoubt - base.ours.inDoubt);
  const most = ours.pulses - base.ours.pulses + (ours.underway ? 1 : 0);
  const off = Math.max(least - seen, seen - most, 0);
  const isOff = off > 0 || theirs.hash !== ours.hash;
  const apart = off > 1 || (isOff && before.apart === 'once') ? 'for good' : isOff ? 'once' : 'no';
  return { base, counted: ours.pulses, apart };
};
