import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Controller } from '../../src/automation/controller.ts';
import { factSchema } from '../../src/domain/facts.ts';
import { mgPerDl, microunits, microunitsPerHour, milliseconds, wallMs } from '../../src/domain/units.ts';
import type { Question } from '../../src/ports.ts';
import { answered, answerTo, failure } from '../../src/runtime/controllerAnswer.ts';
import { exampleTherapy } from '../automation/exampleTherapy.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const question: Question = {
  number: 7,
  controller: 'islet',
  history: { readings: [{ atMs: wallMs(NOW), mgPerDl: mgPerDl(120) }], delivered: [], carbs: [] },
  therapy: exampleTherapy,
  weightKg: 70,
  nowMs: wallMs(NOW),
};
const said = {
  basal: { rate: microunitsPerHour(1_200_000), lengthMs: milliseconds(1_800_000) },
  microbolus: microunits(150_000),
  validUntilMs: wallMs(NOW + 300_000),
  reasons: [],
};

describe('what a controller says', () => {
  test('is whole amounts with lengths from now, by the number of its question', () => {
    expect(answered(7, said, NOW)).toEqual({
      type: 'controller.answered',
      question: 7,
      basal: { rateUuPerHour: 1_200_000, lengthMs: 1_800_000 },
      bolusUu: 150_000,
      validMs: 300_000,
      terms: [],
    });
    expect(answered(8, { ...said, basal: null, microbolus: null }, NOW)).toMatchObject({
      question: 8,
      basal: null,
      bolusUu: 0,
    });
  });

  test('that is no request is nonsense as a whole, with everything that is wrong', () => {
    const none = answered(7, { ...said, microbolus: -1, basal: { rate: 0.5, lengthMs: 1_800_000 } }, NOW);
    expect(none).toMatchObject({ type: 'controller.failed', question: 7, how: 'nonsense' });
    if (none.type !== 'controller.failed') throw new Error('it was taken');
    expect(none.reason.split('; ')).toEqual([
      expect.stringContaining('basal.rate: the rate is 0.5'),
      expect.stringContaining('microbolus: the bolus is -1'),
    ]);
  });

  test('is told to a person with its reasons, which decide nothing', () => {
    const longest = 'n'.repeat(201);
    const reasons = [
      { name: 'glucose', value: 120.5, unit: 'mg/dL' },
      { name: '', value: null, unit: 'u'.repeat(41) },
      { name: longest, value: 'many', unit: '' },
    ];
    expect(answered(7, { ...said, reasons }, NOW)).toMatchObject({
      bolusUu: 150_000,
      terms: [
        { name: 'glucose', value: 120.5, unit: 'mg/dL' },
        { name: 'reason', value: null, unit: 'u'.repeat(40) },
        { name: longest.slice(0, 200), value: null, unit: '' },
      ],
    });
    for (const unreadable of [undefined, 'because', [{ name: 1 }]])
      expect(answered(7, { ...said, reasons: unreadable }, NOW)).toMatchObject({
        bolusUu: 150_000,
        terms: [],
      });
    const many = Array.from({ length: 101 }, (_, index) => ({ name: `r${index}`, value: index, unit: '' }));
    expect(answered(7, { ...said, reasons: many }, NOW)).toMatchObject({
      terms: many.slice(0, 100),
    });
  });

  test('is a fact of the pump, whatever it is', () => {
    const number = fc.oneof(
      fc.nat(),
      fc.double(),
      fc.constantFrom(-1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, null, '5'),
    );
    const text = fc.constantFrom('', 'µU', 'n'.repeat(41), 'n'.repeat(201), undefined);
    const whatever = fc.oneof(
      fc.constantFrom(undefined, null, 7, 'more', [], {}),
      fc.record(
        {
          basal: fc.oneof(fc.record({ rate: number, lengthMs: number }), fc.constant(null)),
          microbolus: number,
          validUntilMs: fc.oneof(number, fc.integer({ min: NOW - 1, max: NOW + 7_200_001 })),
          reasons: fc.array(fc.record({ name: text, value: number, unit: text }), { maxLength: 3 }),
        },
        { requiredKeys: [] },
      ),
    );
    const types = new Set<string>();
    fc.assert(
      fc.property(whatever, given => {
        const fact = answered(7, given, NOW);
        expect(factSchema.parse(fact)).toEqual(fact);
        types.add(fact.type);
      }),
      { examples: [[said]] },
    );
    expect([...types].toSorted()).toEqual(['controller.answered', 'controller.failed']);
  });
});

describe('a controller that fails', () => {
  test('has failed by what it threw, an error or anything else', () => {
    const throwing =
      (thrown: unknown): Controller =>
      () => {
        throw thrown;
      };
    const reasonOf = (thrown: unknown): unknown => answerTo(throwing(thrown), question);
    const failed = { type: 'controller.failed', question: 7, how: 'threw' };
    expect(reasonOf(new Error('no glucose'))).toEqual({ ...failed, reason: 'no glucose' });
    expect(reasonOf('gave up')).toEqual({ ...failed, reason: 'gave up' });
    expect(reasonOf(new Error(''))).toEqual({ ...failed, reason: 'without a word' });
  });

  test('is not quoted for longer than anybody reads', () => {
    const long = 'x'.repeat(401);
    expect(failure(7, 'hung', long)).toEqual({
      type: 'controller.failed',
      question: 7,
      how: 'hung',
      reason: long.slice(0, 400),
    });
  });

  test('is asked with what is known, and of this moment', () => {
    const heard: unknown[] = [];
    const listening: Controller = (...all) => {
      heard.push(...all);
      return said;
    };
    expect(answerTo(listening, question)).toMatchObject({ type: 'controller.answered', validMs: 300_000 });
    expect(heard).toEqual([question.history, question.therapy, NOW]);
  });
});
