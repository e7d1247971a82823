import fc from 'fast-check';
import { match } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { hardHourly } from '../../src/domain/admission.ts';
import type { Channel } from '../../src/domain/facts.ts';
import { flightOf, lastDay, lastHour, nextDeadline, onBoard } from '../../src/domain/ledger/ledger.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { type Bench, bench, flat, running } from './bench.ts';
import { type Deed, deeds, settingsOf, TIGHT } from './deeds.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PULSE = 25_000;

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
    .with({ do: 'cartridge' }, ({ volumeUu }) => pump.load(volumeUu))
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
  const within = (ms: number) => [...doses.history].filter(dose => dose.atMonoMs > now - ms).length + open;
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
    const seen = {
      lapsed: 0,
      spread: 0,
      spreadCompleted: 0,
      pulses: 0,
      boluses: 0,
      completed: 0,
      refused: 0,
      hung: 0,
      fullHours: 0,
    };
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
        // A leap is doubted, and a clock that is lost permits no bolus: a person sets it each time.
        const shiftBoth = (ms: number): void => {
          plain.shiftWall(ms);
          shifted.shiftWall(-ms);
          for (const pump of [plain, shifted]) pump.take({ type: 'clock.set' });
        };
        shifted.shiftWall(shift);
        shifted.take({ type: 'clock.set' });
        for (const [index, deed] of story.entries()) {
          if (deed.do === 'shiftWall') {
            shiftBoth(deed.ms);
            continue;
          }
          // An unanswered pulse is announced again at any waking, and midnight is one.
          const each = 'fate' in deed && deed.fate === 'ignored' ? { ...deed, fate: 'void' as const } : deed;
          perform(plain, settings, each, index);
          perform(shifted, settings, each, index);
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

test(
  'SR-073 delivery is not started without settings: it would deliver nothing, and say that it does',
  req('SR-073'),
  () => {
    const pump = bench();
    pump.take({ type: 'power.applied', boot: 'b', gapMs: 0 });
    pump.take({ type: 'journal.read', verdict: 'new' });
    expect(() => pump.give({ type: 'startDelivery' })).toThrow('delivery was started without settings');
  },
);
