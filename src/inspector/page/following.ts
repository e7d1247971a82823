import type { Past, RunListener, RunSource } from './run-source.ts';

export type Following = Omit<RunListener, 'behind'> & {
  /** The last step that is known. */
  readonly seq: () => number;
  /** What has happened up to a step, where it is not told step by step. */
  readonly past: (past: Past) => void;
};

/** Follows a run for good: where it has gone on too far to be told, by opening it again. */
export const followOn = (source: RunSource, following: Following): void => {
  const { seq, past, frames, status, link } = following;
  const end = source.follow(seq(), {
    frames,
    status,
    link,
    behind: () => {
      end();
      source
        .reopen()
        .then(
          known => known !== null && past(known),
          () => link('lost'),
        )
        .finally(() => followOn(source, following));
    },
  });
};
