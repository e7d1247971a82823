import { describe, expect, test } from 'vitest';
import {
  type Arrival,
  extend,
  isGoodForMore,
  isStuck,
  judge,
  kindOfGlucose,
  type Reading,
  type Trail,
} from '../../src/domain/detect/reading.ts';
import { hear, type Stream, silence, toldOf } from '../../src/domain/detect/stream.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = monoMs(10 * HOUR);

const reading = (value: number, minutesAgo: number): Reading => ({
  glucose: mgPerDl(value),
  measuredAt: monoMs(NOW - minutesAgo * MINUTE),
});

/** Readings each five minutes, the last of them five minutes ago. */
const trailOf = (values: readonly number[]): Trail =>
  values.map((value, index) => reading(value, 5 * (values.length - index)));

const arrival = (value: number, change: Partial<Arrival> = {}): Arrival => ({
  mgPerDl: value,
  sequence: 1_000,
  ageMs: 0,
  noise: 'clean',
  ...change,
});

const reasonsOf = (given: Arrival, now = NOW): readonly string[] => {
  const verdict = judge([], null, given, now);
  return verdict.accepted ? [] : verdict.reasons;
};

/** What is made of the last of these values, five minutes apart. */
const lastOf = (values: readonly number[]) => {
  const verdict = judge(trailOf(values.slice(0, -1)), null, arrival(values.at(-1) ?? 0), NOW);
  if (!verdict.accepted) throw new Error(verdict.reasons.join(' '));
  return verdict;
};

describe('SR-093 a reading is good enough for more insulin', () => {
  test(
    'up to 12 min after it was measured, when nothing is in doubt, and never without one',
    req('SR-093'),
    () => {
      const good = (minutes: number, doubts: Stream['doubts'] = []): boolean =>
        isGoodForMore({ trail: [70, 65, minutes].map(ago => reading(150, ago)), doubts }, NOW);
      expect([good(0), good(12), good(12 + 1 / MINUTE), good(13)]).toEqual([true, true, false, false]);
      expect(good(1, ['jump'])).toBe(false);
      expect(isGoodForMore({ trail: [], doubts: [] }, NOW)).toBe(false);
      expect(isGoodForMore(silence, NOW)).toBe(false);
      expect(silence.doubts).toEqual(['alone']);
    },
  );
});

describe('a reading is refused', () => {
  test('with its age in whole minutes, beyond 12 min', () => {
    expect(reasonsOf(arrival(120, { ageMs: 12 * MINUTE }))).toEqual([]);
    expect(reasonsOf(arrival(120, { ageMs: 12 * MINUTE + 1 }))).toEqual([
      'it was measured 13 min ago, more than 12 min.',
    ]);
  });

  test('when it is dated more than 5 min ahead, with how far', () => {
    expect(reasonsOf(arrival(120, { ageMs: -5 * MINUTE }))).toEqual([]);
    expect(reasonsOf(arrival(120, { ageMs: -6 * MINUTE }))).toEqual([
      'it is dated 6 min ahead, more than 5 min.',
    ]);
  });

  test('when it is older than the journal; one of its very beginning is not', () => {
    expect(reasonsOf(arrival(120, { ageMs: MINUTE }), monoMs(MINUTE))).toEqual([]);
    expect(reasonsOf(arrival(120, { ageMs: MINUTE }), monoMs(MINUTE - 1))).toEqual([
      'it was measured before this journal began.',
    ]);
  });
});

describe('the two ends of a sensor', () => {
  test('are words, and no numbers', () => {
    expect([39, 40, 400, 401].map(value => kindOfGlucose(mgPerDl(value)))).toEqual([
      'low',
      'measured',
      'measured',
      'high',
    ]);
  });
});

describe('what a verdict rests on', () => {
  test('reaches back 57 min, this moment included', () => {
    const old = [reading(100, 57), reading(100, 57 + 1 / MINUTE)];
    expect(extend(old, reading(100, 0))).toEqual([reading(100, 57), reading(100, 0)]);
  });

  test('is unbroken up to 12 min between two readings', () => {
    const same = (minutesAgo: readonly number[]): boolean =>
      isStuck(minutesAgo.map(ago => reading(120, ago)));
    expect(same([48, 36, 24, 12, 0])).toBe(true);
    expect(same([48, 36, 24, 11, 0])).toBe(false);
    expect(same([50, 45, 40, 20, 15, 10, 5, 0])).toBe(false);
    expect(same([44, 30, 20, 10, 0])).toBe(false);
  });

  test('may stand still at 60 mg/dL and below, where nobody raises insulin', () => {
    const still = (value: number): boolean => isStuck(trailOf(Array.from({ length: 11 }, () => value)));
    expect([60, 61].map(still)).toEqual([false, true]);
  });
});

describe('a flat line', () => {
  const flatAfter = (early: readonly number[]): boolean =>
    lastOf([...early, ...[120, 120, 120, 120]]).doubts.includes('flat');

  test('is one that hardly changed for 45 min: by less than 1 mg/dL from reading to reading', () => {
    // Nine steps: of seven in all, of nine, and of ten.
    expect(flatAfter([120, 122, 120, 121, 120, 121])).toBe(true);
    expect(flatAfter([119, 121, 119, 121, 119, 120])).toBe(false);
    expect(flatAfter([120, 122, 120, 122, 121, 119])).toBe(false);
  });

  test('and did not change at all for 15 min', () => {
    expect(lastOf([120, 120, 120, 120, 120, 120, 121, 120, 120, 120]).doubts).not.toContain('flat');
    expect(lastOf([120, 120, 120, 120, 120, 121, 120, 120, 120, 120]).doubts).toContain('flat');
  });
});

describe('a zigzag', () => {
  /** Readings that go up and down by so much; the change from one step to the next is twice that. */
  const noiseBy = (mgDl: number) =>
    lastOf(Array.from({ length: 6 }, (_, index) => 150 + (index % 2) * mgDl)).noise;

  test('is light from 10, medium from 20, heavy from 30 mg/dL on', () => {
    expect([4, 5, 9, 10, 14, 15].map(noiseBy)).toEqual([
      'clean',
      'light',
      'light',
      'medium',
      'medium',
      'heavy',
    ]);
  });

  test('does not calm the word of the sensor', () => {
    const values = [150, 160, 150, 160, 150];
    const verdict = judge(trailOf(values), null, arrival(160, { noise: 'heavy' }), NOW);
    expect(verdict).toMatchObject({ noise: 'heavy' });
  });
});

describe('what is kept of a sensor', () => {
  const heard = (...hours: readonly number[]): Stream =>
    hours.reduce(
      (stream, hour, index) => hear(stream, arrival(120, { sequence: index }), monoMs(hour * HOUR)).stream,
      silence,
    );

  test('is what was believed within a day', () => {
    const times = (stream: Stream) => stream.believed.map(each => each.reading.measuredAt / HOUR);
    expect(times(heard(1, 2, 25))).toEqual([1, 2, 25]);
    expect(times(heard(1, 2, 25 + 1 / HOUR))).toEqual([2, 25 + 1 / HOUR]);
  });

  test('SR-093 a controller hears one in doubt while it is the newest, and no longer', req('SR-093'), () => {
    const [sound, odd, later] = [reading(120, 10), reading(300, 5), reading(125, 0)];
    const stream = (...believed: Stream['believed']): Stream => ({ ...silence, believed });
    const doubted = { reading: odd, doubts: ['jump'] } as const;
    expect(toldOf(stream({ reading: sound, doubts: [] }, doubted))).toEqual([sound, odd]);
    expect(toldOf(stream({ reading: sound, doubts: [] }, doubted, { reading: later, doubts: [] }))).toEqual([
      sound,
      later,
    ]);
    expect(toldOf(stream({ reading: sound, doubts: ['alone'] }, { reading: later, doubts: [] }))).toEqual([
      sound,
      later,
    ]);
  });
});
