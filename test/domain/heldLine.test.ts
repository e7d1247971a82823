import { describe, expect, test } from 'vitest';
import { type Felt, heldIn, trailWith } from '../../src/domain/detect/held.ts';
import { feel, noOcclusion, type Occlusion, type Reading } from '../../src/domain/occlusion.ts';
import { millinewtons, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const felt = (pulse: number, forceMn: number): Felt => ({ pulse, forceMn });
const HOUR = 3_600_000;

describe('SR-059 what a line holds', () => {
  test('is looked for in the last 120 pulses, this one included, and no further back', () => {
    expect(trailWith([felt(1, 0), felt(2, 0)], felt(121, 0))).toEqual([felt(2, 0), felt(121, 0)]);
    expect(trailWith([felt(1, 0), felt(2, 0)], felt(120, 0))).toEqual([felt(1, 0), felt(2, 0), felt(120, 0)]);
    expect(trailWith([felt(1, 0), felt(2, 0)], felt(200, 0))).toEqual([felt(200, 0)]);
    expect(trailWith([], felt(7, 0))).toEqual([felt(7, 0)]);
  });

  test('is counted from the last reading within 250 mN of the lowest', req('SR-059'), () => {
    expect(heldIn([felt(1, 1_000), felt(2, 1_250), felt(3, 1_500)])).toBe(1);
    expect(heldIn([felt(1, 1_000), felt(2, 1_251), felt(3, 1_500)])).toBe(2);
  });

  test('is nothing without a climb of 450 mN', req('SR-059'), () => {
    expect(heldIn([felt(1, 1_000), felt(2, 1_450)])).toBe(1);
    expect(heldIn([felt(1, 1_000), felt(2, 1_449)])).toBe(0);
    expect(heldIn([])).toBe(0);
  });

  test(
    'is nothing where the climb is less than 12.5 mN for each pulse: friction that drifts',
    req('SR-059'),
    () => {
      expect(heldIn([felt(1, 1_000), felt(37, 1_450)])).toBe(36);
      expect(heldIn([felt(1, 1_000), felt(38, 1_450)])).toBe(0);
      expect(heldIn([felt(1, 1_000), felt(41, 1_500)])).toBe(40);
    },
  );
});

describe('the force at rest', () => {
  const reading = (forceMn: number, afterPulse: number | null, at = 0): Reading => ({
    force: millinewtons(forceMn),
    afterPulse,
    at: monoMs(at),
  });
  const allFelt = (readings: readonly Reading[], before: Occlusion = noOcclusion): Occlusion =>
    readings.reduce((occlusion, each) => feel(occlusion, each).occlusion, before);
  const open = [reading(1_000, 1), reading(1_000, 2), reading(1_000, 3)];

  test('SR-058 is suspicion however often it is high: only readings after pulses are counted in a row', {
    ...req('SR-058'),
  }, () => {
    const high = Array.from({ length: 5 }, () => reading(6_500, null));
    expect(allFelt([...open, ...high])).toMatchObject({ phase: 'suspected', above: 0 });
    expect(allFelt([...open, reading(6_500, 4), reading(6_500, 5)])).toMatchObject({
      phase: 'detected',
      above: 2,
    });
  });

  test('SR-059 says nothing of what is held, and is in no trail', req('SR-059'), () => {
    const climb = Array.from({ length: 60 }, (_, index) => reading(1_000 + 60 * index, index + 4));
    const held = allFelt([...open, ...climb]);
    expect(held.phase).toBe('detected');
    const before = allFelt([...open, ...climb.slice(0, 49)]);
    expect(before.phase).not.toBe('detected');
    const atRest = feel(before, reading(3_900, null)).occlusion;
    expect(atRest.trail).toEqual(before.trail);
    expect(atRest.phase).toBe(before.phase);
  });

  test('the first three readings are the baseline, and no later one', () => {
    expect(allFelt([...open, reading(1_100, 4), reading(1_200, 5)]).samples).toEqual([1_000, 1_000, 1_000]);
  });

  test('SR-060 after an occlusion half as much held is enough for an hour; after a mere suspicion it is not', {
    ...req('SR-060'),
  }, () => {
    const suspected = allFelt([...open, reading(6_500, 4)]);
    expect(suspected.phase).toBe('suspected');
    expect(allFelt([reading(1_000, 5)], suspected)).toMatchObject({ phase: 'clear', tightUntil: null });
    const detected = allFelt([...open, reading(6_500, 4), reading(6_500, 5)]);
    const cleared = allFelt([reading(1_000, 6, 1_000)], detected);
    expect(cleared).toMatchObject({ phase: 'clear', tightUntil: HOUR + 1_000 });
    // 25 pulses held, 0.625 U, in a soft line: 20 mN a pulse, so that no force is high.
    const soft = (count: number, at: number) =>
      Array.from({ length: count }, (_, index) => reading(1_000 + 20 * index, index + 7, at));
    const heldIs = (count: number, at: number, from: Occlusion) => allFelt(soft(count, at), from).phase;
    const [first, last] = [1, 60].map(count => heldIs(count, 2_000, cleared));
    expect(first).toBe('clear');
    expect(last).toBe('detected');
    const fewest = Array.from({ length: 60 }, (_, index) => index + 1).find(
      count => heldIs(count, 2_000, cleared) === 'detected',
    );
    const usually = Array.from({ length: 80 }, (_, index) => index + 1).find(
      count => heldIs(count, HOUR + 1_000, cleared) === 'detected',
    );
    // 250 mN, 12 pulses of these, still count as relaxed.
    expect([fewest, usually]).toEqual([25 + 13, 50 + 13]);
  });
});
