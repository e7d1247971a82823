import type { Frame } from '../protocol.ts';

/** How often a state was entered or a transition taken, and when last. */
export type Hit = { readonly times: number; readonly lastMonoMs: number };

/** Of which records hits were counted. */
export type Counted = {
  /** The first of them; null before any. */
  readonly from: number | null;
  /** How many after it never came: the page was left behind, or had lost its connection. */
  readonly missed: number;
};

export type HitCount = {
  /** Frames in order, each once. */
  readonly take: (frame: Pick<Frame, 'seq' | 'monoMs' | 'active' | 'taken'>) => void;
  /** By `machine|id`. */
  readonly of: (key: string) => Hit | undefined;
  readonly counted: () => Counted;
};

/** Counts what each record met of the charts. What is active in the first record counts as entered then. */
export const hitCount = (): HitCount => {
  const hits = new Map<string, Hit>();
  const before = new Map<string, readonly string[]>();
  let from: number | null = null;
  let last = 0;
  let missed = 0;
  const note = (key: string, monoMs: number): void => {
    hits.set(key, { times: (hits.get(key)?.times ?? 0) + 1, lastMonoMs: monoMs });
  };
  return {
    take: ({ seq, monoMs, active, taken }) => {
      if (from !== null) missed += seq - last - 1;
      from ??= seq;
      last = seq;
      for (const { machine, transition } of taken) note(`${machine}|${transition}`, monoMs);
      for (const [machine, ids = []] of Object.entries(active)) {
        const was = before.get(machine);
        if (was === ids) continue;
        for (const id of ids) if (was?.includes(id) !== true) note(`${machine}|${id}`, monoMs);
        before.set(machine, ids);
      }
    },
    of: key => hits.get(key),
    counted: () => ({ from, missed }),
  };
};

/** Whether all records of the run are in a count: only then is something known never to have been met. */
export const isWhole = ({ from, missed }: Counted): boolean => from === 1 && missed === 0;

/** `this whole run`; `this run from record 1234 on, without 12 of its records`. */
export const countedWords = (counted: Counted): string => {
  const { from, missed } = counted;
  if (isWhole(counted)) return 'this whole run';
  if (from === null) return 'no record of this run yet';
  return `this run from record ${from} on${missed === 0 ? '' : `, without ${missed} of its records`}`;
};
