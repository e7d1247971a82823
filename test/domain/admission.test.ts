import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bolusObjections, hardHourly } from '../../src/domain/admission.ts';
import { type Dose, ROLLING_HOUR_MS, rollingSum } from '../../src/domain/rolling.ts';
import { microunits, monoMs, wallMs } from '../../src/domain/units.ts';
import { flat } from './bench.ts';

const dose = (at: number): Dose => ({ atMonoMs: monoMs(at), channel: 'basal', certain: true });

test('SR-015 a pulse in flight takes its part of the hour', () => {
  const settings = flat(1_000_000, { maxBasalUuPerHour: 3_000_000 });
  expect(hardHourly(settings)).toBe(18_000_000);
  // 7 U given, 1 U of basal to come, 10 U asked: exactly the cap.
  const standing = {
    settings,
    at: { monoMs: monoMs(1_000), wallMs: wallMs(1_000) },
    temp: null,
    history: Array.from({ length: 280 }, () => dose(500)),
    inFlight: false,
    reservoir: microunits(300_000_000),
    owed: microunits(0),
    owedInHour: microunits(0),
  };
  expect(bolusObjections(standing, { nowUu: 10_000_000, spread: null })).toEqual([]);
  expect(bolusObjections({ ...standing, inFlight: true }, { nowUu: 10_000_000, spread: null })).toEqual([
    'with a bolus of 10 U, the hour behind and the basal of the hour ahead come to 18.025 U, above the 18 U allowed in an hour.',
  ]);
});

test('SR-015 the rolling sum is what looking at every dose gives, to the millisecond', () => {
  const times = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 20 });
  let atTheEdge = 0;
  fc.assert(
    fc.property(times, offsets => {
      const history = offsets.toSorted((a, b) => a - b).map(offset => dose(ROLLING_HOUR_MS + offset));
      const now = monoMs(2 * ROLLING_HOUR_MS);
      const expected = history.filter(each => each.atMonoMs > now - ROLLING_HOUR_MS).length;
      expect(rollingSum(history, now, ROLLING_HOUR_MS)).toBe(expected * 25_000);
      atTheEdge += offsets.filter(offset => offset === 0 || offset === 1).length;
    }),
  );
  expect(atTheEdge).toBeGreaterThan(20);
});
