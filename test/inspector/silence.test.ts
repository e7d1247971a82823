import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silence } from '../../src/inspector/page/silence.ts';
import { fakeSource } from './support/fakeSource.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const bench = (kind: 'live' | 'replay' = 'live') => {
  const links: string[] = [];
  let now = 0;
  const { heard } = silence(
    { frames: () => {}, status: () => {}, link: said => links.push(said) },
    () => now,
  );
  const wait = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 100) {
      now += 100;
      vi.advanceTimersByTime(100);
    }
  };
  heard.link('open');
  heard.status({ ...fakeSource().status(), kind });
  return { heard, links, wait };
};

test('a running pump that says nothing for more than five seconds is lost, however open its connection, until it is heard again', () => {
  const { heard, links, wait } = bench();
  wait(4_500);
  expect(links).toEqual(['open']);
  wait(2_000);
  expect(links).toEqual(['open', 'lost']);
  wait(60_000);
  expect(links).toEqual(['open', 'lost']);
  heard.beat();
  expect(links).toEqual(['open', 'lost', 'open']);
  wait(7_000);
  expect(links.at(-1)).toBe('lost');
});

test('a pump that says every second that it is as it was is there', () => {
  const { heard, links, wait } = bench();
  for (let second = 0; second < 60; second += 1) {
    wait(1_000);
    heard.beat();
  }
  expect(links).toEqual(['open']);
});

test('a pump that has never said a word is not there, however open its connection', () => {
  const links: string[] = [];
  let now = 0;
  const { heard } = silence(
    { frames: () => {}, status: () => {}, link: said => links.push(said) },
    () => now,
  );
  heard.link('open');
  for (let second = 0; second < 6; second += 1) {
    now += 1_000;
    vi.advanceTimersByTime(1_000);
  }
  expect(links).toEqual(['open', 'lost']);
});

test('a replay may stand still', () => {
  const { links, wait } = bench('replay');
  wait(60_000);
  expect(links).toEqual(['open']);
});

test('a connection that was opened again has five seconds for its first word', () => {
  const { heard, links, wait } = bench();
  heard.link('lost');
  wait(30_000);
  heard.link('open');
  wait(4_500);
  expect(links).toEqual(['open', 'lost', 'open']);
  wait(2_000);
  expect(links).toEqual(['open', 'lost', 'open', 'lost']);
});
