import type { PageRequest, Status, SubmitAnswer } from '../../inspector/protocol.ts';
import type { Served } from '../pageApart/apart.ts';
import type { Book } from './book.ts';
import type { Composed } from './compose.ts';
import type { StartOptions } from './options.ts';

/** A pump that runs, its journal, and what it was begun with. */
export type Run = { readonly pump: Composed; readonly book: Book; readonly options: StartOptions };

type Begin = Extract<PageRequest, { type: 'run' }>['source'];

/** What the stage reads of a run. */
export type Staged = {
  readonly pump: { readonly live: Served };
  readonly book: { readonly boot: string; readonly file: { readonly path: string } };
  readonly options: Pick<StartOptions, 'real' | 'remote'>;
};

export type Stage<Each extends Staged> = Served & {
  /** The run that goes on; null from its end until the next has begun, and for good where that could not begin. */
  readonly run: () => Each | null;
  /** Lets no other run begin, waits for a change under way, and tells the run that is left to be ended; null where none is. */
  readonly close: () => Promise<Each | null>;
};

export type StageOptions<Each extends Staged> = {
  readonly first: Each;
  /** Makes another run of this source ready, or says why it cannot be: nothing has moved yet. */
  readonly prepare: (source: Begin, current: Each) => (() => Promise<Each>) | string;
  /** Ends a run: the motor first, the journal last. */
  readonly end: (run: Each) => Promise<void>;
  /** Another run goes on. */
  readonly changed: () => void;
  /** A run could not be ended in order, or the next could not begin. */
  readonly failed: (failure: unknown) => void;
};

/**
 * The pump that the page sees, one at a time. Another one begins only when the one before has stopped and its journal is closed;
 * pages are told by a new `run` in the status, and begin anew.
 */
export const stageFor = <Each extends Staged>({
  first,
  prepare,
  end,
  changed,
  failed,
}: StageOptions<Each>): Stage<Each> => {
  /** The run that goes on, or what is remembered of the one that has ended. */
  let current = first;
  let isEnded = false;
  let isClosing = false;
  let changing = Promise.resolve();
  let before: string | null = null;
  let isChanging = false;

  const statusOf = (status: Status): Status => ({
    ...status,
    run: current.book.boot,
    runs: { mayBegin: obstacle() === null, before },
  });
  const obstacle = (): string | null => {
    if (current.options.real !== null)
      return 'The devices are real: another run begins with another command.';
    if (current.options.remote !== null)
      return 'Remotes may be connected to this pump: end it, and begin another with another command.';
    if (isClosing) return 'This program is ending.';
    return isChanging ? 'Another run is about to begin.' : null;
  };

  const change = async (begin: () => Promise<Each>): Promise<void> => {
    isChanging = true;
    try {
      const ended = current;
      await end(ended);
      isEnded = true;
      before = ended.book.file.path;
      if (isClosing) return;
      current = await begin();
      isEnded = false;
      isChanging = false;
      changed();
    } catch (failure) {
      failed(failure);
    }
  };

  const begin = (source: Begin): SubmitAnswer => {
    const why = obstacle();
    if (why !== null) return { accepted: false, reason: why };
    const prepared = prepare(source, current);
    if (typeof prepared === 'string') return { accepted: false, reason: prepared };
    changing = change(prepared);
    return { accepted: true };
  };

  return {
    run: () => (isEnded ? null : current),
    close: async () => {
      isClosing = true;
      await changing;
      return isEnded ? null : current;
    },
    status: () => statusOf(current.pump.live.status()),
    submit: request => {
      if (request.type === 'run') return begin(request.source);
      return isChanging
        ? { accepted: false, reason: 'This pump is being stopped, and another begins.' }
        : current.pump.live.submit(request);
    },
  };
};
