import type { PageRequest, Source, Status } from '../../inspector/protocol.ts';
import type { Book } from './book.ts';
import type { Composed } from './compose.ts';
import type { StartOptions } from './options.ts';

/** A pump that runs, its journal, and what it was begun with. */
export type Run = { readonly pump: Composed; readonly book: Book; readonly options: StartOptions };

type Answer = ReturnType<Source['submit']>;
type Begin = Extract<PageRequest, { type: 'run' }>['source'];

export type Stage = Source & {
  readonly run: () => Run;
};

export type StageOptions = {
  readonly first: Run;
  /** Makes another run of this source ready, or says why it cannot be: nothing has moved yet. */
  readonly prepare: (source: Begin, current: Run) => (() => Promise<Run>) | string;
  /** Ends a run: the motor first, the journal last. */
  readonly end: (run: Run) => Promise<void>;
  /** A run that was ended, and the next did not begin. */
  readonly failed: (failure: unknown) => void;
};

/**
 * The pump that the page sees, one at a time. Another one begins only when the one before has stopped and its journal is closed;
 * pages are told by a new `run` in the status, and begin anew.
 */
export const stageFor = ({ first, prepare, end, failed }: StageOptions): Stage => {
  let current = first;
  let before: string | null = null;
  let isChanging = false;
  const listeners = new Set<Parameters<Source['subscribe']>[0]>();

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
    return isChanging ? 'Another run is about to begin.' : null;
  };

  const change = async (begin: () => Promise<Run>): Promise<void> => {
    isChanging = true;
    try {
      const ended = current;
      await end(ended);
      before = ended.book.file.path;
      current = await begin();
      isChanging = false;
      for (const { status } of listeners) status(statusOf(current.pump.live.status()));
    } catch (failure) {
      failed(failure);
    }
  };

  const begin = (source: Begin): Answer => {
    const why = obstacle();
    if (why !== null) return { accepted: false, reason: why };
    const prepared = prepare(source, current);
    if (typeof prepared === 'string') return { accepted: false, reason: prepared };
    void change(prepared);
    return { accepted: true };
  };

  return {
    run: () => current,
    since: seq => current.pump.live.since(seq),
    status: () => statusOf(current.pump.live.status()),
    subscribe: listener => {
      const leave = current.pump.live.subscribe({
        frame: listener.frame,
        status: said => listener.status(statusOf(said)),
      });
      listeners.add(listener);
      return () => {
        leave();
        listeners.delete(listener);
      };
    },
    submit: request => {
      if (request.type === 'run') return begin(request.source);
      return isChanging
        ? { accepted: false, reason: 'This pump is being stopped, and another begins.' }
        : current.pump.live.submit(request);
    },
  };
};
