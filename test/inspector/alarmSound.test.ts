import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALARMS, alarmNames, type Priority } from '../../src/domain/alarms.ts';
import type { Annunciation } from '../../src/domain/commands.ts';
import { STRENGTHS } from '../../src/domain/sounding.ts';
import { burstOf, type Pulse, pageSound, type Speaker } from '../../src/inspector/page/alarm-sound.ts';
import { SYMBOL, tabOf } from '../../src/inspector/page/alarm-tab.ts';

const alarm = (change: Partial<Annunciation> = {}): Annunciation => ({
  alarm: 'occlusion',
  priority: 'high',
  signal: 'sounding',
  level: 'first',
  condition: 'present',
  sinceMonoMs: 0,
  sinceWallMs: 0,
  ...change,
});
const LOW = alarm({ alarm: 'reservoirLow', priority: 'low' });

/** A speaker in time that a test lets pass. */
const bench = () => {
  let nowMs = 0;
  const waiting: { atMs: number; then: () => void }[] = [];
  const played: { readonly atMs: number; readonly pulses: readonly Pulse[] }[] = [];
  let hushes = 0;
  const speaker: Speaker = {
    now: () => nowMs,
    play: pulses => void played.push({ atMs: nowMs, pulses }),
    hush: () => {
      hushes += 1;
    },
    later: (ms, then) => {
      const timer = { atMs: nowMs + ms, then };
      waiting.push(timer);
      return () => void (waiting.includes(timer) && waiting.splice(waiting.indexOf(timer), 1));
    },
  };
  const pass = (ms: number): void => {
    const until = nowMs + ms;
    for (;;) {
      const next = waiting.toSorted((a, b) => a.atMs - b.atMs).find(({ atMs }) => atMs <= until);
      if (next === undefined) break;
      waiting.splice(waiting.indexOf(next), 1);
      nowMs = next.atMs;
      next.then();
    }
    nowMs = until;
  };
  return { speaker, pass, played, hushes: () => hushes, waits: () => waiting.length };
};

describe('the sound of the page', () => {
  test('bursts are those of IEC 60601-1-8: ten pulses, three, two, apart from each other, within 150 to 1000 Hz', () => {
    const pulses = { high: 10, medium: 3, low: 2, info: 1 } as const satisfies Record<Priority, number>;
    for (const [priority, count] of Object.entries(pulses) as [Priority, number][])
      for (const strength of STRENGTHS) {
        const burst = burstOf({ priority, strength });
        expect(burst).toHaveLength(count * (strength === 'siren' ? 4 : 1));
        for (const [place, { atMs, hz, onMs }] of burst.entries()) {
          expect(hz).toBeGreaterThanOrEqual(150);
          expect(hz).toBeLessThanOrEqual(1_000);
          const next = burst[place + 1];
          if (next) expect(next.atMs).toBeGreaterThan(atMs + onMs);
        }
      }
  });

  test('it begins at once, comes again as the pump does, and an acknowledgement hushes it', () => {
    const { speaker, pass, played, hushes, waits } = bench();
    const sound = pageSound(speaker);
    sound.hear([alarm()]);
    pass(21_000);
    expect(played.map(({ atMs }) => atMs)).toEqual([0, 10_000, 20_000]);
    sound.hear([alarm()]);
    pass(5_000);
    expect(played).toHaveLength(3);
    const before = hushes();
    sound.hear([alarm({ signal: 'acknowledged' })]);
    expect(hushes()).toBe(before + 1);
    pass(600_000);
    expect(played).toHaveLength(3);
    sound.hear([alarm({ signal: 'acknowledged' }), LOW]);
    pass(1);
    expect(played.at(-1)?.pulses).toHaveLength(2);
    sound.stop();
    pass(3_600_000);
    expect(played).toHaveLength(4);
    expect(waits()).toBe(0);
  });

  test('a more urgent alarm is heard in place of a lesser one, at once', () => {
    const { speaker, pass, played } = bench();
    const sound = pageSound(speaker);
    sound.hear([LOW]);
    pass(60_000);
    expect(played).toHaveLength(1);
    sound.hear([alarm(), LOW]);
    pass(1);
    expect(played.at(-1)?.pulses).toHaveLength(10);
  });
});

describe('the tab of the page', () => {
  test('tells the first alarm by mark, word and name, what is done about it, and how many more there are', () => {
    expect(tabOf([], true).title).toBe('Islet');
    expect(tabOf([alarm()], true).title).toBe('!!! HIGH Occlusion · Islet');
    expect(tabOf([alarm({ signal: 'paused' }), LOW], true).title).toBe(
      '!!! HIGH Occlusion (audio paused) and 1 more · Islet',
    );
    expect(tabOf([alarm({ signal: 'acknowledged' })], true).title).toBe(
      '!!! HIGH Occlusion (acknowledged) · Islet',
    );
  });

  test('without a connection nobody knows, and the tab does not say that all is well', () => {
    const lost = tabOf([], false);
    expect(lost.title).toContain('no connection');
    expect(lost.icon).not.toBe(tabOf([], true).icon);
  });

  test('each priority has an icon of its own, with its mark, whatever the alarm', () => {
    const icons = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...alarmNames), name => {
        const { priority } = ALARMS[name].first;
        const { icon } = tabOf([alarm({ alarm: name, priority })], true);
        expect(decodeURIComponent(icon)).toContain(`>${SYMBOL[priority]}<`);
        icons.add(icon);
      }),
      { numRuns: 300 },
    );
    expect(icons.size).toBe(4);
  });
});
