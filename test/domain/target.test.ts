import { describe, expect, test } from 'vitest';
import { factSchema } from '../../src/domain/facts.ts';
import { evidenceOf } from '../../src/domain/ledger/evidence.ts';
import { correctedTo } from '../../src/domain/ledger/target.ts';
import { questionFor } from '../../src/runtime/question.ts';
import { AUTOMATED, see, wanted } from './automated.ts';
import { type Bench, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const aim = (lowMgPerDl: number, highMgPerDl: number, durationMs = HOUR) =>
  ({ type: 'target.started', lowMgPerDl, highMgPerDl, durationMs }) as const;

const asked = (pump: Bench) => questionFor(pump.ledger, 'islet', 1, pump.at())?.therapy.temporaryTarget;
const toldIn = (pump: Bench, ms: number): readonly string[] => {
  const before = pump.heard.length;
  pump.run(ms);
  return types(pump.heard.slice(before));
};
const correction = (pump: Bench): number => Number(evidenceOf(pump.ledger, pump.at(), [])?.correction);

describe('a temporary target', () => {
  test('is told to controllers until its end, which is said once', () => {
    const pump = wanted();
    expect(asked(pump)).toBeNull();
    pump.take(aim(140, 160));
    expect(asked(pump)).toEqual({ lowMgPerDl: 140, highMgPerDl: 160 });
    expect(toldIn(pump, HOUR - MINUTE)).not.toContain('target.expired');
    expect(asked(pump)).toEqual({ lowMgPerDl: 140, highMgPerDl: 160 });
    expect(toldIn(pump, 2 * MINUTE).filter(type => type === 'target.expired')).toHaveLength(1);
    expect(asked(pump)).toBeNull();
    expect(toldIn(pump, HOUR)).not.toContain('target.expired');
  });

  test('gives way to the next, and to a person who cancels it', () => {
    const pump = wanted();
    pump.take(aim(140, 160, 30 * MINUTE));
    pump.take(aim(90, 100, 2 * HOUR));
    expect(toldIn(pump, HOUR)).not.toContain('target.expired');
    expect(asked(pump)).toEqual({ lowMgPerDl: 90, highMgPerDl: 100 });
    pump.take({ type: 'target.cancelled' });
    expect(asked(pump)).toBeNull();
    expect(toldIn(pump, 2 * HOUR)).not.toContain('target.expired');
  });

  test('outlives automation that is switched off, and no restart, which says so', () => {
    const pump = wanted();
    pump.take(aim(140, 160, 3 * HOUR));
    pump.take({ type: 'automation.disabled' });
    expect(pump.ledger.temporaryTarget).not.toBeNull();
    pump.take({ type: 'power.lost', cause: 'operator' });
    const told = pump.take({ type: 'power.applied', boot: 'next', gapMs: MINUTE });
    expect(pump.ledger.temporaryTarget).toBeNull();
    expect(told).toContainEqual({ type: 'target.ended', reason: 'powerLost' });
    pump.take({ type: 'power.lost', cause: 'operator' });
    const again = pump.take({ type: 'power.applied', boot: 'third', gapMs: MINUTE });
    expect(types(again)).not.toContain('target.ended');
  });

  test('a bolus corrects to it where it is higher, and never to one that is lower', () => {
    const pump = wanted();
    see(pump, [200, 205, 210]);
    const usual = correction(pump);
    expect(usual).toBeGreaterThan(0);
    pump.take(aim(80, 90, 4 * HOUR));
    expect(correction(pump)).toBe(usual);
    pump.take(aim(150, 160, 4 * HOUR));
    const less = correction(pump);
    expect(less).toBeLessThan(usual);
    // 40 mg/dL at 50 mg/dL per U: 0.8 U.
    expect(usual - less).toBe(800_000);
    expect(correctedTo(pump.ledger, AUTOMATED, pump.at())).toEqual({
      lowMgPerDl: 150,
      highMgPerDl: 160,
    });
    pump.take({ type: 'exercise.started' });
    pump.take({ type: 'target.cancelled' });
    expect(correctedTo(pump.ledger, AUTOMATED, pump.at())).toEqual({
      lowMgPerDl: 140,
      highMgPerDl: 160,
    });
  });

  test('that ends below its beginning is its beginning alone', () => {
    const pump = wanted();
    pump.take(aim(130, 120));
    expect(asked(pump)).toEqual({ lowMgPerDl: 130, highMgPerDl: 130 });
  });

  test.each([aim(79, 120), aim(6, 8), aim(120, 201), aim(130, 140, 25 * HOUR), aim(130, 140, 0)])(
    'that cannot be is no fact: %j',
    fact => {
      expect(factSchema.safeParse(aim(130, 140)).success).toBe(true);
      expect(factSchema.safeParse(fact).success).toBe(false);
    },
  );
});

describe('the parts of a day at work', () => {
  test('sleep does not undercut the target of the night, whose end it outlasts', () => {
    const pump = wanted({
      ...AUTOMATED,
      targetMgDl: 140,
      dayParts: [{ fromMinute: 120, sensitivityMgDl: 50, carbRatioG: 10, targetMgDl: 100 }],
    });
    pump.take({ type: 'sleep.started' });
    expect(asked(pump)).toEqual({ lowMgPerDl: 140, highMgPerDl: 140 });
    pump.run(3 * HOUR);
    expect(asked(pump)).toEqual({ lowMgPerDl: 113, highMgPerDl: 120 });
  });

  test('controllers are told all of them, and a correction is reckoned by the one of the hour', () => {
    const parted = {
      ...AUTOMATED,
      dayParts: [{ fromMinute: 720, sensitivityMgDl: 100, carbRatioG: 20, targetMgDl: 150 }],
    };
    const pump = wanted(parted);
    expect(questionFor(pump.ledger, 'islet', 1, pump.at())?.therapy).toMatchObject({
      sensitivity: [
        { fromMinute: 0, value: 50 },
        { fromMinute: 720, value: 100 },
      ],
      carbRatio: [
        { fromMinute: 0, value: 10 },
        { fromMinute: 720, value: 20 },
      ],
      target: [
        { fromMinute: 0, value: { lowMgPerDl: 110, highMgPerDl: 110 } },
        { fromMinute: 720, value: { lowMgPerDl: 150, highMgPerDl: 150 } },
      ],
    });
    const found = new Set<number>();
    for (let hours = 0; hours < 24; hours += 1) {
      see(pump, [210, 210, 210]);
      const minute = Math.floor(pump.at().wallMs / MINUTE) % 1_440;
      // 100 mg/dL above target at 50, or 60 at 100; insulin on board lowers either.
      const most = minute < 720 ? 2_000_000 : 600_000;
      expect(correction(pump)).toBeLessThanOrEqual(most);
      found.add(minute < 720 ? 0 : 1);
      if (correction(pump) > 600_000) expect(minute).toBeLessThan(720);
      pump.run(HOUR - 15 * MINUTE);
    }
    expect(found.size).toBe(2);
  });
});
