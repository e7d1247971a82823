import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BodyHistory, bodyHistory, type Lived } from '../../src/inspector/bodyHistory.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import type { BodyNow, Frame } from '../../src/inspector/protocol.ts';
import { corePump } from '../support/corePump.ts';

const MINUTE = 60_000;

const one = async (): Promise<Frame> => {
  const { steps } = await corePump();
  const [first] = steps;
  if (first === undefined) throw new Error('a pump without a step');
  return frameOf(first);
};

/** What is known by now; a test that asks expects that something is. */
const knownBy = (history: BodyHistory): Lived => {
  const lived = history.lived();
  if (lived === null) throw new Error('nothing is known');
  return lived;
};

/** A body to live in: each call is the next step, so many minutes on. */
const body = async () => {
  const frame = await one();
  const lived = bodyHistory();
  let seq = 0;
  return {
    lived,
    step: (minute: number, now?: BodyNow, by = 1): void => {
      seq += by;
      const { body: _, ...rest } = frame;
      lived.take({ ...rest, seq, monoMs: minute * MINUTE, ...(now === undefined ? {} : { body: now }) });
    },
  };
};

test('each meal of a body is marked once, when it is put on its plate, with what it adds', async () => {
  const { lived, step } = await body();
  for (const [minute, eatenG] of [
    [1, 0],
    [2, 0],
    [3, 45],
    [4, 45],
    [200, 60],
    [201, 60],
  ] as const)
    step(minute, { glucoseMgDl: 120 + minute, eatenG });
  step(300);
  const { meals, glucose } = knownBy(lived);
  expect(meals).toEqual([
    { at: 180, carbsG: 45 },
    { at: 12_000, carbsG: 15 },
  ]);
  expect(glucose.at(-1)).toEqual({ at: 12_060, mgPerDl: 321 });
});

test('what nobody was told of is a gap, and no line; what is told twice is heard once', async () => {
  const { lived, step } = await body();
  step(1, { glucoseMgDl: 120, eatenG: 0 });
  step(2, { glucoseMgDl: 120, eatenG: 0 });
  step(60, { glucoseMgDl: 120, eatenG: 0 }, 500);
  step(61, { glucoseMgDl: 121, eatenG: 0 });
  const known = knownBy(lived);
  expect(known.glucose).toEqual([
    { at: 60, mgPerDl: 120 },
    { at: 3_600, mgPerDl: 120, isApart: true },
    { at: 3_660, mgPerDl: 121 },
  ]);
  step(61, { glucoseMgDl: 300, eatenG: 90 }, 0);
  expect(lived.lived()).toEqual(known);
});

test('a page that goes on from what was kept for it knows what one knows that was there all the time', async () => {
  const frame = await one();
  const bodies = fc.array(
    fc.record({ glucoseMgDl: fc.integer({ min: 60, max: 64 }), added: fc.constantFrom(0, 0, 0, 30) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(bodies, fc.nat(60), fc.nat(60), (lives, at, early) => {
      let eatenG = 0;
      const frames = lives.map(({ glucoseMgDl, added }, index): Frame => {
        eatenG += added;
        return { ...frame, seq: index + 1, monoMs: index * MINUTE, body: { glucoseMgDl, eatenG } };
      });
      const [whole, kept, late] = [bodyHistory(), bodyHistory(), bodyHistory()];
      for (const each of frames) whole.take(each);
      for (const each of frames.slice(0, at)) kept.take(each);
      const had = kept.lived();
      if (had !== null) late.load(had);
      // The stream may tell it again what it has loaded.
      for (const each of frames.slice(had === null ? 0 : Math.max(0, at - early))) late.take(each);
      expect(late.lived()).toEqual(whole.lived());
    }),
  );
});

test('steps that tell of no body are a gap, and what was eaten meanwhile is no meal at its end', async () => {
  const { lived, step } = await body();
  step(1, { glucoseMgDl: 120, eatenG: 145 });
  for (let minute = 2; minute < 100; minute += 1) step(minute);
  step(100, { glucoseMgDl: 90, eatenG: 200 });
  step(101, { glucoseMgDl: 90, eatenG: 220 });
  expect(knownBy(lived)).toMatchObject({
    glucose: [{ mgPerDl: 120 }, { mgPerDl: 90, isApart: true }],
    meals: [{ at: 101 * 60, carbsG: 20 }],
  });
});

test('what a page knew is kept when whoever it goes on from knows less; between both is a gap, if there is one', async () => {
  for (const [from, isApart] of [
    [3, undefined],
    [4, undefined],
    [5, true],
  ] as const) {
    const [page, other] = [await body(), await body()];
    for (let minute = 1; minute <= 3; minute += 1)
      page.step(minute, { glucoseMgDl: 100 + minute, eatenG: 0 });
    other.step(from, { glucoseMgDl: 200, eatenG: 0 }, from);
    page.lived.load(knownBy(other.lived));
    const { glucose, seq } = knownBy(page.lived);
    expect(seq).toBe(from);
    expect(glucose.map(({ mgPerDl }) => mgPerDl)).toEqual(
      from === 3 ? [101, 102, 200] : [101, 102, 103, 200],
    );
    expect(glucose.at(-1)?.isApart).toBe(isApart);
  }
});

test('weeks are kept in few points, and no gap is lost', async () => {
  const { lived, step } = await body();
  for (let minute = 0; minute < 30_000; minute += 1)
    step(minute, { glucoseMgDl: 100 + (minute % 2), eatenG: 0 }, minute % 10_000 === 5 ? 2 : 1);
  const { glucose } = knownBy(lived);
  expect(glucose.length).toBeLessThanOrEqual(6_001);
  expect(glucose.length).toBeGreaterThan(2_000);
  const gaps = glucose.filter(({ isApart }) => isApart).map(({ at }) => at / 60);
  // In 30 000 minutes points are 10 apart.
  expect(gaps.length).toBe(3);
  for (const [index, was] of [5, 10_005, 20_005].entries()) {
    expect(gaps[index]).toBeGreaterThanOrEqual(was);
    expect(gaps[index]).toBeLessThan(was + 12);
  }
  const steps = glucose.slice(1).map(({ at }, index) => at - (glucose[index]?.at ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(20 * 60);
  expect(glucose.at(-1)?.at).toBeGreaterThan(29_990 * 60);
});
