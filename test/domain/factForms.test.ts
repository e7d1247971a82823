import { describe, expect, test } from 'vitest';
import { type Fact, factSchema } from '../../src/domain/facts.ts';

const HOUR = 3_600_000;
const SAFE = Number.MAX_SAFE_INTEGER;
const INT32 = 2 ** 31;

const isTaken = (fact: object): boolean => factSchema.safeParse(fact).success;

type Numbers<Of extends Fact = Fact> = Of extends Fact
  ? readonly [whole: Of, field: keyof Of & string, least: number, most: number]
  : never;

/** A fact of each kind that holds a number, the number, and the least and the most that it may be. */
const NUMBERS: readonly Numbers[] = [
  [{ type: 'power.applied', boot: 'b', gapMs: 1 }, 'gapMs', 0, SAFE],
  [{ type: 'intent.recorded', pulse: 1 }, 'pulse', 1, SAFE],
  [{ type: 'outcome.recorded', pulse: 1 }, 'pulse', 1, SAFE],
  [{ type: 'motor.arrived', pulse: 1 }, 'pulse', 1, SAFE],
  [{ type: 'motor.failed', pulse: 1, reason: 'r' }, 'pulse', 1, SAFE],
  [{ type: 'zone.changed', utcOffsetMinutes: 1, cause: 'travel' }, 'utcOffsetMinutes', -1_440, 1_440],
  [{ type: 'bolus.requested', bolus: 'b', amountUu: 1 }, 'amountUu', 1, SAFE],
  [{ type: 'bolus.requested', bolus: 'b', amountUu: 1, extendedUu: 1 }, 'extendedUu', 1, SAFE],
  [{ type: 'bolus.requested', bolus: 'b', amountUu: 1, durationMs: 1 }, 'durationMs', 1, SAFE],
  [{ type: 'bolus.requested', bolus: 'b', amountUu: 1, createdMonoMs: 1 }, 'createdMonoMs', 0, SAFE],
  [{ type: 'suspend.requested', durationMs: HOUR }, 'durationMs', HOUR / 4, 2 * HOUR],
  [{ type: 'tempBasal.requested', percent: 1, durationMs: 1 }, 'percent', 0, 1_000],
  [{ type: 'tempBasal.requested', rateUuPerHour: 1, durationMs: 1 }, 'rateUuPerHour', 0, SAFE],
  [{ type: 'tempBasal.requested', percent: 1, durationMs: 1 }, 'durationMs', 1, SAFE],
  [{ type: 'carbs.entered', grams: 1 }, 'grams', 1, 250],
  [{ type: 'glucose.entered', mgPerDl: 100 }, 'mgPerDl', 20, 600],
  [{ type: 'sleep.started', durationMs: 1 }, 'durationMs', 1, 24 * HOUR],
  [{ type: 'exercise.started', durationMs: 1 }, 'durationMs', 1, 24 * HOUR],
  [{ type: 'remote.rejected', reason: 'forged', principal: null, count: 1 }, 'count', 1, SAFE],
  [{ type: 'encoder.counted', counts: 1 }, 'counts', -INT32, INT32 - 1],
  [{ type: 'force.measured', forceMn: 1 }, 'forceMn', -1_000_000, 1_000_000],
  [{ type: 'cgm.measured', mgPerDl: 1, sequence: 1 }, 'mgPerDl', 0, 1_000],
  [{ type: 'cgm.measured', mgPerDl: 1, sequence: 1 }, 'sequence', 0, SAFE],
  [{ type: 'cgm.measured', mgPerDl: 1, sequence: 1, ageMs: 1 }, 'ageMs', -SAFE, SAFE],
  [{ type: 'cgm.reported', session: 'warmup', endsInMs: 1 }, 'endsInMs', 0, SAFE],
  [{ type: 'battery.measured', percent: 1, millivolts: 1, minutesLeft: 1 }, 'percent', 0, 100],
  [{ type: 'battery.measured', percent: 1, millivolts: 1, minutesLeft: 1 }, 'millivolts', 0, 20_000],
  [{ type: 'battery.measured', percent: 1, millivolts: 1, minutesLeft: 1 }, 'minutesLeft', 0, 100_000],
  [{ type: 'temperature.measured', insideDeciC: 1, batteryDeciC: 1 }, 'insideDeciC', -1_000, 2_000],
  [{ type: 'temperature.measured', insideDeciC: 1, batteryDeciC: 1 }, 'batteryDeciC', -1_000, 2_000],
  [{ type: 'pressure.measured', pascals: 1 }, 'pascals', 0, 200_000],
  [{ type: 'supervisor.agreed', pulses: 1, hash: '0123456789abcdef' }, 'pulses', 0, SAFE],
  [{ type: 'supervisor.beat', pulses: 1, hash: '0123456789abcdef' }, 'pulses', 0, SAFE],
  [{ type: 'cartridge.replaced', volumeUu: 1, unitsPerMl: 100 }, 'volumeUu', 1, SAFE],
  [{ type: 'cartridge.replaced', volumeUu: 1, unitsPerMl: 100 }, 'unitsPerMl', 1, SAFE],
  [{ type: 'target.started', lowMgPerDl: 100, highMgPerDl: 100, durationMs: 1 }, 'lowMgPerDl', 80, 200],
  [{ type: 'target.started', lowMgPerDl: 100, highMgPerDl: 100, durationMs: 1 }, 'highMgPerDl', 80, 200],
  [{ type: 'target.started', lowMgPerDl: 100, highMgPerDl: 100, durationMs: 1 }, 'durationMs', 1, 24 * HOUR],
  [{ type: 'settings.confirmed', proposal: 1 }, 'proposal', 1, SAFE],
  [{ type: 'controller.failed', question: 1, how: 'hung', reason: 'r' }, 'question', 1, SAFE],
];

describe('a fact from outside', () => {
  test.each(NUMBERS.map(([whole, field, least, most]) => ({ type: whole.type, field, whole, least, most })))(
    '$type holds a whole number of $field within its bounds, and no other',
    ({ whole, field, least, most }) => {
      const having = (value: number): object => ({ ...whole, [field]: value });
      expect(isTaken(whole)).toBe(true);
      expect([least, most].map(value => isTaken(having(value)))).toEqual([true, true]);
      const beyond = [least - 1, most + 1, (least > -SAFE ? least : 0) + 0.5, Number.NaN];
      expect(beyond.filter(value => isTaken(having(value)))).toEqual([]);
    },
  );

  test('fills a cannula in whole pulses, within what one takes', () => {
    const fills = (amountUu: number): boolean => isTaken({ type: 'fill.requested', amountUu });
    const taken = Array.from({ length: 200 }, (_, index) => 12_500 * index).filter(fills);
    expect(taken[0]).toBe(100_000);
    expect(taken.at(-1)).toBe(1_000_000);
    expect(taken.every(each => each % 25_000 === 0)).toBe(true);
  });

  test('has words that say something, and are no longer than a person reads', () => {
    const words: readonly (readonly [fact: object, field: string, most: number | null])[] = [
      [{ type: 'fault.latched' }, 'reason', 400],
      [{ type: 'power.applied', gapMs: null }, 'boot', null],
      [{ type: 'selfTest.failed', reason: 'r' }, 'item', null],
      [{ type: 'check.failed', reason: 'r' }, 'item', 40],
      [{ type: 'journal.setAside', reason: 'r' }, 'kept', 1_000],
      [{ type: 'bolus.confirmed' }, 'bolus', 64],
      [{ type: 'alarm.acknowledged' }, 'alarm', 40],
    ];
    for (const [fact, field, most] of words) {
      const having = (length: number): boolean => isTaken({ ...fact, [field]: 'x'.repeat(length) });
      expect(having(0), field).toBe(false);
      expect(having(1), field).toBe(true);
      if (most !== null) expect([having(most), having(most + 1)], field).toEqual([true, false]);
    }
  });

  test('knows a remote by the sixteen digits of its pairing, and a configuration by its hash', () => {
    const good = '0123456789abcdef';
    const bad = [good.slice(1), `${good}0`, good.toUpperCase(), `x${good}`, `${good}x`, 'g123456789abcdef'];
    const kinds: readonly ((text: string) => object)[] = [
      principal => ({ type: 'remote.heard', principal }),
      hash => ({ type: 'supervisor.beat', pulses: 1, hash }),
    ];
    for (const kind of kinds) {
      expect(isTaken(kind(good))).toBe(true);
      expect(bad.filter(text => isTaken(kind(text)))).toEqual([]);
    }
    const wrong = factSchema.safeParse({ type: 'supervisor.beat', pulses: 1, hash: '' });
    expect(wrong.error?.issues.map(({ message }) => message)).toEqual(['must be 16 hexadecimal digits']);
  });

  test('names nothing that it does not know', () => {
    expect(isTaken({ type: 'screen.touched', by: 'nobody' })).toBe(false);
    expect(isTaken({ type: 'screen.kissed' })).toBe(false);
  });

  test('of a controller is an answer in whole amounts, with terms that can be shown', () => {
    const term = { name: 'n', value: 1.5, unit: '' };
    const answer = {
      type: 'controller.answered',
      question: 1,
      basal: { rateUuPerHour: 0, lengthMs: 1 },
      bolusUu: 0,
      validMs: 1,
      terms: [term],
    };
    const having = (change: object): boolean => isTaken({ ...answer, ...change });
    expect(having({})).toBe(true);
    expect(having({ basal: null, terms: [] })).toBe(true);
    const wrong = [
      { question: 0 },
      { basal: { rateUuPerHour: -1, lengthMs: 1 } },
      { basal: { rateUuPerHour: 0, lengthMs: 0 } },
      { basal: {} },
      { basal: { rateUuPerHour: 0, lengthMs: 1, more: 1 } },
      { bolusUu: -1 },
      { bolusUu: 0.5 },
      { validMs: 0 },
      { terms: [{}] },
      { terms: [{ ...term, name: '' }] },
      { terms: [{ ...term, name: 'n'.repeat(201) }] },
      { terms: [{ ...term, unit: 'u'.repeat(41) }] },
      { terms: Array.from({ length: 101 }, () => term) },
    ];
    expect(wrong.filter(having)).toEqual([]);
    expect(having({ terms: [{ name: 'n'.repeat(200), value: null, unit: 'u'.repeat(40) }] })).toBe(true);
    expect(having({ terms: Array.from({ length: 100 }, () => term) })).toBe(true);
  });
});
