import { Worker } from 'node:worker_threads';
import { match } from 'ts-pattern';
import type { Campaign } from '../../simulate/campaign/campaign.ts';
import { cellAt, nameOf } from '../../simulate/campaign/cells.ts';
import type { CellResult } from '../../simulate/campaign/run.ts';
import type { Answer, Question } from './worker.ts';

/** Where one cell is done at a time, in a thread of its own. */
export type Place = {
  /** Null where the place was ended before. Rejects where the cell fails, or ends every thread that does it. */
  readonly live: (campaign: Campaign, cell: number) => Promise<CellResult | null>;
  readonly end: () => Promise<void>;
};

/** A thread that dies with a cell takes it along: another tries it again, so often in all. */
const TRIES = 3;

/** What is told of each thread that is begun; a test kills one. */
export type Watch = (worker: Worker) => void;

export const threadPlace = (say: (line: string) => void, watch: Watch = () => {}): Place => {
  let worker = begun(watch);
  let isEnded = false;
  const live: Place['live'] = async (campaign, cell) => {
    for (let tried = 1; !isEnded; tried += 1) {
      const result = await resultFrom(worker, { campaign, cell });
      if (result !== null) return result;
      if (isEnded) return null;
      const name = nameOf(cellAt(campaign, cell));
      if (tried === TRIES) throw new Error(`the cell ${name} has ended ${TRIES} threads`);
      say(`A thread ended while it did ${name}; another does it again.`);
      worker = begun(watch);
    }
    return null;
  };
  return {
    live,
    end: async () => {
      isEnded = true;
      await over(worker);
    },
  };
};

/** Threads that have begun, or are over. */
const online = new WeakSet<Worker>();

const begun = (watch: Watch): Worker => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  // What a thread dies of (memory) is told by its end; without a listener it would end the process.
  worker.on('error', () => {});
  for (const event of ['online', 'exit'] as const) worker.once(event, () => void online.add(worker));
  watch(worker);
  return worker;
};

/** Ends a thread, but not while it begins: Node does not survive that. */
const over = async (worker: Worker): Promise<void> => {
  if (!online.has(worker))
    await new Promise<void>(resolve => {
      worker.once('online', resolve);
      worker.once('exit', () => resolve());
    });
  await worker.terminate();
};

/** What a thread came to; null where it ended before. Rejects where the cell itself fails. */
const resultFrom = (worker: Worker, question: Question): Promise<CellResult | null> =>
  new Promise((resolve, reject) => {
    const listen = (answer: Answer): void => {
      leave();
      match(answer)
        .with({ kind: 'result' }, ({ result }) => resolve(result))
        .with({ kind: 'failed' }, ({ why }) =>
          reject(new Error(`the cell ${nameOf(cellAt(question.campaign, question.cell))} failed: ${why}`)),
        )
        .exhaustive();
    };
    const ended = (): void => {
      leave();
      resolve(null);
    };
    const leave = (): void => {
      worker.off('message', listen);
      worker.off('exit', ended);
    };
    worker.on('message', listen);
    worker.on('exit', ended);
    worker.postMessage(question);
  });
