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
  /** How large the heap of one thread may become, in MB. */
  readonly heapMb: number;
};

/** What was done, and what could not be because its thread was given no more memory. */
export type Done = { readonly results: ReadonlyMap<Job, Result>; readonly starved: readonly Job[] };

/** How often it is looked whether workers may go on, in ms. */
const EVERY = 100;

/**
 * Does jobs in threads, so many at once, each begun in the order given. They share nothing but a flag that
 * stops them, so that every result is what one thread alone would have come to. Explorations hear the flag and
 * say how far they have come; what is told beside them has nothing to keep, and ends where it stands. A job that
 * was not begun or not finished when they had to stop has no result.
 */
export const inThreads = async (
  jobs: readonly Job[],
  atOnce: number,
  { mayGoOn, clock, say, heapMb }: Conditions,
): Promise<Done> => {
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  /** Threads that may end where they stand. */
  const leavable = new Set<Worker>();
  const look = (): void => {
    if (mayGoOn()) leave = clock.wakeAt(next(), look);
    else {
      Atomics.store(flag, 0, 1);
      for (const worker of leavable) void worker.terminate();
    }
  };
  const next = (): MonoMs => monoMs(clock.now() + EVERY);
  let leave = clock.wakeAt(next(), look);
  const waiting = [...jobs];
  const results = new Map<Job, Result>();
  const starved: Job[] = [];
  const hired = (): Worker =>
    new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { stop, isTold: say !== null },
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
  const thread = async (): Promise<void> => {
    let worker = hired();
    try {
      while (mayGoOn()) {
        const job = waiting.shift();
        if (job === undefined) break;
        if (job.part === 'aside') leavable.add(worker);
        const ended = await endOf(worker, job, say);
        leavable.delete(worker);
        if (ended === 'stopped') break;
        if (ended !== 'starved') results.set(job, ended);
        else {
          starved.push(job);
          await worker.terminate();
          worker = hired();
        }
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
  return { results, starved };
};

/** The result of a job, or how its thread ended without one. Rejects with whatever else goes wrong in it. */
const endOf = (worker: Worker, job: Job, say: Conditions['say']): Promise<Result | 'stopped' | 'starved'> =>
  new Promise((resolve, reject) => {
    const leave = (): void => {
      worker.off('message', listen);
      worker.off('error', fail);
      worker.off('exit', exit);
    };
    const listen = (answer: Answer): void =>
      match(answer)
        .with({ kind: 'line' }, ({ line }) => say?.(line))
        .with({ kind: 'result' }, ({ result }) => {
          leave();
          resolve(result);
        })
        .exhaustive();
    const fail = (failure: unknown): void => {
      leave();
      if (isOfMemory(failure)) resolve('starved');
      else reject(failure);
    };
    const exit = (): void => {
      leave();
      resolve('stopped');
    };
    worker.on('message', listen);
    worker.on('error', fail);
    worker.on('exit', exit);
    worker.postMessage(job);
  });

/** What V8 says when a list or a heap cannot be made larger. */
const REFUSED = /allocation failed|Invalid (typed )?array|maximum size exceeded/;

/** Whether a thread has ended because it was given no more memory. */
export const isOfMemory = (failure: unknown): boolean =>
  failure instanceof Error &&
  (('code' in failure && failure.code === 'ERR_WORKER_OUT_OF_MEMORY') ||
    (failure.name === 'RangeError' && REFUSED.test(failure.message)));
