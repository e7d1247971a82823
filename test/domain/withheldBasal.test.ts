import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../src/domain/ledger/evidence.ts';
import { dosingOf, type Ledger } from '../../src/domain/ledger/ledger.ts';
import type { Dose } from '../../src/domain/rolling.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { calculation } from '../../src/inspector/page/calculation.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';
import { AUTOMATED } from './automated.ts';
import { running } from './bench.ts';

const MINUTE = 60_000;
const SETTINGS = { ...AUTOMATED, targetMgDl: 100 };
/** A pulse of 0.025 U each 1.5 min is the 1 U/h of the profile. */
const PULSE_EVERY_MS = 1.5 * MINUTE;

const morning = shared(() => {
  const pump = running(SETTINGS);
  pump.run(8 * 60 * MINUTE, 'ignored');
  return { ledger: pump.ledger, at: pump.at() };
});

const doseOf = (channel: Dose['channel'], agoMs: number): Dose => ({
  atMonoMs: monoMs(morning().at.monoMs - agoMs),
  channel,
  certain: true,
});

/** Basal by the profile for eight hours, but not in the places that were withheld; 0.025 U of a bolus each. */
const given = (bolusAgoMs: readonly number[], withheld: (agoMs: number) => boolean): Ledger => {
  const basal = Array.from(
    { length: (8 * 60 * MINUTE) / PULSE_EVERY_MS },
    (_, index) => index * PULSE_EVERY_MS,
  )
    .filter(agoMs => !withheld(agoMs))
    .map(agoMs => doseOf('basal', agoMs));
  const history = [...basal, ...bolusAgoMs.map(agoMs => doseOf('bolus', agoMs))].sort(
    (a, b) => a.atMonoMs - b.atMonoMs,
  );
  return {
    ...morning().ledger,
    doses: { ...morning().ledger.doses, history },
    glucose: {
      ...morning().ledger.glucose,
      latest: { mgPerDl: mgPerDl(200), atMonoMs: morning().at.monoMs },
    },
  };
};

const proposed = (ledger: Ledger): number => {
  const dosing = dosingOf(ledger, morning().at) ?? undefined;
  const found = calculation({ carbsG: 0, glucose: { mgPerDl: 200, ageMs: 0 } }, dosing, SETTINGS);
  if (found.kind === 'refused') throw new Error(found.why);
  return found.units;
};
const correction = (ledger: Ledger): number =>
  (evidenceOf(ledger, morning().at, [])?.correction ?? Number.NaN) / 1e6;

const threeUnits = Array.from({ length: 120 }, () => 120 * MINUTE);

describe('basal that was withheld', () => {
  test.each([
    ['a person', proposed],
    ['automation', correction],
  ])('SR-103 is not given back with a correction for %s', req('SR-103'), (_whom, reckon) => {
    const flowing = reckon(given(threeUnits, () => false));
    const off = reckon(given(threeUnits, agoMs => agoMs < 120 * MINUTE));
    expect(flowing).toBeGreaterThan(0);
    expect(off).toBeLessThanOrEqual(flowing);
  });

  test(
    'SR-103 raises no dose, whatever of it and whenever, and boluses stay on board in full',
    req('SR-103'),
    () => {
      let lowered = 0;
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 0, max: 300 * MINUTE }), { maxLength: 120 }),
          fc.array(fc.boolean(), { minLength: 320, maxLength: 320 }),
          (boluses, withheld) => {
            const all = given(boluses, () => false);
            const less = given(boluses, agoMs => withheld[agoMs / PULSE_EVERY_MS] === true);
            // The pulse that has just been given is ahead of the profile; a dose has steps of 0.05 U.
            const bolusesAlone = given(boluses, () => true);
            for (const reckon of [proposed, correction]) {
              expect(reckon(less)).toBeLessThanOrEqual(reckon(bolusesAlone));
              expect(reckon(less) - reckon(all)).toBeLessThanOrEqual(0.05 + 1e-9);
            }
            if (proposed(bolusesAlone) < 2) lowered += 1;
          },
        ),
      );
      expect(lowered).toBeGreaterThan(20);
    },
  );
});
