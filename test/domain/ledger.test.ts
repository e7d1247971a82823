import fc from 'fast-check';
import { match } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { hardHourly } from '../../src/domain/admission.ts';
import type { Channel } from '../../src/domain/facts.ts';
import { flightOf, lastDay, lastHour, nextDeadline, onBoard } from '../../src/domain/ledger/ledger.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { type Bench, type Fate, flat, running } from './bench.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PULSE = 25_000;

/** One thing that happens to a pump. */
type Deed =
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
    do: fc.constantFrom('endBolus' as const, 'endExtended' as const, 'restart' as const, 'hangAndBoot' as const),
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
const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(deed, { minLength: 1, maxLength: 60, size: 'max' });

/** Nothing by night and much by day lets a jump of the wall clock meet the cap of an hour. */
const settingsOf: fc.Arbitrary<Settings> = fc
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
const TIGHT = { maxBasalUuPerHour: 500_000, maxBolusUu: 500_000 };

/** Does one deed, as the charts could. Orders are given only where they make sense. */
const perform = (pump: Bench, settings: Settings, deed: Deed, index: number): unknown =>
  match(deed)
    .with({ do: 'run' }, ({ ms, fate }) => pump.run(ms, fate))
    .with({ do: 'stall' }, ({ ms }) => {
      pump.pass(ms);
      pump.settle(pump.take({ type: 'clock.reached' }), 'verified');
    })
    .with({ do: 'shiftWall' }, ({ ms }) => pump.shiftWall(ms))
    .with({ do: 'bolus' }, ({ amountUu, id, fate }) => {
      pump.take({ type: 'bolus.requested', bolus: id ?? `b${index}`, amountUu });
      const pending = pump.ledger.bolus.current?.phase === 'pending';
      if (pending && fate === null) pump.give({ type: 'discardBolus' });
      if (pending && fate !== null) pump.settle(pump.give({ type: 'startBolus' }), fate);
    })
    .with({ do: 'spread' }, ({ amountUu, nowUu, quarters, ms }) => {
      pump.take({
        type: 'bolus.requested',
        bolus: `b${index}`,
        kind: nowUu === 0 ? 'extended' : 'combo',
        amountUu: nowUu + amountUu,
        ...(nowUu === 0 ? {} : { extendedUu: amountUu }),
        durationMs: quarters * 900_000,
      });
      const { current } = pump.ledger.bolus;
      if (current?.phase === 'pending')
        pump.settle(pump.give({ type: nowUu === 0 ? 'startExtended' : 'startCombo' }), 'verified');
      pump.run(ms);
    })
    .with({ do: 'endExtended' }, () => pump.give({ type: 'endExtended', reason: 'cancelled' }))
    .with({ do: 'endBolus' }, () => pump.give({ type: 'endBolus', reason: 'cancelled' }))
    .with({ do: 'restart' }, () => {
      // A suspension ends both parts of a bolus.
      pump.give({ type: 'endBolus', reason: 'suspended' });
      pump.give({ type: 'endExtended', reason: 'suspended' });
      pump.give({ type: 'stopDelivery' });
      pump.pass(index * 1_000);
      pump.take({ type: 'clock.reached' });
      pump.give({ type: 'startDelivery' });
    })
    .with({ do: 'hangAndBoot' }, () => {
      hang(pump);
      pump.take({ type: 'power.applied', boot: `boot${index}`, gapMs: 0 });
      pump.give({ type: 'startDelivery' });
    })
    .with({ do: 'temp' }, ({ percent, quarters }) => {
      pump.take({ type: 'tempBasal.requested', percent, durationMs: quarters * 900_000 });
      if (pump.ledger.temp.wanted !== null) pump.give({ type: 'startTempBasal' });
    })
    .with({ do: 'limits' }, ({ tight }) =>
      pump.take({ type: 'settings.changed', settings: tight ? { ...settings, ...TIGHT } : settings }),
    )
    .with({ do: 'cartridge' }, ({ volumeUu }) => pump.take({ type: 'cartridge.replaced', volumeUu }))
    .with({ do: 'stray' }, ({ pulse }) => {
      pump.take({ type: 'motor.arrived', pulse });
      pump.take({ type: 'outcome.recorded', pulse });
    })
    .with({ do: 'noise' }, ({ counts, forceMn }) => {
      pump.take({ type: 'encoder.counted', counts: pump.counts + counts });
      pump.take({ type: 'force.measured', forceMn });
    })
    .exhaustive();

/** Claims the next pulse and leaves it in flight, as a dead host does. */
const hang = (pump: Bench): void => {
  for (let tries = 0; tries < 3; tries += 1) {
    // A fixed length of time: the deadlines of two pumps may differ by a midnight.
    pump.pass(45_000);
    const due = pump.take({ type: 'clock.reached' }).find(each => each.type === 'pulse.due');
    if (due === undefined) continue;
    pump.give({ type: 'claimPulse', channel: due.channel });
    return;
  }
};

/** Checks the ledger against sums made the slow way, and against what it said before. */
const check = (pump: Bench, settings: Settings, before: Bench['ledger'], deed: Deed): void => {
  const { ledger } = pump;
  const { doses, bolus, reservoir } = ledger;
  const now = pump.at().monoMs;
  const open = flightOf(ledger) !== null && flightOf(ledger)?.outcome === null ? 1 : 0;
  // SR-020: never more than one owed, and less than one pulse behind it.
  expect(ledger.basal.accumulated).toBeLessThan(PULSE * HOUR);
  expect(ledger.basal.accumulated).toBeGreaterThanOrEqual(0);
  // SR-021.
  if (bolus.current !== null) {
    expect(bolus.current.deliveredUu).toBeLessThanOrEqual(bolus.current.requestedUu);
    expect(bolus.current.requestedUu).toBeLessThanOrEqual(settings.maxBolusUu);
  }
  const { extended } = bolus;
  if (extended !== null) {
    expect(extended.deliveredUu + (extended.owed ? PULSE : 0)).toBeLessThanOrEqual(extended.requestedUu);
    expect(extended.requestedUu).toBeLessThanOrEqual(settings.maxBolusUu);
    expect(extended.accumulated).toBeLessThan(PULSE * extended.durationMs);
  }
  for (const each of [bolus.lastExtended, bolus.last])
    if (each !== null) expect(each.deliveredUu).toBeLessThanOrEqual(each.requestedUu);
  // SR-053: it falls by what was counted, and rises only with a cartridge.
  const all = ({ basal, bolus: now, extended: spread }: typeof doses) => basal + now + spread;
  const counted = all(doses) - all(before.doses);
  if (deed.do === 'cartridge') expect(reservoir.volumeUu).toBe(deed.volumeUu);
  else expect(reservoir.volumeUu).toBe(Math.max(0, before.reservoir.volumeUu - counted * PULSE));
  // The rolling sums, by looking at every dose.
  const within = (ms: number) => doses.history.filter(dose => dose.atMonoMs > now - ms).length + open;
  expect(lastHour(ledger, now)).toBe(within(HOUR) * PULSE);
  expect(lastDay(ledger, now)).toBe(within(DAY) * PULSE);
  const known = onBoard(ledger, now);
  expect(known).not.toBe('unknown');
  expect(known).toBeLessThanOrEqual(within(5 * HOUR) * PULSE);
  expect(nextDeadline(ledger)).toBeGreaterThanOrEqual(ledger.at?.monoMs ?? 0);
};

/** SR-015: no hour that ends with one of the new pulses is above the cap, by the bench's own book. */
const checkHours = ({ counted, ledger }: Bench, book: number): void => {
  const cap = ledger.settings === null ? 0 : hardHourly(ledger.settings);
  for (let index = book; index < counted.length; index += 1) {
    const at = counted[index]?.at ?? 0;
    const hour = counted.slice(0, index + 1).filter(each => each.at > at - HOUR).length * PULSE;
    expect(hour).toBeLessThanOrEqual(cap);
  }
};

describe('whatever happens', () => {
  test('SR-011 SR-015 SR-020 SR-021 SR-053 the ledger counts right', () => {
    const seen = { lapsed: 0, spread: 0, spreadCompleted: 0, pulses: 0, boluses: 0, completed: 0, refused: 0, hung: 0, fullHours: 0 };
    fc.assert(
      fc.property(settingsOf, deeds, (settings, story) => {
        const pump = running(settings);
        for (const [index, each] of story.entries()) {
          const before = pump.ledger;
          const book = pump.counted.length;
          perform(pump, settings, each, index);
          check(pump, settings, before, each);
          checkHours(pump, book);
        }
        const { doses } = pump.ledger;
        // SR-011, SR-034: by channel, what counts is what was claimed and not proved void.
        const flight = flightOf(pump.ledger);
        const open = (channel: Channel) =>
          flight?.outcome === null && flight.intent.channel === channel ? 1 : 0;
        expect(doses.basal + open('basal')).toBe(pump.claimed.basal);
        expect(doses.bolus + open('bolus')).toBe(pump.claimed.bolus);
        expect(doses.extended + open('extended')).toBe(pump.claimed.extended);
        seen.spread += doses.extended;
        seen.pulses += pump.counted.length;
        seen.boluses += doses.bolus;
        seen.hung += doses.basal + doses.bolus + doses.extended - pump.counted.length;
        for (const { type } of pump.heard) {
          if (type === 'bolus.completed') seen.completed += 1;
          if (type === 'extended.completed') seen.spreadCompleted += 1;
          if (type === 'extended.lapsed') seen.lapsed += 1;
          if (type === 'bolus.refused') seen.refused += 1;
          if (type === 'limit.hourlyReached') seen.fullHours += 1;
        }
      }),
      { numRuns: 200 },
    );
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });

  test('SR-076 shifting the wall clock at any point of a story alters no sum while the profile is flat', () => {
    fc.assert(
      fc.property(deeds, fc.integer({ min: -DAY, max: DAY }), (story, shift) => {
        const settings = flat(1_000_000);
        const plain = running(settings);
        const shifted = running(settings);
        shifted.shiftWall(shift);
        for (const [index, deed] of story.entries()) {
          // An unanswered pulse is announced again at any waking, and midnight is one.
          const each = 'fate' in deed && deed.fate === 'ignored' ? { ...deed, fate: 'void' as const } : deed;
          perform(plain, settings, each, index);
          perform(
            shifted,
            settings,
            each.do === 'shiftWall' ? { do: 'shiftWall', ms: -each.ms } : each,
            index,
          );
        }
        expect(shifted.counted).toEqual(plain.counted);
        expect(shifted.ledger.doses).toEqual(plain.ledger.doses);
        const now = plain.at().monoMs;
        expect(onBoard(shifted.ledger, now)).toBe(onBoard(plain.ledger, now));
      }),
      { numRuns: 60 },
    );
  });
});
