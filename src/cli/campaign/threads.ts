import { Worker } from 'node:worker_threads';
import { match } from 'ts-pattern';
import type { Campaign } from '../../simulate/campaign/campaign.ts';
import { cellAt, nameOf } from '../../simulate/campaign/cells.ts';
import type { CellResult } from '../../simulate/campaign/run.ts';
import type { Conditions, Engine, Work } from './engine.ts';
import type { Answer } from './worker.ts';

/** A thread that dies with a cell takes it along: another tries it again, so often in all. */
const TRIES = 3;

/** What is told of each worker that is begun; a test kills one. */
export type Watch = (worker: Worker) => void;

/** Does cells in threads of this process, so many at once. */
export const inThreads =
  (atOnce: number, watch: Watch = () => {}): Engine =>
  async (work, conditions) => {
    const waiting = [...work.cells];
    const lost = new Map<number, number>();
    const places = Math.min(atOnce, waiting.length);
    await Promise.all(Array.from({ length: places }, () => place(work, conditions, waiting, lost, watch)));
    return waiting.length > 0 ? 'stopped' : 'done';
  };

/** One thread, and another where it has died, until no cell waits. */
const place = async (
  { campaign }: Work,
  { told, signal, say }: Conditions,
  waiting: number[],
  lost: Map<number, number>,
  watch: Watch,
): Promise<void> => {
  let worker = begun(campaign, watch);
  const stop = (): void => void ended(worker);
  signal.addEventListener('abort', stop);
  try {
    for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
      const result = signal.aborted ? null : await resultFrom(worker, campaign, cell);
      if (result !== null) {
        told(result);
        continue;
      }
      waiting.unshift(cell);
      if (signal.aborted) return;
      say(`A thread ended while it did ${nameOf(cellAt(campaign, cell))}; another does it again.`);
      lost.set(cell, (lost.get(cell) ?? 0) + 1);
      if (lost.get(cell) === TRIES) throw new Error(`cell ${cell} has ended ${TRIES} threads`);
      worker = begun(campaign, watch);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await ended(worker);
  }
};

const begun = (campaign: Campaign, watch: Watch): Worker => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { campaign } });
  // What a thread dies of (memory) is told by its end; without a listener it would end the process.
  worker.on('error', () => {});
  for (const event of ['online', 'exit'] as const) worker.once(event, () => void online.add(worker));
  watch(worker);
  return worker;
};

/** Ends a thread, but not while it begins: Node does not survive that. */
const ended = async (worker: Worker): Promise<void> => {
  if (!online.has(worker))
    await new Promise<void>(resolve => {
      worker.once('online', resolve);
      worker.once('exit', () => resolve());
    });
  await worker.terminate();
};

/** Threads that have begun, or are over. */
const online = new WeakSet<Worker>();

/** What a thread came to; null where it ended before. Rejects where the cell itself fails. */
const resultFrom = (worker: Worker, campaign: Campaign, cell: number): Promise<CellResult | null> =>
  new Promise((resolve, reject) => {
    const listen = (answer: Answer): void => {
      leave();
      match(answer)
        .with({ kind: 'result' }, ({ result }) => resolve(result))
        .with({ kind: 'failed' }, ({ why }) =>
          reject(new Error(`the cell ${nameOf(cellAt(campaign, cell))} failed: ${why}`)),
        )
        .exhaustive();
    };
    const over = (): void => {
      leave();
      resolve(null);
    };
    const leave = (): void => {
      worker.off('message', listen);
      worker.off('exit', over);
    };
    worker.on('message', listen);
    worker.on('exit', over);
    worker.postMessage(cell);
  });
