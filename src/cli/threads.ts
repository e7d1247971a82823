import { type ResourceLimits, Worker } from 'node:worker_threads';

/** Threads that have begun, or are over. */
const online = new WeakSet<Worker>();

/** A thread that runs this file, and can be ended by `endThread`. */
export const newThread = (code: URL, resourceLimits: ResourceLimits = {}): Worker => {
  const begun = new Worker(code, { resourceLimits });
  for (const event of ['online', 'exit'] as const) begun.once(event, () => void online.add(begun));
  return begun;
};

/** Ends a thread, but not while it begins: Node does not survive that. */
export const endThread = async (worker: Worker): Promise<void> => {
  if (!online.has(worker))
    await new Promise<void>(resolve => {
      for (const event of ['online', 'exit'] as const) worker.once(event, () => resolve());
    });
  await worker.terminate();
};
