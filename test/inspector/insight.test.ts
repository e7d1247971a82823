import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { expectedHere } from '../../src/inspector/expectation.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import { courseAt, createInsight, lowestOf } from '../../src/inspector/page/insight.ts';
import { pack, unpack } from '../../src/inspector/wire.ts';
import { controllersHere } from '../../src/runtime/controllers.ts';
import { AUTOMATED } from '../support/automated.ts';
import { corePump } from '../support/corePump.ts';

const MINUTE = 60_000;

/** An hour of a pump that automation steers, with a bolus by hand in between. */
const hour = async () => {
  const pump = await corePump({ settings: AUTOMATED, controller: controllersHere });
  await pump.give({ type: 'resume.requested' }, { type: 'cgm.reported', session: 'active' });
  await pump.give({ type: 'automation.enabled' });
  for (let index = 0; index < 12; index += 1) {
    const reading: Fact = { type: 'cgm.measured', mgPerDl: 150 + 3 * index, sequence: index + 1 };
    await pump.give(reading);
    if (index === 6) await pump.give({ type: 'bolus.requested', bolus: 'dinner', amountUu: 1_000_000 });
    await pump.wait(5 * MINUTE);
  }
  return pump.steps.map(step => ({ ...frameOf(step), ...expectedHere(step) }));
};

describe('what was expected and decided', () => {
  test('is there for any instant, live or after the wire, and never from later than the instant', async () => {
    const frames = await hour();
    const insight = createInsight();
    for (const frame of unpack(pack(frames))) insight.take(frame);
    const first = frames.find(({ expected }) => expected !== undefined);
    if (first?.expected === undefined) throw new Error('nothing was expected');
    expect(insight.expectedAt(first.monoMs / 1_000 - 1)).toBeNull();
    let found = 0;
    for (const { monoMs } of frames) {
      const expected = insight.expectedAt(monoMs / 1_000);
      if (expected === null) continue;
      found += 1;
      expect(expected.at).toBeLessThanOrEqual(monoMs / 1_000);
      expect(monoMs / 1_000 - expected.at).toBeLessThanOrEqual(5 * 60 + 1);
      for (const decision of insight.decidedUntil(monoMs / 1_000, 5))
        expect(decision.monoMs).toBeLessThanOrEqual(monoMs);
    }
    expect(found).toBeGreaterThan(30);
    const last = (frames.at(-1)?.monoMs ?? 0) / 1_000;
    expect(insight.expectedAt(last + 13 * 60)).toBeNull();
    const decided = insight.decidedUntil(last, 50);
    expect(decided.filter(({ by }) => by === 'controller').length).toBeGreaterThan(5);
    expect(decided.find(({ by }) => by === 'person')).toMatchObject({
      asked: 'a bolus of 1 U',
      outcome: 'admitted',
    });
  });

  test('what was expected before a restart is said not to be kept, and what comes after it is', async () => {
    const [first] = await hour();
    if (first === undefined) throw new Error('the pump made no step');
    const started = {
      ...first,
      fact: { type: 'power.applied', boot: 'next', gapMs: 0 } as const,
      monoMs: 90_000,
    };
    const insight = createInsight();
    expect(insight.isOfRunBefore(0)).toBe(false);
    insight.take(started);
    expect([89, 90, 91].map(insight.isOfRunBefore)).toEqual([true, false, false]);
    insight.take({ ...started, monoMs: 200_000 });
    expect(insight.isOfRunBefore(91)).toBe(true);
  });

  test('a bolus that the pump refuses is told with its reasons', async () => {
    const pump = await corePump({ settings: AUTOMATED, controller: controllersHere });
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'feast', amountUu: 24_000_000 });
    const insight = createInsight();
    for (const frame of pump.steps.map(frameOf)) insight.take(frame);
    const [refused] = insight.decidedUntil(Number.MAX_SAFE_INTEGER, 1);
    expect(refused).toMatchObject({ by: 'person', outcome: 'refused' });
    expect(refused?.reasons.join(' ')).toMatch(/24 U/);
  });

  test('courses are read between their steps, and end where they end', () => {
    const course = { mgPerDl: [100, 130, 90] };
    expect(courseAt(course, 15 * MINUTE, 0)).toBe(100);
    expect(courseAt(course, 15 * MINUTE, 10)).toBe(120);
    expect(courseAt(course, 15 * MINUTE, 30)).toBe(90);
    expect(courseAt(course, 15 * MINUTE, 31)).toBeNull();
    const forecast = { stepMs: 15 * MINUTE, glucose: course.mgPerDl, effects: [], courses: [] };
    expect(lowestOf(forecast)).toEqual({ mgPerDl: 90, minutes: 30 });
  });
});
