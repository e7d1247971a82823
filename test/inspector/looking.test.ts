import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLooking } from '../../src/inspector/page/looking.ts';
import type { RunSource } from '../../src/inspector/page/run-source.ts';
import { fakeSource } from './support/fakeSource.ts';

const run = fakeSource();
run.advance(3_600_000);
const { frames } = run;
const upTo = (monoMs: number) => frames.filter(each => each.monoMs <= monoMs);

/** A run of which nothing is held: every instant is asked for, and answered after so many ms. */
const slowly = (ms: number): RunSource => {
  const after = <Answer>(answer: Answer): Promise<Answer> =>
    new Promise(resolve => setTimeout(() => resolve(answer), ms));
  return {
    open: () => Promise.reject(new Error('nobody opens it')),
    reopen: async () => null,
    columns: async () => null,
    follow: () => () => {},
    frameAt: monoMs => {
      const frame = upTo(monoMs).at(-1);
      return after(frame === undefined ? { why: 'the run had not begun' } : { frame });
    },
    frames: (from, to) => after(frames.filter(({ seq }) => seq >= from && seq <= to)),
    notableBeside: async () => null,
    notable: (until, most) =>
      after(
        upTo(until)
          .slice(-most)
          .map(frame => ({ frame, changes: [] })),
      ),
  };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const looking = (ms: number) =>
  createLooking({
    source: slowly(ms),
    failed: why => {
      throw new Error(why);
    },
    learn: () => {},
  });

test('what led to an instant is read while a run is played, not only where it stands still', async () => {
  const { at, before, noted } = looking(20);
  const read = new Set<number>();
  // As the player goes on: every 50 ms, and here by ten seconds of the run.
  for (let tick = 0; tick < 100; tick += 1) {
    at(600_000 + tick * 10_000);
    await vi.advanceTimersByTimeAsync(50);
    const newest = before.value.at(-1);
    if (newest === undefined) continue;
    read.add(newest.seq);
    // Never much more than a second of real time behind, and never ahead of it.
    const behind = 600_000 + tick * 10_000 - newest.monoMs;
    if (tick > 25) expect(behind).toBeLessThan(27 * 10_000);
    expect(behind).toBeGreaterThanOrEqual(0);
    expect(noted.value.at(-1)?.frame).toBe(newest);
  }
  expect(read.size).toBeGreaterThan(3);
});

test('an answer that comes late does not replace a newer one, nor tell of what is ahead of the instant', async () => {
  const { at, before, forget } = looking(400);
  for (let tick = 0; tick < 40; tick += 1) {
    at(600_000 + tick * 10_000);
    await vi.advanceTimersByTimeAsync(50);
  }
  at(700_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(before.value.at(-1)).toBe(upTo(700_000).at(-1));
  at(900_000);
  await vi.advanceTimersByTimeAsync(600);
  forget();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(before.value).toEqual([]);
});
