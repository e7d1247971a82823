import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { nextDeadline } from '../../src/domain/ledger/ledger.ts';
import { req } from '../support/req.ts';
import { AUTOMATED, command, nextQuestion, rateOf, see, wanted } from './automated.ts';
import { type Bench, running, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

describe('SR-098 automation', () => {
  test('waits for three fresh readings, and says so', req('SR-098'), () => {
    const pump = running(AUTOMATED);
    pump.take({ type: 'cgm.reported', session: 'active' });
    expect(pump.take({ type: 'automation.enabled' })).toMatchObject([
      {
        type: 'automation.unready',
        reasons: [/three fresh/i, /in doubt/, /No controller/].map(words => expect.stringMatching(words)),
      },
    ]);
    expect(see(pump, [120, 121])).not.toContain('automation.ready');
    expect(see(pump, [123])).toContain('automation.ready');
  });

  test('is excluded by a suspension and by a temporary basal, each at once', req('SR-098'), () => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
    expect(types(pump.give({ type: 'stopDelivery' }))).toContain('automation.obstructed');
    expect(types(pump.give({ type: 'startDelivery' }))).toContain('automation.ready');
    pump.take({ type: 'tempBasal.requested', percent: 50, durationMs: HOUR });
    expect(types(pump.give({ type: 'startTempBasal' }))).toContain('automation.obstructed');
  });

  test('is excluded while an extended bolus runs', req('SR-098'), () => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
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
      see(pump, [120, 121, 123]);
      command(pump, U);
      pump.shiftWall(-24 * HOUR);
      expect(types(pump.take({ type: 'clock.reached' }))).toEqual(
        expect.arrayContaining(['clock.suspected', 'automation.obstructed']),
      );
      see(pump, [124, 125, 126]);
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
    const pump = running(AUTOMATED);
    expect(see(pump, [120, 121, 123]).filter(type => type.startsWith('automation.'))).toEqual([]);
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
      see(pump, [120, 121, 123]);
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

  test('that wants to hold for longer than 30 min holds for 30', req('SR-094'), () => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
    expect(command(pump, U, 90 * MINUTE)).toMatchObject([
      {
        type: 'automation.accepted',
        reductions: ['length 90 min lowered to 30 min: no command holds for longer (SR-094)'],
      },
    ]);
    expect(pump.ledger.automation.command?.endsAt).toBe(pump.at().monoMs + 30 * MINUTE);
  });

  test('that has run out leaves the profile, and asks nothing of a person', req('SR-094'), () => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
    command(pump, 2 * U, 10 * MINUTE);
    pump.give({ type: 'followController' });
    expect(rateOf(pump)).toBe(2 * U);
    pump.run(10 * MINUTE);
    expect(rateOf(pump)).toBe(U);
  });

  test('answers the open question, and none that was asked before', req('SR-088', 'SR-094'), () => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
    pump.give({ type: 'openQuestion', question: 900 });
    const answer = (question: number): Fact => ({
      type: 'controller.answered',
      question,
      basal: { rateUuPerHour: 2 * U, lengthMs: 30 * MINUTE },
      bolusUu: 0,
      validMs: 30 * MINUTE,
      terms: [],
    });
    expect(types(pump.take(answer(899)))).toEqual(['answer.strayed']);
    expect(types(pump.take(answer(900)))).toEqual(['automation.accepted']);
    expect(types(pump.take(answer(900)))).toEqual(['answer.strayed']);
    pump.give({ type: 'openQuestion', question: 901 });
    pump.give({ type: 'closeQuestion' });
    expect(types(pump.take(answer(901)))).toEqual(['answer.strayed']);
  });

  test('that was long under way holds for what is left of it', req('SR-094'), () => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
    pump.give({ type: 'openQuestion', question: 2_000 });
    pump.run(4 * MINUTE);
    const asked = { bolusUu: 0, terms: [], basal: { rateUuPerHour: U, lengthMs: 10 * MINUTE } };
    pump.take({ type: 'controller.answered', question: 2_000, validMs: 30 * MINUTE, ...asked });
    expect(pump.ledger.automation.command?.endsAt).toBe(pump.at().monoMs + 6 * MINUTE);
    pump.give({ type: 'openQuestion', question: 2_001 });
    pump.run(4 * MINUTE);
    expect(
      types(pump.take({ type: 'controller.answered', question: 2_001, validMs: 3 * MINUTE, ...asked })),
    ).toEqual(['automation.refused']);
  });

  test('of which a controller failed changes nothing but itself', req('SR-088'), () => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
    command(pump, 2 * U);
    pump.give({ type: 'followController' });
    for (const how of ['threw', 'hung', 'nonsense', 'absent'] as const) {
      const question = nextQuestion();
      pump.give({ type: 'openQuestion', question });
      const before = pump.ledger.automation.command;
      expect(types(pump.take({ type: 'controller.failed', question, how, reason: 'planted' }))).toEqual([
        'automation.refused',
      ]);
      expect(pump.ledger.automation.command).toEqual(before);
      expect(rateOf(pump)).toBe(2 * U);
    }
  });
});

describe('SR-100 an extreme', () => {
  /** Commands every 5 min at this rate; after how many minutes it is too long. */
  const lasts = (rate: number): number => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
    const start = pump.at().monoMs;
    for (let guard = 0; guard < 100; guard += 1) {
      command(pump, rate);
      see(pump, [120 + (guard % 5)]);
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

type Happening = { readonly reading: number | null; readonly rate: number; readonly waitMs: number };
const happening: fc.Arbitrary<Happening> = fc
  .tuple(fc.boolean(), fc.integer({ min: -3, max: 60 }), fc.integer({ min: 0, max: 40 }))
  .map(([isReading, value, number]) => ({
    reading: isReading ? (value < 0 ? number : 100 + value) : null,
    rate: number * 100_000,
    waitMs: isReading ? (value % 3 === 0 ? 13 : 5) * MINUTE : 1_000,
  }));

test('SR-093 whatever the sensor says and a controller asks for, basal is not raised on an old or doubtful reading', {
  ...req('SR-093'),
  timeout: 120_000,
}, () => {
  let increased = 0;
  let lowered = 0;
  fc.assert(
    fc.property(fc.array(happening, { minLength: 5, maxLength: 40 }), happenings => {
      const pump = wanted();
      pump.give({ type: 'followController' });
      for (const [index, { reading, rate, waitMs }] of happenings.entries()) {
        pump.pass(waitMs);
        if (reading !== null) {
          pump.take({ type: 'cgm.measured', mgPerDl: reading, sequence: index });
          continue;
        }
        const said = command(pump, rate);
        const accepted = said.find(({ type }) => type === 'automation.accepted');
        if (accepted?.type !== 'automation.accepted' || rate <= U) continue;
        if ((accepted.rateUuPerHour ?? 0) <= U) {
          lowered += 1;
          continue;
        }
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
  expect(lowered).toBeGreaterThan(50);
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
