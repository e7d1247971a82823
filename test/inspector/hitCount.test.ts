import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countedWords, hitCount, isWhole } from '../../src/inspector/page/chart-hits-count.ts';
import { fakeSource } from './support/fakeSource.ts';

const source = fakeSource();
source.advance(3_600_000);
const { frames } = source;
const counted = (some: typeof frames) => {
  const count = hitCount();
  for (const frame of some) count.take(frame);
  return count;
};
const keys = new Set(
  frames.flatMap(({ taken, active }) => [
    ...taken.map(({ machine, transition }) => `${machine}|${transition}`),
    ...Object.entries(active).flatMap(([machine, ids]) => (ids ?? []).map(id => `${machine}|${id}`)),
  ]),
);

test('every transition that was taken is counted, each time, and every state that was entered', () => {
  const count = counted(frames);
  expect(keys.size).toBeGreaterThan(10);
  for (const key of keys) expect(count.of(key)?.times, key).toBeGreaterThan(0);
  for (const key of keys) {
    const taken = frames.flatMap(frame =>
      frame.taken.map(({ machine, transition }) => `${machine}|${transition}`),
    );
    const times = taken.filter(each => each === key).length;
    if (times > 0) expect(count.of(key)?.times, key).toBe(times);
  }
  expect(isWhole(count.counted())).toBe(true);
  expect(countedWords(count.counted())).toBe('this whole run');
});

test('whoever came late, or missed some, is told of which records the count is; it never counts more than there was', () => {
  const whole = counted(frames);
  let partly = 0;
  fc.assert(
    fc.property(fc.nat(frames.length - 1), fc.nat(frames.length - 1), fc.nat(40), (start, at, gap) => {
      const some = frames.slice(start).filter((_, index) => index < at || index >= at + gap);
      const count = counted(some);
      const { from, missed } = count.counted();
      const [first] = some;
      expect(from).toBe(first?.seq ?? null);
      expect(missed).toBe(first === undefined ? 0 : (some.at(-1)?.seq ?? 0) - first.seq + 1 - some.length);
      expect(isWhole(count.counted())).toBe(from === 1 && missed === 0);
      if (!isWhole(count.counted())) partly += 1;
      for (const key of keys)
        if (key.includes(' '))
          expect(count.of(key)?.times ?? 0).toBeLessThanOrEqual(whole.of(key)?.times ?? 0);
    }),
  );
  expect(partly).toBeGreaterThan(10);
  expect(countedWords({ from: null, missed: 0 })).toBe('no record of this run yet');
  expect(countedWords({ from: 12, missed: 3 })).toBe('this run from record 12 on, without 3 of its records');
});
