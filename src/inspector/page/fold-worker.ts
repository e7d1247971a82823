import { match } from 'ts-pattern';
import type { Place } from '../journalIndex/journalIndex.ts';
import { createLooker, identifyInBrowser } from './looker.ts';

/** The pump's code in a thread of the page: it folds while the page goes on at its own pace. Begun when somebody first looks back. */

export type FoldAsked =
  | { readonly what: 'frameAt'; readonly monoMs: number }
  | { readonly what: 'frames'; readonly from: number; readonly to: number };

export type FoldMessage = { readonly id: number; readonly token: string; readonly asked: FoldAsked };

const blockFrom =
  (token: string) =>
  async (place: Place): Promise<never> => {
    const [[name, value] = ['seq', 1]] = Object.entries(place);
    const answered = await fetch(new URL(`/api/block?${name}=${Math.floor(value)}`, location.origin), {
      headers: { Authorization: `Bearer ${token}` },
    });
    const said = await answered.json();
    if (!answered.ok) throw new Error(said.error ?? `the server answered ${answered.status}`);
    return said as never;
  };

let looker: ReturnType<typeof createLooker> | null = null;

addEventListener('message', async ({ data: { id, token, asked } }: MessageEvent<FoldMessage>) => {
  looker ??= createLooker(blockFrom(token), identifyInBrowser);
  const { frameAt, frames } = looker;
  try {
    const answer = await match(asked)
      .with({ what: 'frameAt' }, ({ monoMs }) => frameAt(monoMs))
      .with({ what: 'frames' }, ({ from, to }) => frames(from, to))
      .exhaustive();
    postMessage({ id, answer });
  } catch (failure) {
    postMessage({ id, failed: failure instanceof Error ? failure.message : String(failure) });
  }
});
