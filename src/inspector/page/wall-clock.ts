import { stretchAt } from './history.ts';
import type { Past } from './run-source.ts';

/** The wall clock of a run at any instant of its monotonic one, in ms: it is set, and it leaps. Pure. */
export type WallClock = {
  readonly hear: (told: { readonly monoMs: number; readonly wallMs: number }) => void;
  readonly load: (known: Past['clock']) => void;
  readonly at: (monoMs: number) => number;
};

export const wallClock = (): WallClock => {
  let ahead: { readonly at: number; readonly ms: number }[] = [];
  return {
    hear: ({ monoMs, wallMs }) => {
      if (ahead.at(-1)?.ms !== wallMs - monoMs) ahead.push({ at: monoMs, ms: wallMs - monoMs });
    },
    load: known => {
      ahead = known.map(({ monoMs, aheadMs }) => ({ at: monoMs, ms: aheadMs }));
    },
    at: monoMs => monoMs + (stretchAt(ahead, monoMs)?.ms ?? 0),
  };
};
