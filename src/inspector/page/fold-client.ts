import type { FoldAsked, FoldMessage } from './fold-worker.ts';
import type { Looker } from './looker.ts';

type Waiting = { readonly answered: (answer: never) => void; readonly failed: (why: Error) => void };
type Told = { readonly id: number; readonly answer?: never; readonly failed?: string };

/** A looker in a thread of its own, which begins with the first question. */
export const lookerApart = (token: string): Looker => {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let asked = 0;

  const begin = (): Worker => {
    const begun = new Worker(new URL('./fold-worker.ts', import.meta.url), { type: 'module' });
    begun.addEventListener('message', ({ data: { id, answer, failed } }: MessageEvent<Told>) => {
      const found = waiting.get(id);
      waiting.delete(id);
      if (answer === undefined) found?.failed(new Error(failed ?? 'it said nothing'));
      else found?.answered(answer);
    });
    begun.addEventListener('error', ({ message }) => {
      for (const { failed } of waiting.values())
        failed(new Error(message || 'the thread that folds could not begin'));
      waiting.clear();
    });
    return begun;
  };

  const ask = <Answer>(question: FoldAsked): Promise<Answer> =>
    new Promise((answered, failed) => {
      worker ??= begin();
      asked += 1;
      waiting.set(asked, { answered, failed });
      const message: FoldMessage = { id: asked, token, asked: question };
      worker.postMessage(message);
    });

  return {
    frameAt: monoMs => ask({ what: 'frameAt', monoMs }),
    frames: (from, to) => ask({ what: 'frames', from, to }),
  };
};
