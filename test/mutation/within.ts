import { Worker } from 'node:worker_threads';

/** Runs for so long and no longer. `guard` names the mutant that the process is ended for if need be. */
export type Limited = {
  readonly guard: (mutant: string) => void;
  readonly run: (ms: number, body: () => Promise<void>) => Promise<void>;
};

export class NotDone extends Error {
  override readonly name = 'NotDone';
}

/**
 * Throws `NotDone` for what waits in vain, and whatever is thrown meanwhile where nobody catches it. What computes without
 * end ends with the process.
 */
export const watchdog = (): Limited => {
  const shared = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const deadline = new Float64Array(shared);
  const thread = new Worker(new URL('watchdog.ts', import.meta.url), { workerData: shared });
  thread.unref();
  let fail: (error: unknown) => void = () => {};
  process.on('uncaughtException', error => fail(error));
  process.on('unhandledRejection', error => fail(error));
  const run: Limited['run'] = async (ms, body) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      fail = reject;
      timer = setTimeout(() => reject(new NotDone(`not done within ${ms} ms`)), ms);
    });
    deadline[0] = Date.now() + ms;
    try {
      await Promise.race([body(), late]);
    } finally {
      deadline[0] = 0;
      clearTimeout(timer);
    }
  };
  return { guard: mutant => thread.postMessage(mutant), run };
};
