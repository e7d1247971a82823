import { monoMs, wallMs } from '../domain/units.ts';
import type { Entry } from '../runtime/journal.ts';
import type { Observed } from '../runtime/run.ts';
import { blankState, type PumpState } from '../runtime/state.ts';
import { stateText } from '../runtime/stateText.ts';
import { step } from '../runtime/step.ts';
import { expectedHere } from './expectation.ts';
import { frameOf } from './frame.ts';
import { stateOf } from './keyframe.ts';
import type { Frame } from './protocol.ts';

/** A stretch of a journal, and the state before it: enough to take its steps again, here or in a page. */
export type Block = {
  /** Null where the journal begins with this stretch. */
  readonly keyframe: string | null;
  /** In order and without a gap. */
  readonly records: readonly JournalRecord[];
  /** When the stretch after it begins, in monotonic ms; null where this is the last so far. */
  readonly next: number | null;
};

/** What a step is taken again from, and the digest of the state that it led to. */
export type JournalRecord = Pick<Entry, 'seq' | 'monoMs' | 'wallMs' | 'fact' | 'state'>;

/** The steps of a block, taken by the code that runs the pump; each once, and no further than was asked for. */
export type Folded = {
  readonly first: number;
  readonly last: number;
  /** The step with this number. Throws for one that is not in the block, or fails now and did not then. */
  readonly frame: (seq: number) => Frame;
  readonly state: (seq: number) => PumpState;
  /** What the state after a step is identified by, and the digest of it that the journal has. */
  readonly identity: (seq: number) => { readonly text: string; readonly digest: string };
  /** The last step at or before an instant, in monotonic ms; null when all are later. */
  readonly at: (mono: number) => number | null;
};

export const foldBlock = ({ keyframe, records }: Omit<Block, 'next'>): Folded => {
  const taken: Observed[] = [];
  const first = records[0]?.seq ?? 0;
  let before: PumpState | null = null;

  const observed = (seq: number): Observed => {
    before ??= keyframe === null ? blankState() : stateOf(keyframe);
    for (const record of records.slice(taken.length, Math.max(0, seq - first + 1))) {
      const envelope = {
        seq: record.seq,
        monoMs: monoMs(record.monoMs),
        wallMs: wallMs(record.wallMs),
        fact: record.fact,
      };
      const stepped = step(before, envelope);
      taken.push({ ...stepped, envelope, before });
      before = stepped.state;
    }
    const found = taken[seq - first];
    if (found === undefined)
      throw new Error(`step ${seq} is not among ${first} to ${first + records.length - 1}`);
    return found;
  };

  return {
    first,
    last: first + records.length - 1,
    frame: seq => replayedFrame(observed(seq)),
    state: seq => observed(seq).state,
    identity: seq => ({
      text: stateText(observed(seq).state),
      digest: records[seq - first]?.state ?? '',
    }),
    at: mono => records.findLast(record => record.monoMs <= mono)?.seq ?? null,
  };
};

/** A step as a replay shows it: what was expected from a reading comes with it. */
export const replayedFrame = (observed: Observed): Frame => ({
  ...frameOf(observed),
  ...expectedHere(observed),
});
