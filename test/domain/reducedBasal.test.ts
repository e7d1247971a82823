import { expect, test } from 'vitest';
import { readings } from '../../src/domain/ledger/ledger.ts';
import { emptyLedger } from '../../src/domain/ledger/state.ts';
import { reduceBasal } from '../../src/domain/ledger/temp.ts';
import type { TempLevel } from '../../src/domain/profile.ts';
import { withProfile } from '../../src/domain/profiles.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { microunitsPerHour, monoMs, percent } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { flat, running } from './bench.ts';

const rate = (uu: number): TempLevel => ({ rate: microunitsPerHour(uu) });

/** The lowest rate of the example profile is 0.8 U/h. */
const CASES: readonly (readonly [string, TempLevel | null, number])[] = [
  ['nothing else', null, 800_000],
  ['0 %', { percent: percent(0) }, 0],
  ['50 %', { percent: percent(50) }, 400_000],
  ['200 %', { percent: percent(200) }, 800_000],
  ['0.1 U/h', rate(100_000), 100_000],
  ['2 U/h', rate(2_000_000), 800_000],
];

test.each(CASES)(
  'SR-078 doubt about the time of day never raises what a person wanted: %s',
  {
    ...req('SR-078'),
  },
  (_name, level, expected) => {
    const running = level === null ? null : { level, endsAt: monoMs(900_000), by: 'person' as const };
    const reduced = reduceBasal({
      ...emptyLedger,
      settings: exampleSettings,
      temp: { wanted: null, running },
    });
    expect(reduced.temp.running?.level).toEqual(rate(expected));
  },
);

test.each([
  ['lower', 100_000, 100_000],
  ['higher', 1_500_000, 500_000],
] as const)(
  'SR-078 a profile that is selected meanwhile lowers the rate and never raises it: %s',
  req('SR-078'),
  (name, rateUuPerHour, expected) => {
    const other = { name, segments: [{ fromMinute: 0, rateUuPerHour }] };
    const pump = running(flat(500_000, { otherProfiles: [other] }));
    pump.give({ type: 'reduceBasal' });
    expect(readings(pump.ledger, pump.at()).basalRateUuPerHour).toBe(500_000);
    pump.change(withProfile(pump.ledger.settings ?? exampleSettings, name) ?? exampleSettings);
    expect(readings(pump.ledger, pump.at()).basalRateUuPerHour).toBe(expected);
  },
);
