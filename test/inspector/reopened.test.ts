import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NO_VERDICTS } from '../../src/inspector/judged.ts';
import { awaitAnswer } from '../../src/inspector/page/asking.ts';
import { NO_HISTORY } from '../../src/inspector/page/history.ts';
import type { Past, RunListener, RunSource } from '../../src/inspector/page/run-source.ts';
import { connect, follow } from '../../src/inspector/page/store.ts';
import type { Frame } from '../../src/inspector/protocol.ts';
import { fakeSource } from './support/fakeSource.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('location', { search: '?token=x', hash: '' });
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pastUpTo = (latest: Frame): Past => ({
  seq: latest.seq,
  latest,
  history: NO_HISTORY,
  verdicts: NO_VERDICTS,
  moments: [],
  notable: [],
  utcOffsetMinutes: null,
  clock: [],
});

test('of the steps that a page has not been told, as it opened the run again, an answer is heard, and the last is told on', async () => {
  const pump = fakeSource();
  pump.advance(3_600_000);
  const [, asked, answered] = pump.frames.filter(({ seq }) => seq % 10 === 0);
  if (!asked || !answered) throw new Error('the pump that stands in has made too few steps');
  const followed: RunListener[] = [];
  const source: RunSource = {
    open: async () => ({
      charts: {},
      requirements: {},
      coverage: null,
      properties: [],
      verdicts: NO_VERDICTS,
      past: null,
    }),
    reopen: async () => pastUpTo(answered),
    columns: async () => null,
    frames: async (from, to) => pump.frames.filter(({ seq }) => seq >= from && seq <= to),
    frameAt: async () => ({ why: 'not asked here' }),
    notable: async () => [],
    notableBeside: async () => null,
    follow: (_after, heard) => {
      followed.push(heard);
      return () => {};
    },
  };
  await connect(source);
  const [listener] = followed;
  if (!listener) throw new Error('the page follows nothing');
  listener.frames(pump.frames.filter(({ seq }) => seq <= asked.seq));
  const heard: number[] = [];
  awaitAnswer(({ seq }) => {
    heard.push(seq);
    return seq === asked.seq + 3;
  });
  const toldOn: number[] = [];
  follow(({ seq }) => toldOn.push(seq));
  listener.behind();
  await vi.waitFor(() => expect(heard).toEqual([asked.seq + 1, asked.seq + 2, asked.seq + 3]));
  expect(toldOn).toEqual([answered.seq]);
});
