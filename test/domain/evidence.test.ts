import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/domain/envelope/evidence.ts';
import { evidenceOf } from '../../src/domain/ledger/evidence.ts';
import type { BolusRecord, Ledger } from '../../src/domain/ledger/ledger.ts';
import { countedOnBoardOf, netOnBoardOf, takenOffOf } from '../../src/domain/ledger/onBoardCounted.ts';
import type { Dose } from '../../src/domain/rolling.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { mgPerDl, microunits, microunitsPerHour, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';
import { AUTOMATED } from './automated.ts';
import { running } from './bench.ts';

const MINUTE = 60_000;
const U = 1_000_000;
const PULSE = 25_000;

/** At eight in the morning, with nothing given. */
const morning = shared(() => {
  const pump = running(AUTOMATED);
  pump.run(8 * 60 * MINUTE, 'ignored');
  return { ledger: pump.ledger, at: pump.at() };
});
const ago = (minutes: number) => monoMs(morning().at.monoMs - minutes * MINUTE);

const evidence = (change: Partial<Ledger>): Evidence => {
  const found = evidenceOf({ ...morning().ledger, ...change }, morning().at, []);
  if (found === null) throw new Error('the ledger has no settings');
  return found;
};
const set = (change: Partial<Settings>) => ({ settings: { ...AUTOMATED, ...change } });
const profile = (...rates: readonly (readonly [fromMinute: number, rate: number])[]) =>
  set({ basalProfile: rates.map(([fromMinute, rate]) => ({ fromMinute, rateUuPerHour: rate * U })) });
const given = (...doses: readonly (readonly [Dose['channel'], minutesAgo: number, automatic?: true])[]) => ({
  doses: {
    ...morning().ledger.doses,
    history: doses.map(([channel, minutes, automatic]) => ({
      atMonoMs: ago(minutes),
      channel,
      certain: true,
      ...(automatic && { automatic }),
    })),
  },
});
const bolus = (change: Partial<Ledger['bolus']>) => ({ bolus: { ...morning().ledger.bolus, ...change } });
const under = (phase: BolusRecord['phase']) => {
  const other = running(AUTOMATED);
  other.take({ type: 'bolus.requested', bolus: 'b', amountUu: 2 * U });
  const { current } = other.ledger.bolus;
  if (current === null) throw new Error('no bolus waits');
  return bolus({ current: { ...current, phase, deliveredUu: microunits(0.5 * U) } });
};
const seen = (minutesAgo: number) => ({
  glucose: { ...morning().ledger.glucose, latest: { mgPerDl: mgPerDl(200), atMonoMs: ago(minutesAgo) } },
});

describe('a request is held against', () => {
  test('SR-096 the time since any bolus, and none while one runs', req('SR-096'), () => {
    const since = (change: Partial<Ledger>) => evidence(change).sinceBolusMs;
    expect(since(given(['bolus', 10], ['basal', 1]))).toBe(10 * MINUTE);
    expect(since(given(['extended', 7], ['basal', 1]))).toBe(7 * MINUTE);
    expect(since(given(['basal', 1]))).toBeNull();
    expect(since(under('active'))).toBe(0);
    const other = running(AUTOMATED);
    other.take({
      type: 'bolus.requested',
      bolus: 'e',
      amountUu: 2 * U,
      kind: 'extended',
      durationMs: 60 * MINUTE,
    });
    other.take({ type: 'bolus.confirmed', bolus: 'e' });
    other.give({ type: 'startExtended' });
    const { extended } = other.ledger.bolus;
    expect(extended).not.toBeNull();
    expect(since(bolus({ extended }))).toBe(0);
  });

  test('SR-095 the pulses of automation in two hours, and those alone', req('SR-095'), () => {
    const doses = given(['bolus', 121, true], ['basal', 119, true], ['bolus', 60], ['bolus', 1, true]);
    expect(evidence(doses).automatic).toBe(2 * PULSE);
  });

  test('SR-095 the lowest rate of the next half hour, and the highest of the day', req('SR-095'), () => {
    expect(evidence(profile([0, 1], [510, 0.5], [540, 2]))).toMatchObject({ usual: U, highest: 2 * U });
    expect(evidence(profile([0, 1], [509, 0.5], [540, 2])).usual).toBe(0.5 * U);
    expect(evidence(profile([0, 1], [490, 0.5], [500, 2])).usual).toBe(0.5 * U);
  });

  test('SR-095 the daily insulin of the settings, or twice the basal of a day', req('SR-095'), () => {
    expect(evidence(set({ dailyInsulinUu: 30 * U })).bounds.dailyInsulin).toBe(30 * U);
    expect(evidence(set({ dailyInsulinUu: 0 })).bounds.dailyInsulin).toBe(48 * U);
  });

  test('SR-094 what is at work until it ends', req('SR-094'), () => {
    const until = (endsAt: number) =>
      evidence({
        automation: {
          ...morning().ledger.automation,
          command: { rate: microunitsPerHour(2 * U), endsAt: monoMs(endsAt) },
        },
      }).running;
    expect(until(morning().at.monoMs + 5 * MINUTE)).toEqual({ rate: 2 * U, leftMs: 5 * MINUTE });
    expect(until(morning().at.monoMs)).toBeNull();
  });

  test('SR-015, SR-016 what hour and day have left after pulses and a bolus', req('SR-015', 'SR-016'), () => {
    const [none, five] = [
      evidence({}),
      evidence(given(...Array.from({ length: 5 }, () => ['bolus', 0] as const))),
    ];
    const rest = evidence(under('active'));
    for (const room of ['hourRoom', 'dayRoom'] as const) {
      expect(none[room] - five[room]).toBe(5 * PULSE);
      expect(none[room] - rest[room]).toBe(1.5 * U);
      expect(none[room]).toBe(evidence(under('pending'))[room]);
    }
  });
});

describe('SR-098 insulin on board', () => {
  const net = (change: Partial<Ledger>): number => Number(evidence(change).onBoardUu);

  test('is unknown until its time, and known at it', req('SR-098'), () => {
    expect(evidence({ unknownUntil: monoMs(morning().at.monoMs + 1) }).onBoardUu).toBe('unknown');
    expect(evidence({ unknownUntil: morning().at.monoMs }).onBoardUu).toBe(evidence({}).onBoardUu);
    expect(evidence({}).onBoardUu).not.toBe('unknown');
  });

  test('has the rest of a bolus that runs, and nothing of one that waits', req('SR-098'), () => {
    expect(net(under('active')) - net({})).toBe(1.5 * U);
    expect(net(under('pending'))).toBe(net({}));
  });

  test('is short of each rate of the profile for as long as it held', req('SR-098'), () => {
    const short = ({ settings }: ReturnType<typeof profile>): number =>
      Number(netOnBoardOf({ ...morning().ledger, settings }, morning().at));
    const changed = short(profile([0, 2], [360, 1]));
    expect(changed).toBeGreaterThan(short(profile([0, 2])));
    expect(changed).toBeLessThan(short(profile([0, 1])));
    expect(short(profile([0, 1]))).toBeLessThan(0);
    // And by no more than the profile gives in five hours.
    expect(short(profile([0, 1]))).toBeGreaterThan(-5 * U);
  });

  test('SR-095 of what comes sooner than the profile gives it, has what is sooner', req('SR-095'), () => {
    const counted = (change: Partial<Ledger>): number =>
      Number(countedOnBoardOf({ ...morning().ledger, ...change, settings: AUTOMATED }, morning().at));
    // At 1 U/h a pulse ripens in 90 s: half of one that comes after 45 s is beyond the profile.
    const [half, none] = [given(['basal', 2], ['basal', 1.25]), given(['basal', 2.75], ['basal', 1.25])];
    expect(counted(half)).toBeGreaterThan(12_400);
    expect(counted(half)).toBeLessThanOrEqual(12_500);
    expect(counted(none)).toBe(0);
    const flying = (channel: Dose['channel']) => ({
      flight: { intent: { pulse: 1, channel, bolus: null }, phase: 'moving' } as unknown as Ledger['flight'],
    });
    expect(counted({ ...given(), ...flying('bolus') })).toBe(PULSE);
    expect(counted({ ...given(), ...flying('basal') })).toBe(0);
  });

  test(
    'SR-095 that leaves automation no room has nothing of the profile while the profile is given',
    req('SR-095'),
    () => {
      const other = running(AUTOMATED);
      for (let hour = 0; hour < 8; hour += 1) {
        other.run(61 * MINUTE);
        const counted = Number(evidenceOf(other.ledger, other.at(), [])?.onBoardUu);
        expect(counted).toBeGreaterThanOrEqual(0);
        // The pulse that is given before all of it has ripened in the sum.
        expect(counted).toBeLessThanOrEqual(2 * PULSE);
      }
      expect(other.ledger.doses.basal).toBeGreaterThan(300);
    },
  );

  test(
    'SR-095 that leaves automation no room is what a bolus calculator takes off, or more',
    req('SR-095'),
    () => {
      let more = 0;
      const doses = fc.array(
        fc.tuple(
          fc.constantFrom<Dose['channel']>('basal', 'basal', 'bolus', 'extended'),
          fc.integer({ min: 0, max: 400 }),
        ),
        { maxLength: 300, size: 'max' },
      );
      fc.assert(
        fc.property(doses, list => {
          const ledger = {
            ...morning().ledger,
            settings: AUTOMATED,
            ...given(...list.toSorted(([, a], [, b]) => b - a)),
          };
          const [counted, off] = [
            Number(countedOnBoardOf(ledger, morning().at)),
            Number(takenOffOf(ledger, morning().at)),
          ];
          expect(counted).toBeGreaterThanOrEqual(Math.max(0, off));
          if (counted > off) more += 1;
        }),
      );
      expect(more).toBeGreaterThan(10);
    },
  );
});

test('SR-096 a correction needs a reading of ten minutes, and no carbohydrate ratio', req('SR-096'), () => {
  const whole = evidence(seen(9)).correction;
  expect(whole).toBeGreaterThan(0);
  expect(evidence(seen(11)).correction).toBe(0);
  expect(evidence({ ...seen(9), ...set({ carbRatioG: 0 }) }).correction).toBe(whole);
  expect(evidence({ ...seen(9), ...set({ sensitivityMgDl: 0 }) }).correction).toBe(0);
});
