import type { Worker } from 'node:worker_threads';
import { newThread } from '../threads.ts';
import { appetite, HEAP_MB } from './appetite.ts';
import { type Intake, intake } from './intake.ts';
import { type LifeSigns, lifeSigns } from './lifeSigns.ts';
import { lines } from './lines.ts';

/** A thread, and all that is known of it: another one begins with nothing of this. */
export type Page = {
  readonly worker: Worker;
  readonly signs: LifeSigns;
  readonly intake: Intake;
  readonly lines: ReturnType<typeof lines>;
  readonly measure: () => void;
  /** Requests of this thread that have become facts, until their steps. */
  readonly requests: WeakMap<object, number>;
};

/** Whoever has the page. */
type Keeper = {
  readonly hear: (from: Page, said: unknown) => void;
  readonly fail: (failed: Worker, why: unknown) => void;
  readonly say: (line: string) => void;
  /** Whether this is still the thread that serves: what another one says is nothing. */
  readonly isCurrent: (page: Page) => boolean;
};

/** Begins a thread. Throws where none can be had. */
export const pageIn = (thread: URL, mostBytes: number, { hear, fail, say, isCurrent }: Keeper): Page => {
  const worker = newThread(thread, { maxOldGenerationSizeMb: HEAP_MB });
  const begun: Page = {
    worker,
    signs: lifeSigns(),
    intake: intake(),
    lines: lines(say),
    measure: appetite(worker, words => fail(worker, words), mostBytes),
    requests: new WeakMap(),
  };
  worker.on('message', (said: unknown) => {
    if (isCurrent(begun)) hear(begun, said);
  });
  worker.on('error', failure => fail(worker, failure));
  worker.on('exit', () => fail(worker, 'it has ended'));
  // A program that serves nothing yet may end.
  worker.unref();
  return begun;
};
