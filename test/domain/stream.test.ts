import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arrival, NOISES } from '../../src/domain/detect/reading.ts';
import { hear, type Stream, silence, toldOf } from '../../src/domain/detect/stream.ts';
import { sightOf } from '../../src/domain/envelope/evidence.ts';
import { monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const BEGINNING = 24 * 60 * MINUTE;

const arrival = (mgPerDl: number, sequence: number, change: Partial<Arrival> = {}): Arrival => ({
  mgPerDl,
  sequence,
  ageMs: 0,
  noise: 'clean',
  ...change,
});

/** Readings every five minutes, all as they should be. */
const heardAll = (values: readonly number[]): Stream =>
  values.reduce(
    (stream, value, index) =>
      hear(stream, arrival(value, index), monoMs(BEGINNING + index * 5 * MINUTE)).stream,
    silence,
  );
const after = (stream: Stream, minutes: number, value: number, change: Partial<Arrival> = {}) => {
  const last = stream.believed.at(-1)?.reading.measuredAt ?? BEGINNING;
  return hear(stream, arrival(value, (stream.sequence ?? 0) + 1, change), monoMs(last + minutes * MINUTE));
};

const gentle = [100, 104, 109, 113, 118, 121, 125, 128, 130, 133];

test.each<readonly [string, number, number, Partial<Arrival>, RegExp]>([
  ['an error code', 5, 38, {}, /code for an error/],
  ['a value of mmol/L', 5, 7.4, {}, /no whole number/],
  ['NaN', 5, Number.NaN, {}, /no whole number/],
  ['more than a sensor measures', 5, 402, {}, /above what a sensor/],
  ['the future', 5, 135, { ageMs: -6 * MINUTE }, /ahead/],
  ['the past', 20, 135, { ageMs: 13 * MINUTE }, /more than 12 min/],
  ['an age that is none', 5, 135, { ageMs: Number.NaN }, /tells no time/],
  ['out of order by time', 5, 135, { ageMs: 8 * MINUTE }, /no later than/],
  ['twice the same', 5, 135, { sequence: 9 }, /does not follow/],
  ['out of order by number', 5, 135, { sequence: 3 }, /does not follow/],
  ['a number that is none', 5, 135, { sequence: Number.NaN }, /no number of a reading/],
])(
  'SR-093 a reading of %s is refused with its reason, and leaves no trace',
  req('SR-093'),
  (_name, minutes, value, change, why) => {
    const stream = heardAll(gentle);
    const heard = after(stream, minutes, value, change);
    expect(heard.refused).toEqual([expect.stringMatching(why)]);
    expect(heard.stream).toBe(stream);
  },
);

test.each<readonly [string, readonly number[], Partial<Arrival>, string]>([
  ['a jump', [...gentle, 190], {}, 'jump'],
  ['a flat line', Array.from({ length: 14 }, () => 140), {}, 'flat'],
  ['noise', [...gentle, 135], { noise: 'medium' }, 'noisy'],
  ['beyond range', [...gentle, 401], {}, 'beyondRange'],
])(
  'SR-093 %s is heard with doubt while it is newest, and forgotten once a sound one follows',
  req('SR-093'),
  (_name, values, change, doubt) => {
    const before = heardAll(values.slice(0, -1));
    const doubted = after(before, 5, values.at(-1) ?? 0, change).stream;
    expect(doubted.doubts).toContain(doubt);
    const said = doubted.believed.at(-1)?.reading;
    expect(toldOf(doubted).at(-1)).toBe(said);
    expect(sightOf(doubted, monoMs(said?.measuredAt ?? 0))?.doubts).toContain(doubt);
    // Slowly down until nothing is in doubt any more.
    let later = doubted;
    for (let step = 1; later.doubts.length > 0 && step < 30; step += 1)
      later = after(later, 5, 150 - 3 * step).stream;
    expect(later.doubts).toEqual([]);
    expect(toldOf(later)).not.toContain(said);
  },
);

test(
  'SR-093 whatever arrives, a refused reading leaves no more than a doubt, and before a sound one nothing in doubt is told',
  req('SR-093'),
  () => {
    let [refused, told, contradicted] = [0, 0, 0];
    const any = fc.record({
      value: fc.oneof(fc.integer({ min: 30, max: 420 }), fc.double()),
      step: fc.integer({ min: 0, max: 20 }),
      ageMs: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        fc.integer({ min: -10, max: 20 }).map(m => m * MINUTE),
      ),
      skip: fc.constantFrom(1, 1, 1, 0, -2),
      noise: fc.constantFrom(...NOISES),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), arrivals => {
        let stream = silence;
        let [now, sequence] = [BEGINNING, 10];
        for (const { value, step, ageMs, skip, noise } of arrivals) {
          now += step * MINUTE;
          sequence += skip;
          const heard = hear(stream, { mgPerDl: value, sequence, ageMs, noise }, monoMs(now));
          if (heard.refused.length > 0) {
            refused += 1;
            // A second word on an instant leaves a doubt, and nothing else.
            if (heard.stream.doubts.includes('contradicted')) contradicted += 1;
            else expect(heard.stream).toBe(stream);
            expect(heard.stream.believed.map(({ reading }) => reading)).toEqual(
              stream.believed.map(({ reading }) => reading),
            );
          }
          stream = heard.stream;
          const kept = toldOf(stream);
          const lastSound = stream.believed.findLastIndex(({ doubts }) => doubts.length === 0);
          for (const [index, { reading, doubts }] of stream.believed.entries()) {
            const isBad = doubts.some(doubt => doubt !== 'alone');
            if (index < lastSound && isBad) expect(kept).not.toContain(reading);
          }
          told += kept.length;
        }
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(500);
    expect(contradicted).toBeGreaterThan(10);
    expect(told).toBeGreaterThan(1_000);
  },
);

test(
  'SR-093 a reading that is contradicted is in doubt by that once, beside what else it was in doubt for',
  req('SR-093'),
  () => {
    const at = (minutes: number) => monoMs(600 * 60_000 + minutes * 60_000);
    const heard = (
      stream: Stream,
      mgPerDl: number,
      sequence: number,
      minutes: number,
      agoMinutes = 0,
    ): Stream =>
      hear(stream, { mgPerDl, sequence, ageMs: agoMinutes * 60_000, noise: 'clean' }, at(minutes)).stream;
    const doubtsOf = ({ believed }: Stream) => believed.map(({ doubts }) => doubts);
    const two = heard(heard(silence, 150, 1, 0), 152, 2, 5);
    expect(doubtsOf(two)).toEqual([['alone'], []]);
    const first = heard(two, 140, 1, 6, 6);
    expect([doubtsOf(first), first.doubts]).toEqual([[['alone', 'contradicted'], []], ['contradicted']]);
    const lower = heard(first, 130, 1, 7, 7);
    expect([doubtsOf(lower), lower.doubts]).toEqual([[['alone', 'contradicted'], []], ['contradicted']]);
  },
);
