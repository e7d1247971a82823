import { describe, expect, test } from 'vitest';
import { openQuestionOf } from '../../src/domain/ledger/answer.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { AUTOMATED, command, nextQuestion, see, wanted } from './automated.ts';
import { type Bench, flat, types } from './bench.ts';

const MINUTE = 60_000;
const U = 1_000_000;
const micro: Settings = { ...AUTOMATED, automaticBolus: 'micro' };

const active = (settings: Settings = micro): Bench => {
  const pump = wanted(settings);
  see(pump, [180, 182, 184]);
  command(pump, U);
  pump.give({ type: 'followController' });
  return pump;
};

const ask = (pump: Bench): number => {
  const question = nextQuestion();
  pump.give({ type: 'openQuestion', question });
  return question;
};

const answer = (
  pump: Bench,
  question: number,
  parts: { lengthMs?: number; validMs?: number; bolusUu?: number },
) =>
  pump.take({
    type: 'controller.answered',
    question,
    basal: parts.lengthMs === undefined ? null : { rateUuPerHour: U, lengthMs: parts.lengthMs },
    bolusUu: parts.bolusUu ?? 0,
    validMs: parts.validMs ?? 30 * MINUTE,
    terms: [],
  });

describe('SR-088 a question', () => {
  test('is open to one controller, or it is a defect to ask which', req('SR-088'), () => {
    const pump = active();
    const none = 'no question is open, or nobody to be asked';
    expect(() => openQuestionOf(pump.ledger)).toThrow(none);
    const question = ask(pump);
    expect(openQuestionOf(pump.ledger)).toEqual({ question, controller: 'islet' });
    expect(() => openQuestionOf({ ...pump.ledger, settings: null })).toThrow(none);
  });

  test.each([
    ['threw', 'has failed'],
    ['hung', 'has not answered'],
    ['nonsense', 'has answered nonsense'],
    ['absent', 'is not there'],
  ] as const)('that %s is told so', req('SR-088'), (how, says) => {
    const pump = active();
    const question = ask(pump);
    const failed = (number: number) =>
      pump.take({ type: 'controller.failed', question: number, how, reason: 'why' });
    expect(failed(question + 1_000)).toEqual([{ type: 'answer.strayed', question: question + 1_000 }]);
    expect(pump.ledger.automation.question?.number).toBe(question);
    expect(failed(question)).toEqual([
      { type: 'automation.refused', reasons: [`The controller ${says}: why`] },
    ]);
    expect(pump.ledger.automation.question).toBeNull();
  });
});

describe('SR-094 an answer that comes late', () => {
  const late = (parts: Parameters<typeof answer>[2], ms: number) => {
    const pump = active();
    const question = ask(pump);
    pump.pass(ms);
    return answer(pump, question, parts);
  };
  const over = 'The answer has run out before it came.';
  const rateOver = 'The rate has run out before it came.';

  test.each<[string, Parameters<typeof answer>[2], number, readonly string[]]>([
    ['at the end of its time', { validMs: MINUTE }, MINUTE, [over]],
    ['at the end of its rate', { lengthMs: MINUTE }, MINUTE, [rateOver]],
    ['at the end of both', { validMs: MINUTE, lengthMs: MINUTE }, MINUTE, [over, rateOver]],
  ])('%s has run out', req('SR-094'), (_when, parts, ms, reasons) => {
    expect(late(parts, ms)).toContainEqual({ type: 'automation.refused', reasons });
  });

  test.each<[string, Parameters<typeof answer>[2], number]>([
    ['a moment before', { validMs: MINUTE, lengthMs: MINUTE }, MINUTE - 1],
    ['without a rate', { validMs: 2 * MINUTE }, MINUTE],
  ])('%s has not', req('SR-094'), (_when, parts, ms) => {
    expect(late(parts, ms)).toContainEqual(expect.objectContaining({ type: 'automation.accepted' }));
  });
});

describe('SR-100 an extreme', () => {
  const extremeOf = (settings: Settings, ...rates: readonly number[]) => {
    const pump = active(settings);
    for (const rate of rates) command(pump, rate);
    return pump.ledger.automation.extreme?.which ?? null;
  };
  const little: Settings = { ...micro, basalProfile: flat(100_000).basalProfile };

  test.each<[string, Settings, number, 'least' | 'most' | null]>([
    ['nothing', micro, 0, 'least'],
    ['a tenth of the profile', micro, U / 10, 'least'],
    ['more than a tenth', micro, U / 10 + 1, null],
    ['less than the most', micro, 3 * U - 1, null],
    ['the most', micro, 3 * U, 'most'],
    ['the least that the drive can do, though it is a quarter of the profile', little, 25_000, 'least'],
    ['more than that', little, 25_001, null],
    ['three times a small profile', little, 300_000, 'most'],
  ])('%s', req('SR-100'), (_what, settings, rate, which) => {
    expect(extremeOf(settings, rate)).toBe(which);
  });

  test('is no rate that only the mode keeps from more', req('SR-100'), () => {
    const pump = active();
    pump.give({ type: 'onlyLower' });
    command(pump, U);
    expect(pump.ledger.automation.command?.rate).toBe(U);
    expect(pump.ledger.automation.extreme).toBeNull();
  });

  test('lasts from when it began', req('SR-100'), () => {
    const pump = active();
    command(pump, 0);
    const began = pump.at().monoMs;
    pump.pass(MINUTE);
    command(pump, 0);
    expect(pump.ledger.automation.extreme).toEqual({ which: 'least', since: began });
    command(pump, 3 * U);
    expect(pump.ledger.automation.extreme).toEqual({ which: 'most', since: pump.at().monoMs });
  });
});

describe('SR-096 a bolus of automation that is not given says why', () => {
  const reductions = (pump: Bench): readonly string[] =>
    command(pump, U, 30 * MINUTE, U / 4).flatMap(each =>
      each.type === 'automation.accepted' ? each.reductions : [],
    );

  test('without a controller that steers', req('SR-096'), () => {
    const pump = wanted(micro);
    see(pump, [180, 182, 184]);
    expect(reductions(pump).at(-1)).toMatch(/^bolus 0\.\d+ U not given: automation is not active\.$/);
    expect(pump.ledger.bolus.current).toBeNull();
  });

  test('while basal is off because of low glucose', req('SR-096', 'SR-090'), () => {
    const pump = active();
    pump.give({ type: 'holdBasal' });
    expect(reductions(pump).at(-1)).toMatch(/not given: basal is off because of low glucose\.$/);
    expect(pump.ledger.bolus.current).toBeNull();
  });

  test('while an alarm forbids every bolus', req('SR-096'), () => {
    const pump = active();
    pump.give({ type: 'withholdBoluses', by: ['occlusion'] });
    expect(reductions(pump).at(-1)).toMatch(/^bolus 0\.\d+ U not given: ./);
    expect(pump.ledger.bolus.current).toBeNull();
  });

  test('when with it a person would be asked twice', req('SR-096', 'SR-027'), () => {
    const pump = active({ ...micro, maxBolusUu: 200_000 });
    expect(reductions(pump)).toHaveLength(1);
    pump.settle(pump.give({ type: 'startBolus' }), 'verified');
    pump.run(5 * MINUTE);
    pump.give({ type: 'endBolus', reason: 'completed' });
    see(pump, [186]);
    expect(reductions(pump).at(-1)).toBe(
      'bolus 0.2 U not given: with it, much was requested within an hour.',
    );
    expect(pump.ledger.bolus.current).toBeNull();
  });

  test('and one that is given has a name of its own', req('SR-096'), () => {
    const pump = active();
    expect(reductions(pump)).toEqual([]);
    expect(pump.ledger.bolus.current).toMatchObject({
      bolus: /^auto-\d+$/.exec(pump.ledger.bolus.current?.bolus ?? '')?.[0],
      automatic: true,
    });
  });
});

test('SR-097 a bolus of automation ends below 70 mg/dL, and not at 70', req('SR-097'), () => {
  for (const [value, ends] of [
    [70, false],
    [69, true],
  ] as const) {
    const pump = active();
    command(pump, U, 30 * MINUTE, 500_000);
    see(pump, [value]);
    const cancelled = pump.heard.filter(({ type }) => type === 'bolus.cancelled');
    expect(cancelled).toEqual(ends ? [{ type: 'bolus.cancelled', part: 'normal' }] : []);
  }
});

test('SR-098 what nobody follows is not lowered, either', req('SR-098'), () => {
  const pump = wanted(micro);
  see(pump, [180, 182, 184]);
  command(pump, 2 * U);
  expect(see(pump, [59])).not.toContain('automation.lowered');
  pump.give({ type: 'followController' });
  expect(see(pump, [58])).toContain('automation.lowered');
});

test(
  'SR-097 a reading that is refused is no reason to go on with what an old one allowed',
  req('SR-093', 'SR-097'),
  () => {
    const pump = active();
    command(pump, 2 * U);
    const { sequence } = pump.ledger.glucose;
    // The same word again, when it is no glucose of now any more.
    const again = (ms: number) => {
      pump.pass(ms);
      return pump.take({ type: 'cgm.measured', mgPerDl: 184, sequence: sequence ?? 0 });
    };
    const lowered = again(12 * MINUTE);
    expect(types(lowered)).toContain('glucose.rejected');
    expect(types(lowered)).not.toContain('automation.lowered');
    expect(again(1)).toContainEqual(
      expect.objectContaining({ type: 'automation.lowered', rateUuPerHour: U }),
    );
  },
);
