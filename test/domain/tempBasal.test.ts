import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactOf } from '../../src/domain/facts.ts';
import { type Ledger, readings } from '../../src/domain/ledger/ledger.ts';
import { endRaise, endTempBasal, requestTempBasal } from '../../src/domain/ledger/temp.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { microunitsPerHour, monoMs, percent } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Request = Omit<FactOf<'tempBasal.requested'>, 'type' | 'durationMs'>;

const ask = (pump: Bench, request: Request) =>
  pump.take({ type: 'tempBasal.requested', durationMs: HOUR, ...request });

const rateOf = (pump: Bench): number => readings(pump.ledger, pump.at()).basalRateUuPerHour;

describe('SR-017 a temporary rate', () => {
  test('may be a share of the profile or a rate of its own, and not both', req('SR-017'), () => {
    const pump = running(flat(1_000_000));
    expect(types(ask(pump, {}))).toEqual(['tempBasal.refused']);
    expect(types(ask(pump, { percent: 50, rateUuPerHour: 500_000 }))).toEqual(['tempBasal.refused']);
    expect(types(ask(pump, { rateUuPerHour: 700_000 }))).toEqual(['tempBasal.admitted']);
    pump.give({ type: 'startTempBasal' });
    expect(rateOf(pump)).toBe(700_000);
    pump.run(HOUR);
    expect(pump.counted).toHaveLength(28);
    expect(rateOf(pump)).toBe(1_000_000);
  });

  test('above the maximum is lowered to it, and that is said', req('SR-017'), () => {
    const settings = flat(1_000_000, { maxBasalUuPerHour: 2_000_000 });
    for (const request of [{ percent: 250 }, { rateUuPerHour: 3_000_000 }]) {
      const pump = running(settings);
      expect(types(ask(pump, request))).toEqual(['tempBasal.admitted']);
      expect(types(pump.give({ type: 'startTempBasal' }))).toEqual(['limit.basalReached']);
      expect(rateOf(pump)).toBe(2_000_000);
    }
    const within = running(settings);
    ask(within, { percent: 200 });
    expect(types(within.give({ type: 'startTempBasal' }))).toEqual([]);
  });

  test('below half of the lowest of the profile is said, and is given as asked for (A-42)', () => {
    const settings = flat(1_000_000);
    for (const [request, said] of [
      [{ percent: 49 }, ['limit.basalReached']],
      [{ rateUuPerHour: 0 }, ['limit.basalReached']],
      [{ percent: 50 }, []],
      [{ rateUuPerHour: 500_000 }, []],
    ] as const) {
      const pump = running(settings);
      ask(pump, request);
      expect(types(pump.give({ type: 'startTempBasal' }))).toEqual(said);
      expect(rateOf(pump)).toBe('percent' in request ? request.percent * 10_000 : request.rateUuPerHour);
    }
  });

  test('of a thousandth of what was meant is refused, in the settings too', () => {
    const pump = running(flat(1_000_000));
    for (const rateUuPerHour of [1, 800, 24_999])
      expect(types(ask(pump, { rateUuPerHour }))).toEqual(['tempBasal.refused']);
    expect(types(ask(pump, { rateUuPerHour: 25_000 }))).toEqual(['tempBasal.admitted']);
    const isTaken = (rate: number): boolean => settingsSchema.safeParse(flat(rate)).success;
    expect([0, 1, 800, 24_999, 25_000].map(isTaken)).toEqual([true, false, false, false, true]);
  });

  test('never exceeds the maximum, whatever is asked for', req('SR-017'), () => {
    let asked = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 300 }),
        fc.oneof(
          fc.integer({ min: 0, max: 250 }).map(percent => ({ percent })),
          fc.integer({ min: 0, max: 1_500 }).map(hundredths => ({ rateUuPerHour: hundredths * 10_000 })),
        ),
        (most, request) => {
          const pump = running(flat(200_000, { maxBasalUuPerHour: most * 10_000 }));
          if (types(ask(pump, request)).includes('tempBasal.refused')) return;
          pump.give({ type: 'startTempBasal' });
          expect(rateOf(pump)).toBeLessThanOrEqual(most * 10_000);
          asked += 1;
        },
      ),
    );
    expect(asked).toBeGreaterThan(20);
  });

  test('above what the drive may ever give is refused', req('SR-017'), () => {
    const pump = running(flat(1_000_000));
    expect(types(ask(pump, { rateUuPerHour: 15_010_000 }))).toEqual(['tempBasal.refused']);
  });

  test('replaces another only when the person has said so', req('SR-017'), () => {
    const pump = running(flat(1_000_000));
    ask(pump, { percent: 50 });
    pump.give({ type: 'startTempBasal' });
    expect(types(ask(pump, { percent: 150 }))).toEqual(['tempBasal.refused']);
    expect(rateOf(pump)).toBe(500_000);
    expect(types(ask(pump, { percent: 150, replaces: true }))).toEqual(['tempBasal.admitted']);
    pump.give({ type: 'startTempBasal' });
    expect(rateOf(pump)).toBe(1_500_000);
  });

  test('SR-019 keeps what had ripened when it starts, is replaced and ends', req('SR-019'), () => {
    const pump = running(flat(1_000_000));
    pump.run(80_000);
    ask(pump, { percent: 0 });
    pump.give({ type: 'startTempBasal' });
    pump.run(HOUR);
    expect(pump.counted).toHaveLength(0);
    pump.run(9_999);
    expect(pump.counted).toHaveLength(0);
    pump.run(1);
    expect(pump.counted).toHaveLength(1);
  });

  test('SR-043 runs on through a stop and ends when it would have ended', req('SR-043'), () => {
    const pump = running(flat(1_000_000));
    ask(pump, { percent: 50 });
    pump.give({ type: 'startTempBasal' });
    pump.run(20 * MINUTE);
    pump.give({ type: 'stopDelivery' });
    pump.run(20 * MINUTE);
    pump.give({ type: 'startDelivery' });
    expect(rateOf(pump)).toBe(500_000);
    pump.run(20 * MINUTE);
    expect(rateOf(pump)).toBe(1_000_000);
  });
});

describe('SR-017 what a temporary rate is refused for', () => {
  const reasons = (pump: Bench, request: Request): readonly string[] =>
    ask(pump, request).flatMap(each => (each.type === 'tempBasal.refused' ? each.reasons : []));

  test('is told in words', req('SR-017'), () => {
    const pump = running(flat(1_000_000));
    expect(reasons(pump, {})).toEqual(['a temporary basal is a share of the profile or a rate, not both.']);
    ask(pump, { percent: 50 });
    pump.give({ type: 'startTempBasal' });
    expect(reasons(pump, { percent: 60 })).toEqual([
      'a temporary basal is running; cancel it first, or confirm that it is replaced.',
    ]);
  });

  test('SR-078 while nobody knows the time of day there is none', req('SR-078'), () => {
    const pump = running(flat(1_000_000));
    const lost: Ledger = { ...pump.ledger, clock: { ...pump.ledger.clock, phase: 'lost' } };
    const request = { type: 'tempBasal.requested', percent: 50, durationMs: HOUR } as const;
    expect(requestTempBasal(lost, request, pump.at()).derived).toEqual([
      { type: 'tempBasal.refused', reasons: ['the time of day is not known; set the clock first.'] },
    ]);
  });
});

describe('SR-015 what a full hour ends', () => {
  const endedBy = (level: NonNullable<Ledger['temp']['running']>['level']) => {
    const { ledger } = running(flat(1_000_000));
    const temp = { wanted: null, running: { level, endsAt: monoMs(HOUR), by: 'person' as const } };
    return types(endRaise({ ...ledger, temp }).derived);
  };

  test('is a rate above the profile, and not one that equals it', req('SR-015'), () => {
    expect(endedBy({ percent: percent(101) })).toEqual(['tempBasal.ended']);
    expect(endedBy({ percent: percent(100) })).toEqual([]);
    expect(endedBy({ percent: percent(50) })).toEqual([]);
    expect(endedBy({ rate: microunitsPerHour(1_000_001) })).toEqual(['tempBasal.ended']);
    expect(endedBy({ rate: microunitsPerHour(1_000_000) })).toEqual([]);
  });

  test('an end of what has ended changes nothing', () => {
    const { ledger } = running(flat(1_000_000));
    expect(endTempBasal(ledger)).toBe(ledger);
  });
});
