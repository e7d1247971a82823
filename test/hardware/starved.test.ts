import { expect, test } from 'vitest';
import { microstepsOf } from '../../src/domain/drive.ts';
import { type Seen, unsafeIn } from '../bench/starved/row.ts';

const one = microstepsOf(1);
const safe: Seen = { travelled: one, targets: 1, velocity: 0, energized: false, missedBeats: 1, timeouts: 0 };

test('the bench of missed heartbeats tells each unsafe outcome from a safe one', () => {
  expect(unsafeIn(safe, [1], [1])).toEqual([]);
  expect(unsafeIn({ ...safe, travelled: 0 }, [1], [])).toEqual([]);
  expect(unsafeIn({ ...safe, travelled: one + 1 }, [1], [1])).toEqual([
    expect.stringContaining('recorded before'),
  ]);
  expect(unsafeIn({ ...safe, travelled: one - 1 }, [1], [1])).toEqual([
    expect.stringContaining('told as made'),
  ]);
  expect(unsafeIn({ ...safe, targets: 2 }, [1], [1])).toEqual([expect.stringContaining('2 orders to move')]);
  for (const unrest of [{ velocity: 1 }, { energized: true }])
    expect(unsafeIn({ ...safe, ...unrest }, [1], [1])).toEqual([expect.stringContaining('not at rest')]);
});
