import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { draftOf, viewOf } from '../../src/verify/mutants/draft.ts';
import { groundOf } from '../../src/verify/mutants/ground.ts';
import { type Merge, mergedIn } from '../../src/verify/mutants/observed/merged.ts';
import { anywhere } from '../../src/verify/mutants/observed/silences.ts';
import { tales } from './roam/tales.ts';

/** Two that come to the same whatever is said, and one that asks for something of its own. */
const keeper = createMachine({
  id: 'keeper',
  type: 'parallel',
  states: {
    who: {
      initial: 'nobody',
      states: {
        nobody: { on: { came: 'one', went: 'two', left: 'three' } },
        one: { on: { came: 'two', asked: { target: 'nobody', actions: 'answer' } } },
        two: { on: { came: 'one', asked: { target: 'nobody', actions: 'answer' } } },
        three: { on: { asked: { target: 'nobody', actions: 'refuse' } } },
      },
    },
    day: { initial: 'light', states: { light: { on: { went: 'dark' } }, dark: {} } },
  },
});
const EVENTS = ['came', 'went', 'left', 'asked'].map(type => ({ type }));
const place = anywhere(groundOf(viewOf(draftOf(keeper)), EVENTS));
const merge = (change: Partial<Merge>): Merge => ({
  region: 'who',
  leaves: ['one', 'two'],
  holds: () => true,
  looksAlike: () => true,
  ...change,
});

test('states that answer alike and look alike are merged, each with whatever is said to the others', () => {
  const merged = mergedIn(place, merge({}));
  expect(merged?.size).toBe(place.size);
  const all = Array.from({ length: place.size }, (_, index) => place.stateAt(index));
  expect(all.map(state => merged?.mergedWith?.(state).length).toSorted()).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
});

test('states that answer otherwise, look otherwise or are not there are not', () => {
  expect(mergedIn(place, merge({ leaves: ['one', 'three'] }))).toBeNull();
  expect(mergedIn(place, merge({ leaves: ['one', 'two', 'nobody'] }))).toBeNull();
  expect(mergedIn(place, merge({ looksAlike: () => false }))).toBeNull();
  expect(() => mergedIn(place, merge({ leaves: ['one', 'four'] }))).toThrow('has not all of these states');
});

test('an alarm that has stopped a pump is shown as long as nobody has resumed', { timeout: 600_000 }, () => {
  let stopped = 0;
  const silent: string[] = [];
  for (const { name, steps } of tales()) {
    let isStopped = false;
    for (const { deliveries, state, envelope } of steps) {
      const isUp = state.pump.matches({ life: 'operating' });
      const isTold = deliveries.some(
        ({ machine, event }) => machine === 'pump' && event.type === 'alarm.stopRaised',
      );
      isStopped = isUp && !state.pump.matches({ permission: 'delivering' }) && (isStopped || isTold);
      if (!isStopped) continue;
      stopped += 1;
      if (!state.annunciation.some(({ priority }) => priority === 'high'))
        silent.push(`${name}, step ${envelope.seq}`);
    }
  }
  expect(silent).toEqual([]);
  expect(stopped).toBeGreaterThan(100);
});
