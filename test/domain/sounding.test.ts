import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALARMS, type AlarmName, alarmNames, gradeNames, type Priority } from '../../src/domain/alarms.ts';
import type { Annunciation } from '../../src/domain/commands.ts';
import {
  BURST,
  isStronger,
  lengthOf,
  nextBurst,
  SIGNAL,
  SIREN_BURSTS,
  type Sounding,
  STRENGTHS,
  soundingOf,
} from '../../src/domain/sounding.ts';
import { req } from '../support/req.ts';

const RANK = { high: 0, medium: 1, low: 2, info: 3 } as const satisfies Record<Priority, number>;
const LEVELS = ['first', 'hourly', 'insistent', 'urgent', 'siren'] as const;
const MINUTE = 60_000;

const prioritiesOf = (alarm: AlarmName): readonly Priority[] =>
  gradeNames.flatMap(name => ALARMS[alarm][name]?.priority ?? []);

/** Any alarm at any of its grades, at any level, whatever has been done about it. */
const annunciation = fc.constantFrom(...alarmNames).chain(alarm =>
  fc.record({
    alarm: fc.constant(alarm),
    priority: fc.constantFrom(...prioritiesOf(alarm)),
    signal: fc.constantFrom('sounding', 'paused', 'acknowledged'),
    level: fc.constantFrom(...LEVELS),
    condition: fc.constantFrom('present', 'gone'),
    sinceMonoMs: fc.nat({ max: 100_000_000 }),
    sinceWallMs: fc.constant(0),
  }),
) as fc.Arbitrary<Annunciation>;

/** As the annunciator lists them. */
const listed = (alarms: readonly Annunciation[]): readonly Annunciation[] =>
  alarms.toSorted((a, b) => RANK[a.priority] - RANK[b.priority] || a.sinceMonoMs - b.sinceMonoMs);

const of = (alarm: AlarmName, priority: Priority, level: Annunciation['level'] = 'first'): Annunciation => ({
  alarm,
  priority,
  signal: 'sounding',
  level,
  condition: 'present',
  sinceMonoMs: 0,
  sinceWallMs: 0,
});

const heard = (alarm: Annunciation): Sounding => {
  const sounding = soundingOf([alarm]);
  if (sounding === null) throw new Error('it is silent');
  return sounding;
};

/** When its bursts begin in the first `ms`, in seconds. */
const bursts = (sounding: Sounding, ms: number): readonly number[] => {
  const all: number[] = [];
  for (let at = nextBurst(sounding, 0); at !== null && at < ms; at = nextBurst(sounding, at + 1))
    all.push(at / 1_000);
  return all;
};

describe('what is heard', () => {
  test(
    'SR-081 SR-084 whatever is active, it is silent only when nothing sounds, and the most urgent is heard',
    req('SR-081', 'SR-084'),
    () => {
      let audible = 0;
      fc.assert(
        fc.property(fc.array(annunciation, { maxLength: 8 }), all => {
          const alarms = listed(all);
          const sounding = soundingOf(alarms);
          const first = alarms.find(({ signal }) => signal === 'sounding');
          expect(sounding === null).toBe(first === undefined);
          if (sounding === null) return;
          audible += 1;
          expect(sounding).toMatchObject({ alarm: first?.alarm, priority: first?.priority });
          expect(nextBurst(sounding, 0)).toBe(0);
        }),
      );
      expect(audible).toBeGreaterThan(20);
    },
  );

  test('SR-081 one more alarm makes nothing quieter', req('SR-081'), () => {
    fc.assert(
      fc.property(fc.array(annunciation, { maxLength: 6 }), annunciation, (all, more) => {
        const before = soundingOf(listed(all));
        const after = soundingOf(listed([...all, more]));
        if (before === null) return;
        expect(after).not.toBeNull();
        if (after !== null) expect(isStronger(before.strength, after.strength)).toBe(false);
      }),
    );
  });

  test(
    'SR-081 at each level a HIGH alarm is at least as strong as any other, and sounds at least as often',
    req('SR-081'),
    () => {
      let compared = 0;
      for (const level of LEVELS)
        for (const one of alarmNames)
          for (const priority of prioritiesOf(one)) {
            const high = heard(of('occlusion', 'high', level));
            const other = heard(of(one, priority, level));
            expect(isStronger(other.strength, high.strength)).toBe(false);
            if (priority !== 'high' && level !== 'insistent')
              expect(bursts(high, 70 * MINUTE).length).toBeGreaterThanOrEqual(
                bursts(other, 70 * MINUTE).length,
              );
            compared += 1;
          }
      expect(compared).toBeGreaterThan(250);
    },
  );

  test(
    'SR-081 the siren is full strength, fifteen seconds of twenty, without end, whosever it is',
    req('SR-081'),
    () => {
      for (const alarms of [
        [of('occlusion', 'high', 'siren')],
        [of('occlusion', 'high'), of('suspensionReminder', 'high', 'siren')],
      ]) {
        const siren = soundingOf(alarms);
        expect(siren?.strength).toBe('siren');
        if (siren) expect(bursts(siren, 10 * MINUTE)).toHaveLength(30);
      }
      const length = SIREN_BURSTS * lengthOf(BURST.high);
      expect(length).toBeGreaterThan(12_000);
      expect(length).toBeLessThanOrEqual(15_000);
    },
  );

  test('SR-081 how strong it is follows from level and priority', req('SR-081'), () => {
    const strengths = (alarm: AlarmName, priority: Priority) =>
      LEVELS.slice(0, 3).map(level => heard(of(alarm, priority, level)).strength);
    expect(strengths('occlusion', 'high')).toEqual(['tone', 'tone', 'loud']);
    expect(heard(of('occlusion', 'high', 'urgent')).strength).toBe('loud');
    // Of a lower priority the first is vibration alone, whatever alarm it is.
    const low = alarmNames.find(name => prioritiesOf(name).includes('low'));
    if (low === undefined) throw new Error('no alarm is LOW');
    expect([heard(of(low, 'low')).strength, heard(of(low, 'low', 'hourly')).strength]).toEqual([
      'vibration',
      'vibration',
    ]);
    const medium = heard({ ...of('occlusion', 'high', 'insistent'), priority: 'medium' });
    expect(medium.strength).toBe('tone');
  });

  test('a stretch begins where the one before has ended, wherever that is', () => {
    const sounding = {
      ...heard(of('occlusion', 'high')),
      stretches: [
        { everyMs: 10_000, forMs: 15_000 },
        { everyMs: 60_000, forMs: 65_000 },
        { everyMs: 7_000, forMs: null },
      ],
    };
    expect(bursts(sounding, 100_000)).toEqual([0, 10, 15, 75, 80, 87, 94]);
  });

  test('the timelines are those of their classes', () => {
    const high = bursts(heard(of('occlusion', 'high')), 5 * MINUTE);
    expect(high).toEqual([0, 10, 20, 30, 40, 50, 60, 120, 180, 240]);
    expect(bursts(heard(of('occlusion', 'high', 'insistent')), MINUTE)).toEqual([0, 10, 20, 30, 40, 50]);
    expect(bursts(heard(of('reservoirVeryLow', 'medium')), 15 * MINUTE)).toEqual([0, 300, 600]);
    expect(bursts(heard(of('reservoirVeryLow', 'medium', 'urgent')), 2 * MINUTE)).toEqual([
      0, 10, 20, 30, 40, 50, 60,
    ]);
    expect(bursts(heard(of('reservoirLow', 'low')), 60 * MINUTE)).toEqual([0, 900, 1_800, 2_700]);
    expect(bursts(heard(of('reservoirLow', 'low', 'hourly')), 120 * MINUTE)).toEqual([0, 3_600]);
    expect(bursts(heard(of('notPrimed', 'info')), 600 * MINUTE)).toEqual([0]);
    expect(bursts(heard(of('autoOffWarning', 'medium')), 3 * MINUTE)).toEqual([0, 60, 120]);
    expect(STRENGTHS.map(each => STRENGTHS.indexOf(each))).toEqual([0, 1, 2, 3]);
  });

  test('the bursts have the pulses and gaps of IEC 60601-1-8', () => {
    const high = BURST.high;
    expect(high).toHaveLength(10);
    for (const { onMs } of high) expect(onMs).toBeGreaterThanOrEqual(75);
    for (const { onMs } of high) expect(onMs).toBeLessThanOrEqual(200);
    const gaps = high.map(({ offMs }) => offMs);
    for (const i of [0, 1, 3, 5, 6, 8])
      expect([50, 125].map(bound => (gaps[i] ?? 0) - bound)[0]).toBeGreaterThanOrEqual(0);
    for (const i of [0, 1, 3, 5, 6, 8]) expect(gaps[i]).toBeLessThanOrEqual(125);
    for (const i of [2, 7]) expect(gaps[i]).toBe(2 * 75 + 150);
    expect(gaps[4]).toBeGreaterThanOrEqual(350);
    expect(gaps[4]).toBeLessThanOrEqual(1_300);
    expect(BURST.medium).toHaveLength(3);
    expect(BURST.low.length).toBeLessThanOrEqual(2);
    for (const { onMs, offMs } of [...BURST.medium, ...BURST.low]) {
      expect(onMs).toBeGreaterThanOrEqual(125);
      expect(onMs).toBeLessThanOrEqual(250);
      expect(offMs).toBeGreaterThanOrEqual(125);
      expect(offMs).toBeLessThanOrEqual(250);
    }
    for (const { hz } of Object.values(BURST).flat()) {
      expect(hz).toBeGreaterThanOrEqual(150);
      expect(hz).toBeLessThanOrEqual(1_000);
    }
    // Between two bursts of a HIGH alarm: 2.5 to 15 s.
    const between = 10_000 - lengthOf(high);
    expect(between).toBeGreaterThanOrEqual(2_500);
    expect(between).toBeLessThanOrEqual(15_000);
  });

  test('no signal of a button can be taken for an alarm: its pulses are shorter than any', () => {
    const shortest = Math.min(...Object.values(BURST).flatMap(notes => notes.map(({ onMs }) => onMs)));
    for (const notes of Object.values(SIGNAL))
      for (const { onMs } of notes) expect(onMs).toBeLessThan(shortest);
  });
});
