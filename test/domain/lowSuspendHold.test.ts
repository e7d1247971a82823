import { describe, expect, test } from 'vitest';
import type { Trail } from '../../src/domain/detect/reading.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import {
  answerLow,
  holdBasal,
  judgeLow,
  lowSuspendDeadline,
  passHold,
  releaseBasal,
  restartLowSuspend,
  sayPolicy,
} from '../../src/domain/ledger/lowSuspend.ts';
import { noLowSuspend } from '../../src/domain/ledger/lowSuspendState.ts';
import { advise, LEAST_MS, SUSPEND_LABELS } from '../../src/domain/lowSuspend/policy.ts';
import { withSpell } from '../../src/domain/lowSuspend/window.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const NOW = monoMs(600 * MINUTE);
const at = (minutes: number) => monoMs(NOW + minutes * MINUTE);

/** Readings five minutes apart, the last of them now. */
const trailOf = (values: readonly number[], lastAt: number = NOW): Trail =>
  values.map((value, index) => ({
    glucose: mgPerDl(value),
    measuredAt: monoMs(lastAt - (values.length - 1 - index) * 5 * MINUTE),
  }));

type Mode = 'off' | 'atThreshold' | 'predictive' | 'beforeLow';

/** A pump that delivers, with this policy told and these readings, 70 mg/dL for its limit. */
const pump = (mode: Mode, values: readonly number[], change: Partial<Ledger['lowSuspend']> = {}): Ledger => {
  const { ledger } = running(flat(1_000_000, { lowSuspend: mode, lowSuspendLimitMgDl: 70 }));
  return {
    ...ledger,
    glucose: { ...ledger.glucose, trail: trailOf(values) },
    lowSuspend: { ...noLowSuspend, told: mode, ...change },
  };
};

const hold = { since: NOW, until: at(5) };
const full = { from: monoMs(NOW - 120 * MINUTE), to: NOW };
const instant = (minutes: number) => ({ ...running().at(), monoMs: at(minutes) });

describe('the policy', () => {
  test('is told when it changes; a policy that is off knows of no low', () => {
    const told = sayPolicy(pump('predictive', [], { told: 'off', isLow: true }));
    expect(told.derived).toEqual([{ type: 'lowSuspend.armed', policy: 'predictive' }]);
    expect(told.ledger.lowSuspend).toMatchObject({ told: 'predictive', isLow: true });
    const off = sayPolicy(pump('off', [], { told: 'predictive', isLow: true }));
    expect(off.derived).toEqual([{ type: 'lowSuspend.disarmed' }]);
    expect(off.ledger.lowSuspend).toMatchObject({ told: 'off', isLow: false });
    const same = pump('predictive', []);
    expect(sayPolicy(same)).toEqual({ ledger: same, derived: [] });
    expect(sayPolicy(pump('predictive', [], { told: 'off' })).ledger.lowSuspend.isLow).toBe(false);
  });

  test('has a name that a person knows', () => {
    expect(SUSPEND_LABELS).toEqual({
      off: 'off',
      atThreshold: 'at the limit',
      predictive: 'predictive (80 mg/dL in 30 min)',
      beforeLow: 'before low (near the limit)',
    });
  });

  test('holds for half an hour at least, the predictive one for five minutes', () => {
    expect(LEAST_MS).toEqual({ atThreshold: 30 * MINUTE, predictive: 5 * MINUTE, beforeLow: 30 * MINUTE });
  });
});

describe('advice at its limits', () => {
  test('SR-087 at the threshold: suspends at it, goes on 20 mg/dL above it', req('SR-087'), () => {
    const advice = (value: number) => advise('atThreshold', trailOf([value]), 70);
    expect([70, 71, 89, 90].map(advice)).toEqual(['suspend', 'neither', 'neither', 'resume']);
  });

  test(
    'SR-087 predictive: below 70 now or 80 ahead; goes on when it rises, by two readings, to 80',
    req('SR-087'),
    () => {
      const advice = (...values: readonly number[]) => advise('predictive', trailOf(values), 70);
      expect([advice(70), advice(69)]).toEqual(['neither', 'suspend']);
      expect(advice(80, 80, 80, 80)).toBe('neither');
      expect(advice(79, 79, 79, 79)).toBe('suspend');
      // 74 and 75: 81 in half an hour; 73 and 74: exactly 80. A reading that stays does not rise.
      expect(advice(74, 75)).toBe('resume');
      expect(advice(73, 74)).toBe('resume');
      expect(advice(72, 73)).toBe('neither');
      expect(advice(80, 80)).toBe('neither');
      expect(advice(90, 74, 75)).not.toBe('neither');
    },
  );

  test(
    'SR-087 before low: within 70 of the limit and 20 ahead; goes on from 20 above and 40 ahead',
    req('SR-087'),
    () => {
      const level = (value: number) => advise('beforeLow', trailOf([value, value, value, value]), 70);
      expect([70, 90, 91, 110, 111].map(level)).toEqual([
        'suspend',
        'suspend',
        'neither',
        'neither',
        'resume',
      ]);
      // Rising to 90 by 7 a reading, it is clear in half an hour; at 89 it is not clear now.
      const rising = (value: number) =>
        advise('beforeLow', trailOf([21, 14, 7, 0].map(below => value - below)), 70);
      expect([89, 90].map(rising)).toEqual(['neither', 'resume']);
      // Both will be low in half an hour; only the nearer one is near now.
      const falling = (value: number) =>
        advise('beforeLow', trailOf([value + 30, value + 20, value + 10, value]), 70);
      expect([140, 141].map(falling)).toEqual(['suspend', 'neither']);
    },
  );
});

describe('SR-091 a reading', () => {
  const said = (ledger: Ledger, minutes = 0) => types(judgeLow(ledger, at(minutes)).derived);

  test('that is low is told while basal flows, for less than ten minutes', req('SR-091'), () => {
    const low = pump('atThreshold', [60]);
    expect(said(low)).toEqual(['glucose.predictedLow']);
    expect(said(low, 10 - 1 / MINUTE)).toEqual(['glucose.predictedLow']);
    expect(said(low, 10)).toEqual([]);
    expect(said(pump('off', [60]))).toEqual([]);
    expect(said({ ...low, delivering: false })).toEqual([]);
    expect(said(pump('atThreshold', [60], { hold }))).toEqual([]);
    expect(said(pump('atThreshold', []))).toEqual([]);
    expect(judgeLow(low, NOW).ledger.lowSuspend.isLow).toBe(true);
  });

  test('SR-089 without room in the window is told as that', req('SR-089'), () => {
    expect(said(pump('atThreshold', [60], { spells: [full] }))).toEqual(['lowSuspend.exhausted']);
  });

  test('that is better is told once, and not before the hold is as long as it must be', () => {
    const better = (minutesAgo: number) =>
      said(pump('atThreshold', [90], { isLow: true, hold: { since: at(-minutesAgo), until: at(5) } }));
    expect(better(29)).toEqual([]);
    expect(better(30)).toEqual(['glucose.recovering']);
    expect(said(pump('atThreshold', [90], { isLow: true }))).toEqual(['glucose.recovering']);
    expect(said(pump('atThreshold', [90]))).toEqual([]);
    expect(judgeLow(pump('atThreshold', [90], { isLow: true }), NOW).ledger.lowSuspend.isLow).toBe(false);
  });

  test('that is neither says nothing, but that glucose is seen again', () => {
    const unseen = pump('atThreshold', [80], { hold, isSeen: false });
    expect(said(unseen)).toEqual(['glucose.seen']);
    expect(judgeLow(unseen, NOW).ledger.lowSuspend.isSeen).toBe(true);
    expect(said(pump('atThreshold', [80], { hold }))).toEqual([]);
  });
});

describe('while basal is off', () => {
  const passed = (ledger: Ledger, minutes: number) => passHold(ledger, at(minutes));
  const long = { since: NOW, until: at(60) };

  test('SR-091 a reading supports it for ten minutes; of a low one that is said', req('SR-091'), () => {
    const held = pump('atThreshold', [70], { hold: long });
    expect(types(passed(held, 10 - 1 / MINUTE).derived)).toEqual([]);
    expect(types(passed(held, 10).derived)).toEqual(['glucose.unseen']);
    expect(passed(held, 10).ledger.lowSuspend.isSeen).toBe(false);
    expect(types(passed(pump('atThreshold', [69], { hold: long }), 10).derived)).toEqual([
      'glucose.unseenLow',
    ]);
    expect(types(passed(pump('atThreshold', [70], { hold: long, isSeen: false }), 10).derived)).toEqual([]);
    // Without any reading nothing supports it from its beginning.
    expect(types(passed(pump('atThreshold', [], { hold: long }), 0).derived)).toEqual(['glucose.unseen']);
    const free = pump('atThreshold', [70]);
    expect(passed(free, 10)).toEqual({ ledger: free, derived: [] });
  });

  test('SR-089 slice follows slice until two hours of the window are used', req('SR-089'), () => {
    const held = pump('atThreshold', [70], { hold, isSeen: false });
    expect(passed(held, 5 - 1 / MINUTE).ledger).toBe(held);
    expect(passed(held, 5).ledger.lowSuspend.hold).toEqual({ since: NOW, until: at(10) });
    expect(passed(held, 12).ledger.lowSuspend.hold).toEqual({ since: NOW, until: at(15) });
    const spent = passed(held, 120);
    expect(types(spent.derived)).toEqual(['lowSuspend.exhausted']);
    expect(spent.ledger.lowSuspend).toMatchObject({ isLow: true, hold: { until: at(120) } });
  });

  test('its next change is the end of the slice, or of what the reading supports', () => {
    const deadline = (change: Partial<Ledger['lowSuspend']>) =>
      lowSuspendDeadline(pump('atThreshold', [70], change));
    expect(deadline({})).toBeNull();
    expect(deadline({ hold })).toBe(at(5));
    expect(deadline({ hold: long })).toBe(at(10));
    expect(deadline({ hold: long, isSeen: false })).toBe(at(60));
  });
});

describe('basal', () => {
  test(
    'SR-089 is held for a slice, forgets what was owed, and is not held without room',
    req('SR-089'),
    () => {
      const owing = {
        ...pump('atThreshold', [60]),
        basal: { ...pump('atThreshold', [60]).basal, owed: true },
      };
      const { ledger } = holdBasal(
        { ...owing, lowSuspend: { ...owing.lowSuspend, isSeen: false } },
        instant(0),
      );
      expect(ledger.lowSuspend).toMatchObject({ hold, isSeen: true });
      expect(ledger.basal.owed).toBe(false);
      expect(() => holdBasal(pump('atThreshold', [60], { spells: [full] }), instant(0))).toThrow(
        'basal was held with no room left in the 150 min',
      );
    },
  );

  test(
    'SR-089 goes on, and what is counted as off ends with the slice, however late the host',
    req('SR-089'),
    () => {
      const held = pump('atThreshold', [70], { hold });
      const released = (minutes: number) => releaseBasal(held, at(minutes)).lowSuspend;
      expect(released(3)).toMatchObject({ hold: null, spells: [{ from: NOW, to: at(3) }] });
      expect(released(9)).toMatchObject({ hold: null, spells: [{ from: NOW, to: at(5) }] });
      const free = pump('atThreshold', [70]);
      expect(releaseBasal(free, NOW)).toBe(free);
      expect(restartLowSuspend(held, at(3)).lowSuspend).toMatchObject({
        told: 'off',
        hold: null,
        spells: [{ to: at(3) }],
      });
    },
  );

  test('SR-089 what no later window reaches is forgotten', req('SR-089'), () => {
    const spell = (from: number, to: number) => ({ from: at(from), to: at(to) });
    expect(withSpell([spell(0, 10), spell(20, 30)], spell(150, 160))).toEqual([
      spell(20, 30),
      spell(150, 160),
    ]);
    expect(withSpell([spell(0, 11)], spell(150, 160))).toEqual([spell(0, 11), spell(150, 160)]);
  });

  test('its alarms are answered, and no others', () => {
    const ledger = pump('atThreshold', [70]);
    const answered = (alarm: 'lowPredicted' | 'suspendLimit' | 'occlusion') =>
      types(answerLow(ledger, { type: 'alarm.acknowledged', alarm }).derived);
    expect(answered('lowPredicted')).toEqual(['lowSuspend.answered']);
    expect(answered('suspendLimit')).toEqual(['lowSuspend.answered']);
    expect(answered('occlusion')).toEqual([]);
  });
});
