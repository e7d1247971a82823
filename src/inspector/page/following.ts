import type { Past, RunListener, RunSource } from './run-source.ts';
import { type Silence, silence } from './silence.ts';

export type Following = Omit<RunListener, 'behind' | 'beat'> & {
  /** The last step that is known. */
  readonly seq: () => number;
  /** What has happened up to a step, where it is not told step by step. */
  readonly past: (past: Past) => void;
};

/** Follows a run for good: where it has gone on too far to be told, by opening it again. What says nothing any more is lost. */
export const followOn = (source: RunSource, following: Following): void =>
  followFrom(source, following, silence(following));

const followFrom = (source: RunSource, following: Following, { heard, beat }: Silence): void => {
  const { seq, past } = following;
  const end = source.follow(seq(), {
    ...heard,
    behind: () => {
      end();
      source
        .reopen()
        .then(
          known => {
            beat();
            if (known !== null) past(known);
          },
          () => heard.link('lost'),
        )
        .finally(() => followFrom(source, following, { heard, beat }));
    },
  });
};
