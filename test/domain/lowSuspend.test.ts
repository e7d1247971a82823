import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Glucose, Trail } from '../../src/domain/detect/reading.ts';
import { type Advice, advise, suspendPolicies } from '../../src/domain/lowSuspend/policy.ts';
import { predictByLine, predictByTwo } from '../../src/domain/lowSuspend/predict.ts';
import { MOST_MS, nextSlice, type Spell, usedUpTo, withSpell } from '../../src/domain/lowSuspend/window.ts';
import { type MonoMs, mgPerDl, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Readings, by default five minutes apart. */
const trailOf = (values: readonly (number | 'low' | 'high')[], minutes?: readonly number[]): Trail =>
  values.map((value, index) => ({
    glucose: (typeof value === 'number' ? mgPerDl(value) : value) satisfies Glucose,
    measuredAt: monoMs(HOUR + Math.round((minutes?.[index] ?? 5 * index) * MINUTE)),
  }));

describe('the table of examples', () => {
  const rows: readonly (readonly [string, readonly number[], number, Advice, Advice])[] = [
    ['P1', [118, 112, 105, 99], 605, 'suspend', 'suspend'],
    ['P2', [130, 126, 121, 117], 905, 'neither', 'neither'],
    ['P3', [110, 104, 99, 93], 595, 'suspend', 'suspend'],
    ['P4', [82, 78, 76, 77], 655, 'resume', 'neither'],
    ['P5', [95, 90, 84, 79], 465, 'suspend', 'suspend'],
  ];
  test.each(rows)('%s', (_id, values, tenths, predictive, beforeLow) => {
    const trail = trailOf(values);
    expect(predictByLine(trail)).toBe(tenths);
    expect(advise('predictive', trail, 70)).toBe(predictive);
    // P4 of a pump that delivers: 77 mg/dL is within 70 of the limit, and 65.5 is within 20 of it.
    expect(advise('beforeLow', trail, 70)).toBe(_id === 'P4' ? 'suspend' : beforeLow);
  });
});

describe('predictions', () => {
  const value = fc.integer({ min: 40, max: 400 });
  const four = fc.tuple(value, value, value, value);

  test('P4 follows its turn: 77 mg/dL and rising by 1 is 83 mg/dL in half an hour', () => {
    expect(predictByTwo(trailOf([82, 78, 76, 77]))).toBe(830);
  });

  test('agree with least squares in floating point, rounded down', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, fc.integer({ min: 30_000, max: 8 * MINUTE })), {
          minLength: 3,
          maxLength: 4,
        }),
        readings => {
          let at = 0;
          const points = readings.map(([glucose, gap], index) => {
            at += index === 0 ? 0 : gap;
            return { x: at / MINUTE, y: glucose };
          });
          const trail = trailOf(
            points.map(({ y }) => y),
            points.map(({ x }) => x),
          );
          const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
          const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
          const b =
            points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) /
            points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
          const exact = 10 * (meanY + b * (at / MINUTE + 30 - meanX));
          const tenths = predictByLine(trail) ?? Number.NaN;
          expect(tenths).toBeLessThanOrEqual(exact + 1e-6);
          expect(tenths).toBeGreaterThan(exact - 1 - 1e-6);
        },
      ),
    );
  });

  test('grow with the newest reading, and with all of them as much as they do', () => {
    fc.assert(
      fc.property(four, fc.integer({ min: 1, max: 40 }), ([a, b, c, d], more) => {
        const before = predictByLine(trailOf([a, b, c, d])) ?? Number.NaN;
        expect(predictByLine(trailOf([a, b, c, d + more]))).toBeGreaterThan(before);
        expect(predictByLine(trailOf([a, b, c, d].map(each => each + more)))).toBe(before + 10 * more);
        const two = predictByTwo(trailOf([c, d])) ?? Number.NaN;
        expect(predictByTwo(trailOf([c, d + more]))).toBe(two + 70 * more);
      }),
    );
  });

  test('a lower newest reading never takes a suspension back, a higher one never brings it', () => {
    let suspended = 0;
    fc.assert(
      fc.property(four, fc.integer({ min: 1, max: 40 }), ([a, b, c, d], less) => {
        for (const policy of suspendPolicies) {
          const before = advise(policy, trailOf([a, b, c, d]), 70);
          const after = advise(policy, trailOf([a, b, c, d - less]), 70);
          if (before !== 'suspend') continue;
          suspended += 1;
          expect(after).toBe('suspend');
        }
      }),
    );
    expect(suspended).toBeGreaterThan(10);
  });

  test('there is none from too few readings, across a gap, or from what is no number', () => {
    expect(predictByLine(trailOf([100, 90]))).toBeNull();
    expect(predictByLine(trailOf([100, 90, 80], [0, 11, 16]))).toBeNull();
    expect(predictByLine(trailOf([100, 90, 80], [0, 10, 20]))).toBe(500);
    expect(predictByLine(trailOf([100, 90, 80, 70], [0, 10, 20, 25.1]))).toBe(
      predictByLine(trailOf([90, 80, 70], [10, 20, 25.1])),
    );
    // Of 25 min all four count, of a moment more only three.
    const three = predictByLine(trailOf([90, 80, 70], [8, 16, 25]));
    expect(predictByLine(trailOf([150, 90, 80, 70], [0, 8, 16, 25]))).toBeLessThan(three ?? 0);
    expect(predictByLine(trailOf(['high', 390, 370]))).toBeNull();
    expect(predictByTwo(trailOf(['low', 60]))).toBeNull();
    expect(predictByLine([])).toBeNull();
  });
});

describe('policies', () => {
  test('without a prediction glucose itself still suspends, and nothing resumes ahead of it', () => {
    expect(advise('predictive', trailOf([69]), 70)).toBe('suspend');
    expect(advise('predictive', trailOf(['low']), 70)).toBe('suspend');
    expect(advise('predictive', trailOf([70]), 70)).toBe('neither');
    expect(advise('beforeLow', trailOf([70]), 70)).toBe('suspend');
    expect(advise('beforeLow', trailOf([71]), 70)).toBe('neither');
    expect(advise('beforeLow', trailOf([200]), 70)).toBe('neither');
    expect(advise('predictive', [], 70)).toBe('neither');
  });

  test('at the threshold: suspends at the limit, resumes 20 mg/dL above it, whatever is foreseen', () => {
    for (const limit of [60, 70, 90]) {
      expect(advise('atThreshold', trailOf([limit + 30, limit + 1]), limit)).toBe('neither');
      expect(advise('atThreshold', trailOf([limit + 30, limit]), limit)).toBe('suspend');
      expect(advise('atThreshold', trailOf([limit + 19]), limit)).toBe('neither');
      expect(advise('atThreshold', trailOf([limit + 20]), limit)).toBe('resume');
    }
  });

  test('before low: resumes only clear of the limit, now and in half an hour', () => {
    expect(advise('beforeLow', trailOf([89, 90, 91]), 70)).toBe('neither');
    expect(advise('beforeLow', trailOf([85, 90, 95]), 70)).toBe('resume');
    expect(advise('beforeLow', trailOf([79, 84, 89]), 70)).toBe('neither');
  });

  test('predictive: what rises past its lowest point goes on even below 70 mg/dL', () => {
    expect(advise('predictive', trailOf([70, 66, 65, 68]), 70)).toBe('resume');
    expect(advise('predictive', trailOf([70, 66, 65, 66]), 70)).toBe('suspend');
  });
});

describe('the window of 150 min', () => {
  /** Slices as long as there is room and it is wanted, each from the grid of 5 min. */
  const run = (wants: readonly boolean[]): readonly Spell[] => {
    let kept: readonly Spell[] = [];
    const all: Spell[] = [];
    wants.forEach((isWanted, index) => {
      const now = monoMs(index * 5 * MINUTE);
      const end = isWanted ? nextSlice(kept, now) : null;
      if (end === null) return;
      kept = withSpell(kept, { from: now, to: end });
      all.push({ from: now, to: end });
    });
    return all;
  };
  const offAt = (spells: readonly Spell[], at: MonoMs): boolean =>
    spells.some(({ from, to }) => from <= at && at < to);

  test('SR-089 wanted for ever: 120 min off and 30 min on, again and again', req('SR-089'), () => {
    let spells: readonly Spell[] = [];
    const off: boolean[] = [];
    for (let minute = 0; minute < 1_500; minute += 5) {
      const now = monoMs(minute * MINUTE);
      const end = nextSlice(spells, now);
      if (end !== null) spells = withSpell(spells, { from: now, to: end });
      off.push(offAt(spells, now));
    }
    off.forEach((isOff, index) => {
      expect(isOff, `${index * 5} min`).toBe(index % 30 < 24);
    });
  });

  test('SR-089 whatever is wanted, no 150 min hold more than 120', req('SR-089'), () => {
    let full = 0;
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 90 }), wants => {
        const many = [...wants, ...Array.from({ length: 40 }, () => true), ...wants];
        const spells = run(many);
        for (let end = 0; end <= many.length * 5 * MINUTE; end += MINUTE) {
          const used = usedUpTo(spells, monoMs(end));
          expect(used).toBeLessThanOrEqual(MOST_MS);
          if (used === MOST_MS) full += 1;
        }
      }),
      { numRuns: 30 },
    );
    expect(full).toBeGreaterThan(0);
  });
});
