import { Worker } from 'node:worker_threads';
import { after, milliseconds } from '../../domain/units.ts';
import type { Clock } from '../../ports.ts';
import type { PastAnswer, RunIndex } from '../runIndex.ts';
import type { Place } from './journalIndex.ts';

/** What a thread that indexes is asked. */
export type Asked =
  | { readonly what: 'past' }
  | { readonly what: 'columns'; readonly from: number; readonly to: number }
  | { readonly what: 'block'; readonly place: Place }
  | { readonly what: 'notable'; readonly until: number; readonly most: number }
  | { readonly what: 'notableBeside'; readonly from: number; readonly by: -1 | 1 }
  | { readonly what: 'close' };

/** What it says. The thread is ours, and so what it answers is what was asked for. */
export type Told =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failed: string };

type Waiting = { readonly answered: (answer: unknown) => void; readonly failed: (why: Error) => void };

const THREAD = new URL('./indexThread.ts', import.meta.url);

/** A thread that has not sealed its index by then is ended: the journal has everything. */
const CLOSE_AT_MOST = milliseconds(1_000);

/** A page that opens waits no longer for it: a young thread loads its code first, and the page asks again. */
const PAGE_WAITS = milliseconds(300);
const BUILDING: PastAnswer = { kind: 'building', byte: 0, bytes: 0 };

export type ApartOptions = {
  /** Its path. */
  readonly journal: string;
  readonly charts: string;
  readonly program: string;
  /** Real time, by which a thread that hangs is given up on. */
  readonly desk: Clock;
  readonly thread?: URL;
};

/** The index of a journal in a thread of its own, begun with the first question: a pump that nobody looks at pays nothing for it. */
export const indexApart = ({ journal, charts, program, desk, thread = THREAD }: ApartOptions): RunIndex => {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let asked = 0;
  let isReady = false;
  /** Why there is no thread any more. */
  let ended: string | null = null;

  const end = (why: string): void => {
    ended ??= why;
    for (const { failed } of waiting.values()) failed(new Error(ended));
    waiting.clear();
  };

  const begin = (): Worker => {
    const begun = new Worker(thread, { workerData: { journal, charts, program } });
    begun.on('message', (told: Told) => {
      const { answered, failed } = waiting.get(told.id) ?? {};
      waiting.delete(told.id);
      if ('failed' in told) failed?.(new Error(told.failed));
      else answered?.(told.answer);
    });
    begun.on('error', failure => end(failure instanceof Error ? failure.message : String(failure)));
    begun.on('exit', () => end('the thread that indexes the journal has ended'));
    begun.unref();
    return begun;
  };

  const ask = <Answer>(question: Asked): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(new Error(ended));
      worker ??= begin();
      asked += 1;
      waiting.set(asked, { answered: answer => resolve(answer as Answer), failed: reject });
      worker.postMessage({ id: asked, asked: question });
    });

  /** The one question about the past that is not answered yet. */
  let asking: Promise<PastAnswer> | null = null;

  const askPast = async (): Promise<PastAnswer> => {
    const answer = await ask<PastAnswer>({ what: 'past' }).catch(
      (failure): PastAnswer => ({
        kind: 'none',
        why: failure instanceof Error ? failure.message : String(failure),
      }),
    );
    isReady = answer.kind === 'known';
    asking = null;
    return answer;
  };

  return {
    past: async () => {
      asking ??= askPast();
      let forget = (): void => {};
      const later = new Promise<PastAnswer>(resolve => {
        forget = desk.wakeAt(after(desk.now(), PAGE_WAITS), () => resolve(BUILDING));
      });
      const answer = await Promise.race([asking, later]);
      forget();
      return answer;
    },
    columns: (from, to) => ask({ what: 'columns', from, to }),
    block: place => ask({ what: 'block', place }),
    notable: (until, most) => ask({ what: 'notable', until, most }),
    notableBeside: (from, by) => ask({ what: 'notableBeside', from, by }),
    isReady: () => isReady && ended === null,
    close: async () => {
      if (worker === null || ended !== null) return;
      worker.ref();
      const closed = ask({ what: 'close' }).catch(() => {});
      let forget = (): void => {};
      const tooLate = new Promise<void>(resolve => {
        forget = desk.wakeAt(after(desk.now(), CLOSE_AT_MOST), resolve);
      });
      await Promise.race([closed, tooLate]);
      forget();
      await worker.terminate();
    },
  };
};
