import { describe, expect, test } from 'vitest';
import { DOUBTS } from '../../src/domain/detect/reading.ts';
import { dosingOf, type Ledger, type Sensed } from '../../src/domain/ledger/ledger.ts';
import { calculation } from '../../src/inspector/page/calculation.ts';
import { AUTOMATED, see, wanted } from '../domain/automated.ts';
import type { Bench } from '../domain/bench.ts';
import { req } from '../support/req.ts';

const sensed = (pump: Bench, change: Partial<Ledger['glucose']> = {}): Sensed => {
  const ledger = { ...pump.ledger, glucose: { ...pump.ledger.glucose, ...change } };
  const glucose = dosingOf(ledger, pump.at())?.glucose ?? null;
  if (glucose === null) throw new Error('no reading was believed');
  return glucose;
};

/** A dose for 20 g by what the sensor says, as the page asks for it; the reason where there is none. */
const found = (pump: Bench, glucose: Sensed): number | string => {
  const answer = calculation(
    { carbsG: 20, glucose: { mgPerDl: glucose.mgPerDl, ageMs: 0, sensor: glucose } },
    dosingOf(pump.ledger, pump.at()) ?? undefined,
    AUTOMATED,
  );
  return answer.kind === 'dose' ? answer.units : answer.why;
};

describe('a dose by what a sensor says', () => {
  test('is reckoned with a number that is beyond doubt', () => {
    const pump = wanted();
    see(pump, [200, 203, 206]);
    const glucose = sensed(pump);
    expect(glucose).toEqual({ kind: 'measured', mgPerDl: 206, atMonoMs: pump.at().monoMs, doubts: [] });
    expect(found(pump, glucose)).toBeGreaterThan(2);
  });

  test.each([
    [401, 'high', 'the sensor only says HIGH: measure with a meter'],
    [39, 'low', 'glucose is below 70 mg/dL: eat first'],
  ])('SR-102 is refused where it says %d, which is no number', req('SR-102'), (code, kind, words) => {
    const pump = wanted();
    see(pump, kind === 'high' ? [380, 390, 398, code] : [60, 50, 45, code]);
    const glucose = sensed(pump);
    expect(glucose.kind).toBe(kind);
    expect(found(pump, glucose)).toContain(words);
  });

  test('SR-102 is refused after a jump until a meter says the number', req('SR-102'), () => {
    const pump = wanted();
    see(pump, [150, 152, 154, 230]);
    const glucose = sensed(pump);
    expect(glucose).toMatchObject({ kind: 'measured', doubts: ['jump'] });
    expect(found(pump, glucose)).toContain('in doubt (it jumped): measure with a meter');
    const byMeter = calculation(
      { carbsG: 20, glucose: { mgPerDl: 230, ageMs: 0 } },
      dosingOf(pump.ledger, pump.at()) ?? undefined,
      AUTOMATED,
    );
    expect(byMeter.kind).toBe('dose');
  });

  test.each(DOUBTS)('SR-102 is refused on each doubt: %s', req('SR-102'), doubt => {
    const pump = wanted();
    see(pump, [150, 152, 154]);
    expect(found(pump, sensed(pump, { doubts: [doubt] }))).toContain('in doubt');
  });
});
