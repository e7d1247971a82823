import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponentialCurve, remaining } from '../../src/domain/insulin.ts';
import { emptyLedger } from '../../src/domain/ledger/ledger.ts';
import { profileAt } from '../../src/domain/profile.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import type { Dose } from '../../src/domain/rolling.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { onBoardAtLeast } from '../../src/runtime/onBoardAtLeast.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 90_000_000;

type Case = {
  readonly settings: Settings;
  /** Of the minute by the wall clock, ms. */
  readonly withinMinute: number;
  readonly sinceMs: number;
  readonly history: readonly Dose[];
};

/** By the minutes of the age of insulin, one at a time: the code counts by the stretches of the profile. */
const reckoned = ({ settings, withinMinute, sinceMs, history }: Case) => {
  const { insulinDurationMinutes: duration, insulinPeakMinutes } = settings;
  const curve = exponentialCurve(duration, insulinPeakMinutes);
  const leftOf = (minutes: number): bigint => BigInt(Math.floor(1_000_000 * remaining(curve, minutes)));
  const wallAgo = (ms: number) => wallMs(190_020_000 + withinMinute - ms);
  const stretchAgo = (ms: number) => {
    const { rate, leftMs } = profileAt(settings, wallAgo(ms));
    return { rate: BigInt(rate), endsAgo: ms - leftMs };
  };
  const mostAgo = Math.min(sinceMs, duration * MINUTE);
  let usual = 0n;
  for (let minute = 0; minute * MINUTE < mostAgo; minute += 1) {
    const first = stretchAgo(Math.min((minute + 1) * MINUTE, mostAgo));
    const isChanged = first.endsAgo > minute * MINUTE;
    // A minute in which the rate changes is counted whole at both.
    const rate = first.rate + (isChanged ? stretchAgo(first.endsAgo).rate : 0n);
    usual += rate * (leftOf(minute) + 1n);
  }
  const recent = history.filter(({ atMonoMs }) => NOW - atMonoMs < duration * MINUTE);
  const leftOfDose = ({ atMonoMs }: Dose): bigint => leftOf(Math.ceil((NOW - atMonoMs) / MINUTE));
  const given = recent.reduce((sum, dose) => sum + leftOfDose(dose), 0n) * BigInt(PULSE);
  const net = given / 1_000_000n - (usual + 59_999_999n) / 60_000_000n;

  let beyond = 0n;
  let reachedAgo = mostAgo;
  for (const dose of recent) {
    let usualOf = 0n;
    if (dose.channel === 'basal') {
      for (; reachedAgo > NOW - dose.atMonoMs; reachedAgo -= 1_000) {
        usualOf += stretchAgo(reachedAgo).rate * 1_000n;
      }
    }
    const ofProfile = (usualOf + BigInt(HOUR) - 1n) / BigInt(HOUR);
    if (ofProfile < PULSE) beyond += leftOfDose(dose) * (BigInt(PULSE) - ofProfile);
  }
  return { net: Number(net), beyond: Number(beyond / 1_000_000n) };
};

const seconds = (most: number) => fc.integer({ min: 0, max: most / 1_000 }).map(each => each * 1_000);

const times = {
  withinMinute: fc.oneof(fc.constant(0), seconds(MINUTE - 1_000)),
  rates: fc.array(fc.integer({ min: 5_000, max: 60_000 }), { minLength: 1, maxLength: 4 }),
  everyMinutes: fc.integer({ min: 61, max: 300 }),
  duration: fc.integer({ min: 240, max: 420 }),
  sinceMs: fc.oneof(fc.constant(10 * HOUR), seconds(8 * HOUR)),
};
const spread = fc.record({
  ...times,
  given: fc.array(fc.tuple(seconds(8 * HOUR), fc.constantFrom('basal', 'basal', 'bolus')), { maxLength: 8 }),
});
/** Each pulse when the profile owes one: of none is anything beyond it, and of the youngest most is on board. */
const owed = fc
  .record({
    ...times,
    rates: fc
      .tuple(
        fc.integer({ min: 5_000, max: 60_000 }),
        fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 3 }),
      )
      .map(([lowest, more]) => [lowest, ...more.map(each => lowest + each)]),
    sinceMs: fc.constant(10 * HOUR),
    first: seconds(HOUR / 2),
    count: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ first, count, ...rest }) => {
    const apartMs = 1_000 * Math.ceil((3_600 * PULSE) / Math.min(...rest.rates));
    const given = Array.from({ length: count }, (_, index) => [first + index * apartMs, 'basal'] as const);
    return { ...rest, given };
  });

const cases: fc.Arbitrary<Case> = fc
  .oneof(spread, owed)
  .map(({ withinMinute, rates, everyMinutes, duration, sinceMs, given }) => ({
    settings: {
      ...exampleSettings,
      insulinDurationMinutes: duration,
      basalProfile: rates.map((rateUuPerHour, index) => ({
        fromMinute: everyMinutes * index,
        rateUuPerHour,
      })),
    },
    withinMinute,
    sinceMs,
    history: given
      .toSorted(([a], [b]) => b - a)
      .map(([age, channel]): Dose => ({ atMonoMs: monoMs(NOW - age), channel, certain: true })),
  }));

test('the second count is exact, by minutes as by stretches of the profile, whichever of its halves is more', () => {
  const seen = { net: 0, beyond: 0 };
  fc.assert(
    fc.property(cases, each => {
      const { settings, withinMinute, sinceMs, history } = each;
      const known = {
        doses: { ...emptyLedger.doses, history },
        profileSince: monoMs(NOW - sinceMs),
      };
      const at = { monoMs: monoMs(NOW), wallMs: wallMs(190_020_000 + withinMinute) };
      const { net, beyond } = reckoned(each);
      seen[net > beyond ? 'net' : 'beyond'] += 1;
      expect(onBoardAtLeast(known, settings, at)).toBe(Math.max(net, beyond));
    }),
  );
  expect(Math.min(seen.net, seen.beyond)).toBeGreaterThan(3);
});
