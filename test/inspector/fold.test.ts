import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldBlock, replayedFrame } from '../../src/inspector/fold.ts';
import { keyframeOf, stateOf } from '../../src/inspector/keyframe.ts';
import { digest } from '../../src/runtime/digest.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { blankState } from '../../src/runtime/state.ts';
import { recorded } from './support/recorded.ts';

/** A real run, as whoever was there saw it. */
const { steps, entries } = await recorded();

const stateBefore = (index: number) => steps[index - 1]?.state ?? blankState();
const wholly = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const shownThen = steps.map((observed: Observed) => wholly(replayedFrame(observed)));

test('a state comes back from its keyframe as what it was', () => {
  let [states, sets] = [0, 0];
  for (const [index, { state }] of steps.entries()) {
    if (index % 19 !== 0) continue;
    const back = stateOf(keyframeOf(state));
    expect(digest(back)).toBe(digest(state));
    expect(back.ledger).toStrictEqual(state.ledger);
    expect(keyframeOf(back)).toBe(keyframeOf(state));
    sets += back.ledger.bolus.used.size;
    states += 1;
  }
  expect(states).toBeGreaterThan(100);
  expect(sets).toBeGreaterThan(0);
});

test('a frame that is folded from any keyframe before it is the frame that was shown then', () => {
  let checked = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: entries.length - 1 }),
      fc.integer({ min: 1, max: 300 }),
      fc.nat(299),
      (from, length, within) => {
        const records = entries.slice(from, from + length);
        const folded = foldBlock({ keyframe: from === 0 ? null : keyframeOf(stateBefore(from)), records });
        const record = records[within % records.length];
        if (record === undefined) throw new Error('no such record');
        expect(wholly(folded.frame(record.seq))).toEqual(shownThen[record.seq - 1]);
        expect(folded.identity(record.seq).digest).toBe(record.state);
        // Of several steps in one millisecond the last is the one that held.
        const last = records.findLast(({ monoMs }) => monoMs === record.monoMs);
        expect(folded.at(record.monoMs)).toBe(last?.seq);
        checked += 1;
      },
    ),
    { numRuns: 60 },
  );
  expect(checked).toBe(60);
});

test('a step beyond the block, and a keyframe of other charts, are told and not guessed', () => {
  const folded = foldBlock({ keyframe: null, records: entries.slice(0, 5) });
  expect(() => folded.frame(6)).toThrow('step 6 is not among 1 to 5');
  const { machines, ...rest } = JSON.parse(keyframeOf(stateBefore(9)));
  const { lock, ...others } = machines;
  expect(lock).toBeDefined();
  expect(() => stateOf(JSON.stringify({ ...rest, machines: others }))).toThrow('lacks a chart');
});
