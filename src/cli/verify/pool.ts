import { Worker } from 'node:worker_threads';
import { match } from 'ts-pattern';
import { type MonoMs, monoMs } from '../../domain/units.ts';
import type { Clock } from '../../ports.ts';
import type { Job, Result } from './job.ts';

/** What a worker says. */
export type Answer =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'result'; readonly result: Result };

/** What keeps workers going: whether they may, and where their lines go. */
export type Conditions = {
  readonly mayGoOn: () => boolean;
  readonly clock: Clock;
  /** Null where nobody reads them. */
  readonly say: ((line: string) => void) | null;
};

/** How often it is looked whether workers may go on, in ms. */
const EVERY = 100;

/**
 * Does jobs in threads, so many at once, each begun in the order given. They share nothing but a flag that
 * stops them, so that every result is what one thread alone would have come to. A job that was not begun
 * when they had to stop has no result.
 */
export const inThreads = async (
  jobs: readonly Job[],
  atOnce: number,
  { mayGoOn, clock, say }: Conditions,
): Promise<ReadonlyMap<Job, Result>> => {
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  const look = (): void => {
    if (mayGoOn()) leave = clock.wakeAt(next(), look);
    else Atomics.store(flag, 0, 1);
  };
  const next = (): MonoMs => monoMs(clock.now() + EVERY);
  let leave = clock.wakeAt(next(), look);
  const waiting = [...jobs];
  const results = new Map<Job, Result>();
  const thread = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { stop, isTold: say !== null },
      // A graph of a large machine is asked for at once; the bound on memory is looked at by the caller.
      resourceLimits: { maxOldGenerationSizeMb: 16_000 },
    });
    try {
      while (mayGoOn()) {
        const job = waiting.shift();
        if (job === undefined) break;
        results.set(job, await answered(worker, job, say));
      }
    } finally {
      await worker.terminate();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, thread));
  } finally {
    leave();
  }
  return results;
};

const answered = (worker: Worker, job: Job, say: Conditions['say']): Promise<Result> =>
  new Promise((resolve, reject) => {
    const listen = (answer: Answer): void =>
      match(answer)
        .with({ kind: 'line' }, ({ line }) => say?.(line))
        .with({ kind: 'result' }, ({ result }) => {
          worker.off('message', listen);
          worker.off('error', reject);
          resolve(result);
        })
        .exhaustive();
    worker.on('message', listen);
    worker.on('error', reject);
    worker.postMessage(job);
  });
