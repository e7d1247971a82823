import fc from 'fast-check';
import type { Settings } from '../../src/domain/settings.ts';
import { type Fate, flat } from './bench.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One thing that happens to a pump. */
export type Deed =
  | { readonly do: 'run'; readonly ms: number; readonly fate: Fate }
  | { readonly do: 'stall'; readonly ms: number }
  | { readonly do: 'shiftWall'; readonly ms: number }
  /** Asked, and then confirmed with this fate of its first pulse, or discarded. */
  | {
      readonly do: 'bolus';
      readonly amountUu: number;
      readonly id: string | null;
      readonly fate: Fate | null;
    }
  | {
      readonly do: 'spread';
      readonly amountUu: number;
      readonly nowUu: number;
      readonly quarters: number;
      readonly ms: number;
    }
  | { readonly do: 'endBolus' | 'endExtended' | 'restart' | 'hangAndBoot' }
  | { readonly do: 'temp'; readonly percent: number; readonly quarters: number }
  /** Smaller limits in the middle of everything, or the old ones again. */
  | { readonly do: 'limits'; readonly tight: boolean }
  | { readonly do: 'cartridge'; readonly volumeUu: number }
  | { readonly do: 'stray'; readonly pulse: number }
  | { readonly do: 'noise'; readonly counts: number; readonly forceMn: number };

const fates: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fate>('verified') },
  { weight: 2, arbitrary: fc.constantFrom<Fate>('inDoubt', 'void', 'skipped', 'ignored') },
);

const amounts = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }).map(steps => steps * 50_000) },
  fc.integer({ min: 1, max: 6_000_000 }),
);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('run' as const),
      ms: fc.integer({ min: 0, max: HOUR / 2 }),
      fate: fates,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('bolus' as const),
      amountUu: amounts,
      id: fc.option(fc.constant('again'), { freq: 8 }),
      fate: fc.option(fates, { freq: 8 }),
    }),
  },
  fc.record({ do: fc.constant('stall' as const), ms: fc.integer({ min: 0, max: HOUR }) }),
  fc.record({ do: fc.constant('shiftWall' as const), ms: fc.integer({ min: -DAY, max: DAY }) }),
  fc.record({
    do: fc.constant('spread' as const),
    amountUu: fc.integer({ min: 1, max: 20 }).map(steps => steps * 50_000),
    nowUu: fc.constantFrom(0, 0, 50_000, 200_000),
    quarters: fc.integer({ min: 1, max: 4 }),
    ms: fc.integer({ min: 0, max: HOUR }),
  }),
  fc.record({
    do: fc.constantFrom(
      'endBolus' as const,
      'endExtended' as const,
      'restart' as const,
      'hangAndBoot' as const,
    ),
  }),
  fc.record({
    do: fc.constant('temp' as const),
    percent: fc.integer({ min: 0, max: 260 }),
    quarters: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({
    do: fc.constant('cartridge' as const),
    volumeUu: fc.integer({ min: 1_000_000, max: 300_000_000 }),
  }),
  fc.record({ do: fc.constant('limits' as const), tight: fc.boolean() }),
  fc.record({ do: fc.constant('stray' as const), pulse: fc.integer({ min: 1, max: 500 }) }),
  fc.record({
    do: fc.constant('noise' as const),
    counts: fc.integer({ min: -3, max: 3 }),
    forceMn: fc.integer({ min: 0, max: 12_000 }),
  }),
);

/** Long stories, so that days are filled and caps are met. */
export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(deed, {
  minLength: 1,
  maxLength: 60,
  size: 'max',
});

/** Nothing by night and much by day lets a jump of the wall clock meet the cap of an hour. */
export const settingsOf: fc.Arbitrary<Settings> = fc
  .record({
    rate: fc.oneof(fc.constantFrom(0, 300), fc.integer({ min: 0, max: 300 })),
    night: fc.constantFrom(0, 300),
    most: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ rate, night, most }) => ({
    ...flat(0, { maxBasalUuPerHour: 3_000_000, maxBolusUu: most * 500_000, maxDailyUu: 150_000_000 }),
    basalProfile: [
      { fromMinute: 0, rateUuPerHour: rate * 10_000 },
      { fromMinute: 720, rateUuPerHour: night * 10_000 },
    ],
  }));

/** One unit and a quarter an hour. */
export const TIGHT = { maxBasalUuPerHour: 500_000, maxBolusUu: 500_000 };
