import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { nextDeadline } from '../../src/domain/ledger/ledger.ts';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

/** A pump that delivers 1 U/h, with a sensor that works and automation wanted. */
const wanted = (): Bench => {
  const pump = running(flat(U, { maxBasalUuPerHour: 3 * U }));
  pump.take({ type: 'cgm.reported', session: 'active' });
  pump.take({ type: 'automation.enabled' });
  return pump;
};

let sequence = 0;
const read = (pump: Bench, mgPerDl: number): readonly string[] => {
  sequence += 1;
  return types(pump.take({ type: 'cgm.measured', mgPerDl, sequence }));
};

const readings = (pump: Bench, values: readonly number[]): readonly string[] =>
  values.flatMap(value => {
    pump.run(5 * MINUTE);
    return read(pump, value);
  });

const command = (pump: Bench, rateUuPerHour: number, validMs = 30 * MINUTE) =>
  pump.take({ type: 'automation.commanded', rateUuPerHour, validMs });

describe('SR-098 automation', () => {
  test('waits for three fresh readings, and says so', req('SR-098'), () => {
    const pump = running(flat(U));
    pump.take({ type: 'cgm.reported', session: 'active' });
    expect(pump.take({ type: 'automation.enabled' })).toMatchObject([
      {
        type: 'automation.unready',
        reasons: [/three fresh/i, /in doubt/, /No controller/].map(words => expect.stringMatching(words)),
      },
    ]);
    expect(readings(pump, [120, 121])).not.toContain('automation.ready');
    expect(readings(pump, [123])).toContain('automation.ready');
  });

  test('is excluded by a suspension and by a temporary basal, each at once', req('SR-098'), () => {
    const pump = wanted();
    readings(pump, [120, 121, 123]);
    expect(types(pump.give({ type: 'stopDelivery' }))).toContain('automation.obstructed');
    expect(types(pump.give({ type: 'startDelivery' }))).toContain('automation.ready');
    pump.take({ type: 'tempBasal.requested', percent: 50, durationMs: HOUR });
    expect(types(pump.give({ type: 'startTempBasal' }))).toContain('automation.obstructed');
  });

  test('is excluded while an extended bolus runs', req('SR-098'), () => {
    const pump = wanted();
    readings(pump, [120, 121, 123]);
    pump.take({ type: 'bolus.requested', bolus: 'e', kind: 'extended', amountUu: U, durationMs: HOUR });
    expect(types(pump.give({ type: 'startExtended' }))).toContain('automation.obstructed');
    expect(types(command(pump, U))).toEqual(['automation.refused']);
    expect(types(pump.give({ type: 'endExtended', reason: 'cancelled' }))).toContain('automation.ready');
  });

  test(
    'SR-078 is excluded while the time of day is not known, from the first suspicion until a person sets the clock',
    req('SR-098', 'SR-078'),
    () => {
      const pump = wanted();
      readings(pump, [120, 121, 123]);
      command(pump, U);
      pump.shiftWall(-24 * HOUR);
      expect(types(pump.take({ type: 'clock.reached' }))).toEqual(
        expect.arrayContaining(['clock.suspected', 'automation.obstructed']),
      );
      readings(pump, [124, 125, 126]);
      expect(types(command(pump, U))).toEqual(['automation.refused']);
      expect(types(pump.take({ type: 'clock.set' }))).toContain('automation.ready');
      expect(types(command(pump, U))).toEqual(['automation.accepted']);
    },
  );

  test('is excluded while insulin on board is unknown', req('SR-098'), () => {
    const pump = wanted();
    pump.take({ type: 'power.applied', boot: 'again', gapMs: null });
    pump.give({ type: 'startDelivery' });
    expect(pump.take({ type: 'automation.enabled' })).toMatchObject([
      {
        type: 'automation.obstructed',
        reasons: ['The time of day is not known; set the clock first.', 'Insulin on board is unknown.'],
      },
    ]);
  });

  test('that nobody wants says nothing, and takes no command', req('SR-098'), () => {
    const pump = running(flat(U));
    expect(readings(pump, [120, 121, 123]).filter(type => type.startsWith('automation.'))).toEqual([]);
    expect(types(command(pump, U))).toEqual(['automation.refused']);
  });
});

describe('SR-094 a command', () => {
  test('holds for its time, and for at most 20 min of silence', () => {
    for (const [validMs, lapses] of [
      [10 * MINUTE, 10],
      [30 * MINUTE, 20],
    ] as const) {
      const pump = wanted();
      readings(pump, [120, 121, 123]);
      const start = pump.at().monoMs;
      expect(types(command(pump, U, validMs))).toEqual(['automation.accepted']);
      const before = pump.heard.length;
      while (!types(pump.heard.slice(before)).includes('automation.lapsed')) {
        const deadline = nextDeadline(pump.ledger) ?? start + HOUR;
        pump.pass(deadline - pump.at().monoMs);
        pump.settle(pump.take({ type: 'clock.reached' }), 'verified');
      }
      expect((pump.at().monoMs - start) / MINUTE).toBe(lapses);
    }
  });

  test('that wants to hold for longer than 30 min is refused', () => {
    const pump = wanted();
    readings(pump, [120, 121, 123]);
    expect(types(command(pump, U, 30 * MINUTE + 1))).toEqual(['automation.refused']);
  });
});

describe('SR-100 an extreme', () => {
  /** Commands every 5 min at this rate; after how many minutes it is too long. */
  const lasts = (rate: number): number => {
    const pump = wanted();
    readings(pump, [120, 121, 123]);
    const start = pump.at().monoMs;
    for (let guard = 0; guard < 100; guard += 1) {
      command(pump, rate);
      if (readings(pump, [120 + (guard % 5)]).length === 0) break;
      if (types(pump.heard).includes('automation.saturated')) return (pump.at().monoMs - start) / MINUTE;
    }
    return Number.POSITIVE_INFINITY;
  };

  test('is told after 2.5 h at nothing and after 4 h at the most', req('SR-100'), () => {
    expect(lasts(0)).toBe(150);
    expect(lasts(3 * U)).toBe(240);
    expect(lasts(2 * U)).toBe(Number.POSITIVE_INFINITY);
  });
});

const happening: fc.Arbitrary<readonly [Fact, number]> = fc
  .oneof(
    { weight: 6, arbitrary: fc.tuple(fc.integer({ min: -3, max: 60 }), fc.integer({ min: 0, max: 400 })) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('command' as const), fc.integer({ min: 0, max: 30 })) },
  )
  .map(([what, number]): readonly [Fact, number] => {
    if (what === 'command')
      return [{ type: 'automation.commanded', rateUuPerHour: number * 100_000, validMs: 30 * MINUTE }, 1_000];
    const mgPerDl = what < 0 ? number : 100 + (number % 60);
    return [{ type: 'cgm.measured', mgPerDl, sequence: 0 }, (what % 3 === 0 ? 13 : 5) * MINUTE];
  });

test('SR-093 whatever the sensor says, no command that increases insulin is taken on an old or doubtful reading', {
  ...req('SR-093'),
  timeout: 120_000,
}, () => {
  let increased = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.array(happening, { minLength: 5, maxLength: 40 }), happenings => {
      const pump = wanted();
      for (const [index, [fact, waitMs]] of happenings.entries()) {
        pump.pass(waitMs);
        const said = types(pump.take(fact.type === 'cgm.measured' ? { ...fact, sequence: index } : fact));
        if (fact.type !== 'automation.commanded') continue;
        refused += said.includes('automation.refused') ? 1 : 0;
        if (!said.includes('automation.accepted') || fact.rateUuPerHour <= U) continue;
        const { trail, doubts } = pump.ledger.glucose;
        const newest = trail.at(-1);
        const before = trail.at(-2);
        if (newest === undefined || before === undefined) throw new Error('insulin was increased on nothing');
        expect(doubts).toEqual([]);
        expect(pump.at().monoMs - newest.measuredAt).toBeLessThanOrEqual(12 * MINUTE);
        expect(Math.abs(Number(newest.glucose) - Number(before.glucose))).toBeLessThanOrEqual(40);
        increased += 1;
      }
    }),
    { numRuns: 300 },
  );
  expect(increased).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(50);
});

/** What is said while so much time passes. */
const toldIn = (pump: Bench, ms: number): readonly string[] => {
  const before = pump.heard.length;
  pump.run(ms);
  return types(pump.heard.slice(before));
};

describe('an activity', () => {
  test('ends by itself, sleep as well as exercise, after the time asked for or its usual one', () => {
    const cases = [
      [{ type: 'exercise.started', durationMs: 30 * MINUTE }, 30 * MINUTE],
      [{ type: 'exercise.started' }, 2 * HOUR],
      [{ type: 'sleep.started' }, 8 * HOUR],
      [{ type: 'sleep.started', durationMs: 20 * HOUR }, 12 * HOUR],
    ] as const;
    for (const [fact, ms] of cases) {
      const pump = wanted();
      pump.take(fact);
      expect(toldIn(pump, ms - MINUTE)).not.toContain('activity.expired');
      expect(toldIn(pump, 2 * MINUTE)).toContain('activity.expired');
      expect(toldIn(pump, HOUR)).not.toContain('activity.expired');
    }
  });

  test('the last one begun counts, and a person ends it at once', () => {
    const pump = wanted();
    pump.take({ type: 'exercise.started', durationMs: 30 * MINUTE });
    pump.take({ type: 'sleep.started' });
    expect(toldIn(pump, HOUR)).not.toContain('activity.expired');
    pump.take({ type: 'activity.ended' });
    expect(toldIn(pump, 9 * HOUR)).not.toContain('activity.expired');
  });
});
