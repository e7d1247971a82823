import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bilinearModel,
  exponentialModel,
  presetModel,
  shareRemaining,
} from '../../src/domain/insulinModel.ts';
import {
  type EvenDelivery,
  netOnBoard,
  netPieces,
  type ProfileSpan,
  withoutWithheld,
} from '../../src/domain/netInsulin.ts';
import { anyModel } from './insulinModels.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

const profile: readonly ProfileSpan[] = [
  { startMs: 0, endMs: 10 * HOUR, rateUuPerHour: 1_000_000 },
  { startMs: 10 * HOUR, endMs: 24 * HOUR, rateUuPerHour: 1_000_000 },
];
const netOf = (startMs: number, endMs: number, amountUu: number, spans = profile): number =>
  netPieces({ kind: 'basal', startMs, endMs, amountUu }, spans).reduce((sum, { netUu }) => sum + netUu, 0);

describe('net insulin', () => {
  test('of a zero basal of one hour over a boundary of the schedule is the whole hour, which oref0 0.7.1 halves', () => {
    const start = 10 * HOUR - MINUTE;
    expect(netOf(start, start + HOUR, 0)).toBeCloseTo(-1_000_000, 6);
  });

  test('is the same wherever a delivery is cut', () => {
    const cuts = fc.record({
      startMs: fc.integer({ min: 0, max: 20 * HOUR }),
      length: fc.integer({ min: 2, max: 4 * HOUR }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      boundary: fc.integer({ min: 1, max: 24 * HOUR - 1 }),
      rates: fc.tuple(fc.integer({ min: 0, max: 3_000_000 }), fc.integer({ min: 0, max: 3_000_000 })),
      rate: fc.integer({ min: 0, max: 5_000_000 }),
    });
    fc.assert(
      fc.property(anyModel, cuts, (model, { startMs, length, share, boundary, rates, rate }) => {
        const spans = [
          { startMs: 0, endMs: boundary, rateUuPerHour: rates[0] },
          { startMs: boundary, endMs: 24 * HOUR, rateUuPerHour: rates[1] },
        ];
        const middle = startMs + Math.max(1, Math.min(length - 1, Math.round(length * share)));
        const pieces = (fromMs: number, toMs: number) =>
          netPieces(
            { kind: 'basal', startMs: fromMs, endMs: toMs, amountUu: (rate * (toMs - fromMs)) / HOUR },
            spans,
          );
        const whole = pieces(startMs, startMs + length);
        const cut = [...pieces(startMs, middle), ...pieces(middle, startMs + length)];
        for (const later of [0, 30 * MINUTE, 3 * HOUR, 7 * HOUR]) {
          const nowMs = startMs + length + later;
          expect(
            Math.abs(netOnBoard(whole, model, nowMs) - netOnBoard(cut, model, nowMs)),
          ).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('on board agrees with a sum over seconds, and is rounded up', () => {
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 0, max: 8 * 60 }), (model, minutes) => {
        const piece = { startMs: 0, endMs: HOUR, netUu: 1_000_000 };
        const nowMs = HOUR + minutes * MINUTE;
        let sum = 0;
        for (let second = 0; second < 3_600; second += 1)
          sum += shareRemaining(model, nowMs - (second + 0.5) * 1_000) / 3_600;
        const onBoard = netOnBoard([piece], model, nowMs);
        expect(Math.abs(onBoard - sum * 1_000_000)).toBeLessThanOrEqual(2);
        expect(onBoard).toBe(Math.ceil(onBoard));
      }),
      { numRuns: 30 },
    );
  });

  test('a profile that leaves part of a delivery uncovered is a defect', () => {
    expect(() => netOf(23 * HOUR, 25 * HOUR, 0)).toThrow(
      new RangeError('the profile covers 3600000 ms of a delivery of 7200000 ms'),
    );
  });
});

describe('a delivery in its pieces', () => {
  const steps: readonly ProfileSpan[] = [
    { startMs: 0, endMs: HOUR, rateUuPerHour: U },
    { startMs: HOUR, endMs: 2 * HOUR, rateUuPerHour: 2 * U },
    { startMs: 2 * HOUR, endMs: 3 * HOUR, rateUuPerHour: 3 * U },
  ];
  const basal = (startMs: number, endMs: number, amountUu: number): EvenDelivery => ({
    kind: 'basal',
    startMs,
    endMs,
    amountUu,
  });

  test('has one for each rate it meets, and none where it only touches', () => {
    expect(netPieces(basal(HOUR, 2 * HOUR, 1_500_000), steps)).toEqual([
      { startMs: HOUR, endMs: 2 * HOUR, netUu: -500_000 },
    ]);
    expect(netPieces(basal(HOUR / 2, 2.5 * HOUR, 4 * U), steps)).toEqual([
      { startMs: HOUR / 2, endMs: HOUR, netUu: 500_000 },
      { startMs: HOUR, endMs: 2 * HOUR, netUu: 0 },
      { startMs: 2 * HOUR, endMs: 2.5 * HOUR, netUu: -500_000 },
    ]);
  });

  test('is whole where it is no basal, or has no length: the profile gives nothing in an instant', () => {
    const spread = { ...basal(HOUR / 2, HOUR, 2 * U), kind: 'bolus' } as const;
    expect(netPieces(spread, steps)).toEqual([{ startMs: HOUR / 2, endMs: HOUR, netUu: 2 * U }]);
    expect(netPieces(basal(HOUR / 2, HOUR / 2, 25_000), steps)).toEqual([
      { startMs: HOUR / 2, endMs: HOUR / 2, netUu: 25_000 },
    ]);
    // Nobody asks what the profile was.
    expect(netPieces(spread, [])).toHaveLength(1);
    expect(netPieces(basal(0, 0, 25_000), [])).toHaveLength(1);
  });
});

describe('a piece on board', () => {
  const adult = presetModel('rapidActingAdult');
  const given = (startMs: number, endMs = startMs) => [{ startMs, endMs, netUu: 3 * U }];

  test('given at once is the share of it that is left, and whole at its moment', () => {
    expect(netOnBoard(given(8 * HOUR), adult, 8 * HOUR)).toBe(3 * U);
    expect(netOnBoard(given(8 * HOUR), adult, 9 * HOUR)).toBe(Math.ceil(3 * U * shareRemaining(adult, HOUR)));
  });

  test('that is yet to come is not', () => {
    for (const model of [adult, bilinearModel(240)]) {
      expect(netOnBoard(given(8 * HOUR), model, 8 * HOUR - 1)).toBe(0);
      expect(netOnBoard(given(8 * HOUR, 9 * HOUR), model, 7 * HOUR)).toBe(0);
      expect(netOnBoard(given(8 * HOUR, 9 * HOUR), model, 8 * HOUR)).toBe(0);
      // Half of it has been given, and nothing of that has acted for long.
      expect(netOnBoard(given(8 * HOUR, 8 * HOUR + 2), model, 8 * HOUR + 1)).toBe(1.5 * U);
    }
  });

  test('is whole to the end of the delay, to the µU', () => {
    for (let peak = 35; peak <= 120; peak += 5) {
      const model = exponentialModel(300, peak, 10);
      expect(netOnBoard(given(0, 10 * MINUTE), model, 10 * MINUTE), `peak at ${peak} min`).toBe(3 * U);
    }
  });
});

describe('basal that was withheld', () => {
  const pieces = (...net: readonly number[]) =>
    net.map((netUu, index) => ({ startMs: index * HOUR, endMs: (index + 1) * HOUR, netUu }));

  test('is taken off what follows, as far as whole pulses may rightly owe', () => {
    const without = (mostUu: number, ...net: readonly number[]) =>
      withoutWithheld(pieces(...net), mostUu).map(({ netUu }) => netUu);
    expect(without(25_000, -100_000, 60_000, 10_000)).toEqual([0, 35_000, 10_000]);
    expect(without(25_000, -10_000, 60_000)).toEqual([0, 50_000]);
    // What one piece leaves is still owed by the next.
    expect(without(25_000, -20_000, 5_000, 40_000)).toEqual([0, 0, 25_000]);
    expect(without(25_000, 30_000, -25_000, 25_000, 25_000)).toEqual([30_000, 0, 0, 25_000]);
  });

  test('leaves the highest sum that the pieces up to any have come to, where nothing bounds what is owed', () => {
    const nets = fc.array(fc.integer({ min: -200_000, max: 200_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(nets, net => {
        const given = pieces(...net);
        const without = withoutWithheld(given, Number.MAX_SAFE_INTEGER);
        expect(without.map(({ startMs, endMs }) => [startMs, endMs])).toEqual(
          given.map(({ startMs, endMs }) => [startMs, endMs]),
        );
        let [sum, highest, ours] = [0, 0, 0];
        for (const [index, each] of without.entries()) {
          sum += net[index] ?? 0;
          highest = Math.max(highest, sum);
          ours += each.netUu;
          expect(ours).toBe(highest);
        }
      }),
    );
  });
});
