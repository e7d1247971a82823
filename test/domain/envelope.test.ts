import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askController, unanswered } from '../../src/automation/answer.ts';
import { admit, brokenCap } from '../../src/domain/envelope/admit.ts';
import { added, rateWithin } from '../../src/domain/envelope/caps.ts';
import type { Evidence } from '../../src/domain/envelope/evidence.ts';
import { KIND_LIMITS, PEOPLE } from '../../src/domain/envelope/people.ts';
import { type Heard, readAsked } from '../../src/domain/envelope/request.ts';
import { spellReduction } from '../../src/domain/envelope/spell.ts';
import { HARD } from '../../src/domain/limits.ts';
import { mgPerDl, microunits, microunitsPerHour, milliseconds, wallMs } from '../../src/domain/units.ts';
import { exampleTherapy } from '../automation/exampleTherapy.ts';
import { req } from '../support/req.ts';
import { anyEvidence, anyGarbage, ask, calm, HOUR, MINUTE, sight, U } from './envelope.ts';

/** What is left of a request for a rate, in U/h; and of a bolus, in U. */
const rateOf = (asked: Heard, evidence: Partial<Evidence> = {}): number | null => {
  const { basal } = admit(asked, { ...calm, ...evidence });
  return basal && basal.rate / U;
};
const bolusOf = (asked: Heard, evidence: Partial<Evidence> = {}): number =>
  admit(asked, { ...calm, ...evidence }).bolus / U;
const bounds = (change: Partial<Evidence['bounds']>): Pick<Evidence, 'bounds'> => ({
  bounds: { ...calm.bounds, ...change },
});

const RUNS = { numRuns: 3_000 };

describe('each cap lowers a request to itself, and says so:', () => {
  test(
    'SR-095 the lowest of the maximum, thrice the highest and four times the current rate',
    req('SR-095'),
    () => {
      expect(rateOf(ask(9))).toBe(4);
      expect(rateOf(ask(9), { highest: microunitsPerHour(1.2 * U) })).toBe(3.6);
      expect(rateOf(ask(9), bounds({ maxBasal: microunitsPerHour(3 * U) }))).toBe(3);
      const { reductions } = admit(ask(9), calm);
      expect(reductions.map(spellReduction)).toEqual([
        'rate 9 U/h lowered to 5 U/h: the maximum basal rate (SR-095)',
        'rate 5 U/h lowered to 4.5 U/h: three times the highest rate of the profile (SR-095)',
        'rate 4.5 U/h lowered to 4 U/h: four times the rate of the profile (SR-095)',
      ]);
    },
  );

  test('SR-095 insulin on board with the automatic part stays under its maximum', req('SR-095'), () => {
    // 30 min at 3 U/h beyond the profile are 1.5 U.
    expect(rateOf(ask(4), { onBoardUu: 4 * U })).toBe(3);
    expect(rateOf(ask(4), { onBoardUu: 5 * U })).toBe(1);
    expect(rateOf(ask(4), { onBoardUu: 'unknown' })).toBe(1);
    expect(bolusOf(ask(1, 0.5), { onBoardUu: 4.7 * U })).toBe(0.3);
    // What was held back is not caught up.
    expect(rateOf(ask(4), { onBoardUu: -3 * U, ...bounds({ maxOnBoard: microunits(0) }) })).toBe(1);
  });

  test.each(PEOPLE)('SR-095 hard limits of a %s bind beside whatever is set', req('SR-095'), kind => {
    const wide = {
      ...bounds({
        kind,
        maxBasal: microunitsPerHour(HARD.maxBasalUuPerHour),
        maxBolus: microunits(HARD.maxBolusUu),
        maxOnBoard: microunits(1_000 * U),
        dailyInsulin: microunits(1_000 * U),
      }),
      usual: microunitsPerHour(15 * U),
      highest: microunitsPerHour(15 * U),
      hourRoom: microunits(900 * U),
      dayRoom: microunits(900 * U),
    };
    expect(rateOf(ask(200), wide)).toBe(KIND_LIMITS[kind].maxBasalUuPerHour / U);
    expect(KIND_LIMITS[kind].maxBolusUu).toBeLessThanOrEqual(HARD.maxBolusUu);
    expect(bolusOf(ask(null, 200), wide)).toBe(Math.min(6, KIND_LIMITS[kind].maxBolusUu / U));
    const onBoard = { ...wide, onBoardUu: KIND_LIMITS[kind].maxOnBoardUu };
    expect(bolusOf(ask(null, 200), onBoard)).toBe(0);
  });

  test('SR-096 an automatic bolus by either policy, and by none', req('SR-096'), () => {
    expect(bolusOf(ask(0, 3))).toBe(0.5);
    expect(bolusOf(ask(0, 3), { sinceBolusMs: milliseconds(3 * MINUTE - 1) })).toBe(0);
    expect(bolusOf(ask(0, 3), { sinceBolusMs: milliseconds(3 * MINUTE) })).toBe(0.5);
    const hourly = bounds({ bolusPolicy: 'hourly' });
    expect(bolusOf(ask(0, 3), hourly)).toBe(1.2);
    expect(bolusOf(ask(0, 3), { ...hourly, sinceBolusMs: milliseconds(HOUR - 1) })).toBe(0);
    expect(bolusOf(ask(0, 3), { ...hourly, sinceBolusMs: milliseconds(HOUR) })).toBe(1.2);
    expect(bolusOf(ask(0, 9), { ...hourly, correction: microunits(20 * U), ...{ onBoardUu: -9 * U } })).toBe(
      5,
    );
    expect(bolusOf(ask(0, 3), bounds({ bolusPolicy: 'none' }))).toBe(0);
    expect(bolusOf(ask(0, 4), { ...hourly, correction: microunits(5 * U) })).toBe(3);
    expect(bolusOf(ask(0, 0.099))).toBe(0.05);
    expect(bolusOf(ask(0, 0.049))).toBe(0);
  });

  test(
    'SR-096 none while glucose falls, or nobody knows whether it does, or below the threshold',
    req('SR-096'),
    () => {
      expect(bolusOf(ask(0, 0.3), sight({ aheadTenths: 1_101 }))).toBe(0.3);
      expect(bolusOf(ask(0, 0.3), sight({ aheadTenths: 1_100 }))).toBe(0);
      expect(bolusOf(ask(0, 0.3), sight({ aheadTenths: null }))).toBe(0);
      expect(bolusOf(ask(0, 0.3), sight({ mgPerDl: mgPerDl(69), aheadTenths: 900 }))).toBe(0);
    },
  );

  test(
    'SR-015, SR-016 the rolling hour and day, and half of a day in two hours',
    req('SR-015', 'SR-016', 'SR-095'),
    () => {
      expect(rateOf(ask(4), { hourRoom: microunits(U) })).toBe(3);
      expect(rateOf(ask(4), { dayRoom: microunits(0.5 * U) })).toBe(2);
      expect(rateOf(ask(4), { automatic: microunits(19 * U) })).toBe(2);
      // The bolus is served first, and the rate has what is left.
      expect(rateOf(ask(4, 0.5), { hourRoom: microunits(U) })).toBe(2);
    },
  );

  test('SR-097 nothing below 60 mg/dL, nor with a low predicted', req('SR-097'), () => {
    for (const low of [sight({ mgPerDl: mgPerDl(59) }), sight({ aheadTenths: 699 })]) {
      expect(rateOf(ask(0.5, 0.5), low)).toBe(0);
      expect(bolusOf(ask(0.5, 0.5), low)).toBe(0);
    }
    expect(rateOf(ask(0.5), sight({ aheadTenths: 799 }))).toBe(0.5);
    expect(rateOf(ask(0.5), { ...sight({ aheadTenths: 799 }), ...bounds({ threshold: mgPerDl(80) }) })).toBe(
      0,
    );
    // A low reading in doubt still takes insulin away; one of long ago does not.
    expect(rateOf(ask(0.5), sight({ mgPerDl: mgPerDl(50), doubts: ['jump'] }))).toBe(0);
    expect(rateOf(ask(0.5), sight({ mgPerDl: mgPerDl(50), ageMs: milliseconds(20 * MINUTE) }))).toBe(0);
    expect(rateOf(ask(0.5), sight({ mgPerDl: mgPerDl(50), ageMs: milliseconds(20 * MINUTE + 1) }))).toBe(0.5);
  });

  test('SR-096, SR-097 at a threshold itself glucose is not below it', req('SR-096', 'SR-097'), () => {
    expect(rateOf(ask(0.5), sight({ mgPerDl: mgPerDl(60) }))).toBe(0.5);
    expect(rateOf(ask(0.5), sight({ aheadTenths: 700 }))).toBe(0.5);
    expect(bolusOf(ask(0, 0.3), sight({ mgPerDl: mgPerDl(70), aheadTenths: 700 }))).toBe(0.3);
  });

  test(
    'SR-095 half of a day has room for the profile of half an hour, beside a bolus alone, too',
    req('SR-095'),
    () => {
      expect(bolusOf(ask(null, 0.5), { automatic: microunits(19.2 * U) })).toBe(0.3);
    },
  );

  test('SR-094 no command holds for longer than half an hour, nor than it is valid', req('SR-094'), () => {
    expect(admit(ask(0, 0, 120), calm).basal).toEqual({ rate: 0, lengthMs: 30 * MINUTE });
    const short = {
      basal: { rate: 0, lengthMs: 30 * MINUTE },
      microbolus: null,
      validUntilMs: 1_000 + 5 * MINUTE,
    };
    expect(admit(readAsked(short, 1_000), calm).basal?.lengthMs).toBe(5 * MINUTE);
  });

  test('amounts against a limit round up, the rate that is left down, to no less than the pump gives', () => {
    expect(added(1, 1)).toBe(1);
    expect(rateWithin(1, HOUR + 1)).toBe(0);
    expect(rateOf(ask(0.025))).toBe(0.025);
    expect(rateOf(ask(0.024))).toBe(0);
  });

  test('SR-099 limited, automation gives at most the profile', req('SR-099'), () => {
    expect(rateOf(ask(4, 0.5), { mode: 'limited' })).toBe(1);
    expect(bolusOf(ask(4, 0.5), { mode: 'limited' })).toBe(0);
  });

  test('SR-098 an obstacle refuses a request, with its sentence', req('SR-098'), () => {
    const { basal, bolus, refused } = admit(ask(0.5, 0.5), {
      ...calm,
      obstacles: ['Delivery is suspended.'],
    });
    expect({ basal, bolus, refused }).toEqual({ basal: null, bolus: 0, refused: ['Delivery is suspended.'] });
  });
});

describe('the last check', () => {
  /** The cap that a rate over half an hour and a bolus exceed, in U/h and U. */
  const brokenBy = (rate: number | null, bolus: number, evidence: Partial<Evidence> = {}): string | null =>
    brokenCap(
      {
        basal:
          rate === null ? null : { rate: microunitsPerHour(rate * U), lengthMs: milliseconds(30 * MINUTE) },
        bolus: microunits(bolus * U),
      },
      { ...calm, ...evidence },
    )?.name ?? null;
  const room = { onBoardUu: 4 * U };

  test('SR-095 sees a rate above a cap of its own, by a microunit', req('SR-095'), () => {
    expect(brokenBy(4, 0)).toBeNull();
    expect(brokenBy(4.000_001, 0)).toBe('fourTimesCurrent');
  });

  test('SR-096 sees a bolus above a cap of its own, by a microunit', req('SR-096'), () => {
    expect(brokenBy(null, 0.5)).toBeNull();
    expect(brokenBy(null, 0.500_001)).toBe('halfHourOfBasal');
  });

  test('SR-095 sees what rate and bolus add together above what there is room for', req('SR-095'), () => {
    expect(brokenBy(3, 0, room)).toBeNull();
    expect(brokenBy(3.000_002, 0, room)).toBe('onBoard');
    expect(brokenBy(2, 0.5, room)).toBeNull();
    expect(brokenBy(2, 0.5, { onBoardUu: 4 * U + 1 })).toBe('onBoard');
  });

  test('SR-015 gives a lower rate no credit for a bolus', req('SR-015'), () => {
    const hour = { hourRoom: microunits(0.1 * U) };
    expect(brokenBy(0.5, 0.1, hour)).toBeNull();
    expect(brokenBy(0.5, 0.2, hour)).toBe('rollingHour');
    expect(brokenBy(0.5, 0, { hourRoom: microunits(0), onBoardUu: 'unknown' })).toBeNull();
  });
});

describe('SR-088 a controller that', () => {
  const now = wallMs(1_800_000_000_000);
  const empty = { readings: [], delivered: [], carbs: [] };
  const good = {
    basal: { rate: U, lengthMs: 30 * MINUTE },
    microbolus: null,
    reasons: [],
    validUntilMs: now + 30 * MINUTE,
  };
  const running = { rate: microunitsPerHour(2 * U), leftMs: milliseconds(20 * MINUTE) };

  test('throws, or does not answer, changes nothing of what runs', req('SR-088'), () => {
    const failing = [
      () => {
        throw new Error('division by zero');
      },
      () => {
        throw null;
      },
    ];
    for (const controller of failing) {
      const said = askController(controller, empty, exampleTherapy, now);
      const { basal, bolus, refused } = admit(said, { ...calm, running });
      expect({ basal, bolus }).toEqual({ basal: null, bolus: 0 });
      expect(refused).toEqual([expect.stringMatching(/^the controller failed: \w/)]);
    }
    expect(admit(unanswered(5_000), { ...calm, running })).toMatchObject({
      basal: null,
      bolus: 0,
      refused: ['the controller has not answered within 5000 ms'],
    });
  });

  test.each<readonly [string, object]>([
    ['NaN', { basal: { rate: Number.NaN, lengthMs: MINUTE } }],
    ['Infinity', { basal: { rate: Number.POSITIVE_INFINITY, lengthMs: MINUTE } }],
    ['a rate below zero', { basal: { rate: -U, lengthMs: MINUTE } }],
    ['a fraction of a microunit', { basal: { rate: 0.5, lengthMs: MINUTE } }],
    ['a length of NaN', { basal: { rate: U, lengthMs: Number.NaN } }],
    ['a rate for no time', { basal: { rate: U, lengthMs: 0 } }],
    ['a bolus below zero', { microbolus: -U }],
    ['an endless bolus', { microbolus: Number.POSITIVE_INFINITY }],
    ['words', { microbolus: '1.5 U' }],
    ['validity of the past', { validUntilMs: now }],
    ['validity of tomorrow', { validUntilMs: now + 24 * HOUR }],
    ['validity without end', { validUntilMs: Number.POSITIVE_INFINITY }],
  ])('answers %s is refused as a whole', req('SR-088'), (_name, wrong) => {
    const said = readAsked({ ...good, ...wrong }, now);
    expect(said.kind).toBe('nonsense');
    const { basal, bolus, refused } = admit(said, { ...calm, running });
    expect({ basal, bolus }).toEqual({ basal: null, bolus: 0 });
    expect(refused.length).toBeGreaterThan(0);
  });

  test('answers anything at all is refused or lowered', req('SR-088'), () => {
    let refused = 0;
    fc.assert(
      fc.property(anyGarbage, anyEvidence, (answer, evidence) => {
        const said = readAsked(answer, now);
        const admitted = admit(said, evidence);
        expect(brokenCap(admitted, evidence)).toBeNull();
        if (said.kind === 'nonsense') refused += 1;
      }),
      RUNS,
    );
    expect(refused).toBeGreaterThan(1_000);
    expect(readAsked(good, now).kind).toBe('asked');
  });

  test('asks for the moon gets what the caps leave', req('SR-088'), () => {
    const moon = {
      ...good,
      basal: { rate: Number.MAX_SAFE_INTEGER, lengthMs: Number.MAX_SAFE_INTEGER },
      microbolus: Number.MAX_SAFE_INTEGER,
    };
    const { basal, bolus } = admit(readAsked(moon, now), calm);
    expect({ basal, bolus }).toEqual({ basal: { rate: 4 * U, lengthMs: 30 * MINUTE }, bolus: 0.5 * U });
  });
});
