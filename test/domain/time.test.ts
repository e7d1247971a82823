import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastDay, lastHour, onBoard, readings } from '../../src/domain/ledger/ledger.ts';
import { withProfile } from '../../src/domain/profiles.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;

/** A rate for the night and another for the day, far apart, so that an hour of either shows. */
const nightAndDay: Settings = {
  ...flat(0),
  basalProfile: [
    { fromMinute: 0, rateUuPerHour: 500_000 },
    { fromMinute: 180, rateUuPerHour: 5_000_000 },
  ],
};

describe('SR-076 monotonic time counts', () => {
  test(
    'however the wall clock is moved, insulin on board, the rolling sums and the next pulse of a flat profile stay',
    req('SR-076'),
    () => {
      let moved = 0;
      fc.assert(
        fc.property(
          fc.array(fc.constantFrom(-HOUR, HOUR, -YEAR, 24 * HOUR, -5 * MINUTE, 6 * MINUTE), { maxLength: 6 }),
          fc.boolean(),
          (jumps, isSet) => {
            const still = running(flat(1_000_000));
            const jumping = running(flat(1_000_000));
            for (const jump of jumps) {
              still.run(13 * MINUTE);
              jumping.run(13 * MINUTE);
              jumping.shiftWall(jump);
              if (isSet) jumping.take({ type: 'clock.set' });
              moved += 1;
            }
            const at = still.at().monoMs;
            expect(jumping.at().monoMs).toBe(at);
            expect(onBoard(jumping.ledger, at)).toBe(onBoard(still.ledger, at));
            expect(lastHour(jumping.ledger, at)).toBe(lastHour(still.ledger, at));
            expect(lastDay(jumping.ledger, at)).toBe(lastDay(still.ledger, at));
            expect(jumping.counted).toEqual(still.counted);
          },
        ),
        { numRuns: 60 },
      );
      expect(moved).toBeGreaterThan(50);
    },
  );
});

describe('SR-077 SR-078 a wall clock that leaps', () => {
  test('by more than 5 min is suspected at once and lost after a minute', req('SR-077', 'SR-078'), () => {
    const pump = running(flat(0));
    pump.run(HOUR);
    pump.shiftWall(5 * MINUTE);
    pump.run(HOUR);
    expect(types(pump.heard)).not.toContain('clock.suspected');
    pump.shiftWall(1);
    expect(types(pump.take({ type: 'clock.reached' }))).toEqual(['clock.suspected']);
    pump.run(MINUTE - 1);
    expect(types(pump.heard)).not.toContain('clock.lost');
    pump.run(1);
    expect(types(pump.heard)).toContain('clock.lost');
  });

  test('and comes back within the minute was a misread digit', () => {
    const pump = running(flat(0));
    pump.shiftWall(HOUR);
    pump.take({ type: 'clock.reached' });
    pump.shiftWall(-HOUR);
    expect(types(pump.take({ type: 'clock.reached' }))).toEqual(['clock.trusted']);
    pump.run(HOUR);
    expect(types(pump.heard)).not.toContain('clock.lost');
  });

  test('to a date before there was such a pump is lost at once, and stays lost until a person sets it', () => {
    const pump = running(flat(0));
    pump.shiftWall(-7 * YEAR);
    expect(types(pump.take({ type: 'clock.reached' }))).toEqual(['clock.lost']);
    pump.shiftWall(7 * YEAR);
    expect(types(pump.take({ type: 'clock.reached' }))).toEqual([]);
    expect(types(pump.take({ type: 'clock.set' }))).toEqual(['clock.trusted']);
    pump.run(HOUR);
    expect(types(pump.heard).filter(type => type.startsWith('clock.'))).toEqual([
      'clock.lost',
      'clock.trusted',
    ]);
  });

  test('because a person sets it, by an hour or back by a year, is believed', req('SR-077'), () => {
    for (const jump of [HOUR, -HOUR, -YEAR]) {
      const pump = running(flat(1_000_000));
      pump.run(HOUR);
      const pulses = pump.counted.length;
      pump.shiftWall(jump);
      expect(types(pump.take({ type: 'clock.set' }))).toEqual(['clock.trusted']);
      expect(pump.counted).toHaveLength(pulses);
      pump.run(HOUR);
      expect(pump.counted.length - pulses).toBe(40);
    }
  });

  test(
    'leaves the lowest rate of the profile, whatever the time of day, and keeps what had ripened',
    req('SR-078'),
    () => {
      const pump = running(nightAndDay);
      pump.shiftWall(12 * HOUR);
      pump.take({ type: 'clock.set' });
      pump.run(30_000);
      const { accumulated } = pump.ledger.basal;
      pump.give({ type: 'reduceBasal' });
      expect(pump.ledger.basal.accumulated).toBe(accumulated);
      const before = pump.counted.length;
      pump.run(HOUR);
      expect(Math.abs((pump.counted.length - before) * 25_000 - 500_000)).toBeLessThanOrEqual(25_000);
      pump.give({ type: 'endTempBasal' });
      expect(readings(pump.ledger, pump.at()).basalRateUuPerHour).toBe(5_000_000);
    },
  );
});

describe('SR-079 local time', () => {
  test(
    'that jumps gives each real moment the rate of its new local time: nothing twice, nothing skipped, no burst',
    req('SR-079', 'SR-077'),
    () => {
      let pulses = 0;
      fc.assert(
        fc.property(
          fc.array(
            fc.record({
              after: fc.integer({ min: 1, max: 300 }),
              offset: fc.constantFrom(-600, -120, -60, 0, 60, 120, 330),
            }),
            { minLength: 1, maxLength: 6 },
          ),
          changes => {
            const pump = running(nightAndDay);
            let programmed = 0;
            let offset = 0;
            let minute = 0;
            for (const change of changes) {
              for (let passed = 0; passed < change.after; passed += 1, minute += 1) {
                const local = (((minute + offset) % 1_440) + 1_440) % 1_440;
                programmed += (local < 180 ? 500_000 : 5_000_000) / 60;
              }
              pump.run(change.after * MINUTE);
              const before = pump.counted.length;
              pump.settle(
                pump.take({ type: 'zone.changed', utcOffsetMinutes: change.offset, cause: 'daylightSaving' }),
                'verified',
              );
              expect(pump.counted.length).toBe(before);
              offset = change.offset;
            }
            expect(Math.abs(pump.counted.length * 25_000 - programmed)).toBeLessThanOrEqual(25_001);
            pulses += pump.counted.length;
          },
        ),
        { numRuns: 20 },
      );
      expect(pulses).toBeGreaterThan(100);
    },
  );
});

describe('SR-018 a child', () => {
  test('gets 0.025 U/h for 48 h as 48 pulses, an hour apart', req('SR-018'), () => {
    const pump = running(flat(25_000));
    pump.run(48 * HOUR);
    expect(pump.counted).toHaveLength(48);
    for (const [index, { at }] of pump.counted.entries()) expect(at).toBe((index + 1) * HOUR);
  });
});

describe('SR-105 another profile', () => {
  test('comes into use with its confirmation, and keeps what had ripened', req('SR-019', 'SR-105'), () => {
    const weekend = { name: 'weekend', segments: [{ fromMinute: 0, rateUuPerHour: 100_000 }] };
    const pump = running({ ...flat(1_000_000), otherProfiles: [weekend] });
    pump.run(89_000);
    const { accumulated } = pump.ledger.basal;
    pump.change(withProfile(pump.ledger.settings ?? exampleSettings, 'weekend') ?? exampleSettings);
    expect(pump.ledger.settings?.profileName).toBe('weekend');
    expect(pump.ledger.basal.accumulated).toBe(accumulated);
    pump.run(9_999);
    expect(pump.counted).toHaveLength(0);
    pump.run(1);
    expect(pump.counted).toHaveLength(1);
  });
});
