import { afterEach, expect, test, vi } from 'vitest';
import { answer, request, say, sendLine } from '../../src/inspector/page/asking.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a refusal stays until something else is asked for', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('location', { search: '?token=x' });
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  vi.stubGlobal('fetch', async () => Response.json({ accepted: true }));
  say('The pump refuses: Delivery is suspended.');
  vi.advanceTimersByTime(3_600_000);
  expect(answer.value).toEqual({ ok: false, text: 'The pump refuses: Delivery is suspended.' });
  expect(await request({ type: 'resume.requested' })).toBe(true);
  expect(answer.value).toBeNull();
});

test('the command that asks the same carries no token, and survives a quote', () => {
  expect(sendLine({ type: 'alarm.paused', alarm: "it's" })).toBe(
    `npx islet send '{"type":"alarm.paused","alarm":"it'\\''s"}'`,
  );
});
