import { describe, expect, test } from 'vitest';
import { nextDeadline, readings } from '../../src/domain/ledger/ledger.ts';
import { req } from '../support/req.ts';
import { type Bench, bench, flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

/** A pump whose power is on and whose basal is too small to be heard. */
const pump = (): Bench => {
  const started = bench(flat(25_000));
  started.take({ type: 'settings.changed', settings: flat(25_000) });
  started.pass(HOUR);
  started.take({ type: 'power.applied', boot: 'a', gapMs: 0 });
  return started;
};

let sequence = 0;
const read = (on: Bench, mgPerDl: number, more: { ageMs?: number; sequence?: number } = {}) => {
  sequence += 1;
  return types(on.take({ type: 'cgm.measured', mgPerDl, sequence, ...more }));
};

/** Readings five minutes apart; what was derived of each. */
const series = (on: Bench, values: readonly number[]) =>
  values.map(value => {
    on.pass(5 * MINUTE);
    return read(on, value);
  });

const woken = (on: Bench, ms: number) => {
  on.pass(ms);
  return types(on.take({ type: 'clock.reached' }));
};

describe('readings', () => {
  test('are accepted in sequence and in range, and nothing else is', () => {
    const on = pump();
    expect(read(on, 100)).toContain('glucose.accepted');
    on.pass(5 * MINUTE);
    expect(read(on, 100, { sequence: sequence - 1 })).toEqual(['glucose.rejected']);
    expect(read(on, 38)).toEqual(['glucose.rejected']);
    expect(read(on, 402)).toEqual(['glucose.rejected']);
    expect(read(on, 401)).toContain('glucose.accepted');
    expect(readings(on.ledger, on.at()).glucoseMgDl).toBe(401);
    on.take({ type: 'power.applied', boot: 'c', gapMs: 5 });
    on.pass(MINUTE);
    expect(read(on, 100, { sequence: 0 })).toContain('glucose.accepted');
  });

  test('the first after a start says every level, so that no alarm of before outlives its cause', () => {
    const on = pump();
    const all = [
      'glucose.notLow',
      'glucose.notHigh',
      'glucose.notVeryHigh',
      'glucose.steady',
      'sensor.trusted',
    ];
    expect(read(on, 100)).toEqual(['glucose.accepted', 'glucose.fresh', ...all]);
    expect(series(on, [101])).toEqual([['glucose.accepted']]);
    on.take({ type: 'power.applied', boot: 'b', gapMs: 0 });
    on.pass(MINUTE);
    expect(read(on, 101)).toEqual(['glucose.accepted', 'glucose.fresh', ...all]);
  });
});

describe('SR-093 age', () => {
  test('is said when it changes, and the ledger wakes for it', req('SR-093'), () => {
    const on = pump();
    read(on, 100);
    const start = on.at().monoMs;
    const at: number[] = [];
    const said: string[] = [];
    for (let guard = 0; guard < 200 && said.at(-1) !== 'glucose.lost'; guard += 1) {
      const deadline = nextDeadline(on.ledger);
      if (deadline === null) throw new Error('the ledger sleeps for ever');
      const words = woken(on, deadline - on.at().monoMs).filter(type => type.startsWith('glucose.'));
      at.push(...words.map(() => on.at().monoMs - start));
      said.push(...words);
    }
    expect(said).toEqual(['glucose.late', 'glucose.stale', 'glucose.lost']);
    expect(at).toEqual([6 * MINUTE + 1, 12 * MINUTE + 1, 20 * MINUTE + 1]);
  });

  test('counts from the measurement, not from the arrival', () => {
    const on = pump();
    expect(read(on, 100, { ageMs: 7 * MINUTE })).toContain('glucose.late');
    expect(woken(on, 5 * MINUTE + 1)).toContain('glucose.stale');
  });

  test('of a sensor that never measures is lost 20 min after it began, and of none at all never', () => {
    const on = pump();
    expect(woken(on, 60 * MINUTE)).toEqual([]);
    on.take({ type: 'cgm.reported', session: 'active' });
    expect(woken(on, 20 * MINUTE)).toEqual([]);
    expect(woken(on, 1)).toEqual(['glucose.lost']);
  });
});

describe('levels', () => {
  test('a meter counts for every level and for no age', () => {
    const on = pump();
    series(on, [60, 61]);
    expect(types(on.take({ type: 'glucose.entered', mgPerDl: 90 }))).toEqual(['glucose.notLow']);
    expect(types(on.take({ type: 'glucose.entered', mgPerDl: 50 }))).toEqual(['glucose.urgentlyLow']);
    expect(on.ledger.glucose.trail).toHaveLength(2);
  });

  test('high without delivery is the worst of it', () => {
    const on = running(flat(U));
    on.take({ type: 'power.applied', boot: 'a', gapMs: 0 });
    expect(on.ledger.delivering).toBe(false);
    expect(series(on, [260, 265, 270, 275]).at(-1)).toContain('glucose.highUndelivered');
  });

  test('a fall over three readings is told, and that it is over', () => {
    const on = pump();
    const said = series(on, [150, 140, 130, 128, 127]).map(types =>
      types.filter(type => /steady|falling/.test(type)),
    );
    expect(said).toEqual([['glucose.steady'], [], ['glucose.falling'], [], ['glucose.steady']]);
  });

  test('how fast a fall is told is a setting', () => {
    const falls = (glucoseFastMgDlMin: number): boolean => {
      const on = pump();
      on.take({ type: 'settings.changed', settings: { ...flat(25_000), glucoseFastMgDlMin } });
      return series(on, [200, 188, 176]).flat().includes('glucose.falling');
    };
    expect([falls(2), falls(3)]).toEqual([true, false]);
  });
});

describe('the session of a sensor', () => {
  const report = (
    on: Bench,
    session: 'warmup' | 'active' | 'failed' | 'expired' | 'none',
    endsInMs?: number,
  ) => types(on.take({ type: 'cgm.reported', session, ...(endsInMs === undefined ? {} : { endsInMs }) }));

  test('readings are refused while it warms up, has failed or has expired, and loss is no matter then', () => {
    for (const session of ['warmup', 'failed', 'expired'] as const) {
      const on = pump();
      series(on, [100, 100]);
      report(on, session);
      on.pass(5 * MINUTE);
      expect(read(on, 100)).toEqual(['glucose.rejected']);
      expect(woken(on, HOUR)).toEqual([]);
    }
  });

  test('a new one begins with a past of its own, and is awaited from its start', () => {
    const on = pump();
    series(on, [100, 100]);
    expect(report(on, 'warmup')).toEqual(['sensor.warming']);
    on.pass(2 * HOUR);
    expect(report(on, 'active', 240 * HOUR)).toEqual(['sensor.started']);
    expect(report(on, 'active', 240 * HOUR)).toEqual([]);
    expect(on.ledger.glucose).toMatchObject({ trail: [], sequence: null, freshness: 'none' });
    expect(woken(on, 20 * MINUTE)).toEqual([]);
    expect(woken(on, 1)).toEqual(['glucose.lost']);
  });

  test('its end is told 24 h, 6 h and 30 min before, each once, and then it is over', () => {
    const on = pump();
    report(on, 'active', 25 * HOUR);
    const start = on.at().monoMs;
    const heard: (readonly [string, number])[] = [];
    while (on.at().monoMs - start < 26 * HOUR) {
      const deadline = nextDeadline(on.ledger) ?? on.at().monoMs + HOUR;
      for (const type of woken(on, deadline - on.at().monoMs))
        if (type.startsWith('sensor.')) heard.push([type, (on.at().monoMs - start) / HOUR]);
    }
    expect(heard).toEqual([
      ['sensor.expiring', 1],
      ['sensor.expiring', 19],
      ['sensor.expiring', 24.5],
      ['sensor.expired', 25],
    ]);
    expect(report(on, 'expired')).toEqual([]);
    expect(report(on, 'none')).toEqual(['sensor.removed']);
  });

  test('a warning that was missed is given once, not three times', () => {
    const on = pump();
    expect(report(on, 'active', HOUR / 4)).toEqual(['sensor.started', 'sensor.expiring']);
    expect(report(on, 'active', HOUR / 4)).toEqual([]);
  });

  test('a sensor that stands still is doubted after 45 min, and trusted when it moves', () => {
    const on = pump();
    const said = series(on, [...Array(10).fill(120), 121]);
    expect(said.slice(1, 9).flat()).not.toContain('sensor.doubted');
    expect(said[9]).toContain('sensor.doubted');
    expect(said[10]).toContain('sensor.trusted');
  });
});
