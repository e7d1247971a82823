import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BatteryLevel,
  type BatteryReading,
  batteryLevels,
  energyObjections,
  judgeBattery,
} from '../../src/domain/detect/battery.ts';
import { judgePressure, noPressure, type PressureLevel } from '../../src/domain/detect/pressure.ts';
import {
  judgeTemperature,
  type TemperatureLevel,
  temperatureLevels,
} from '../../src/domain/detect/temperature.ts';
import { monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const battery = (percent: number, over: Partial<BatteryReading> = {}): BatteryReading => ({
  percent,
  millivolts: 3_800,
  minutesLeft: 600,
  ...over,
});

describe('battery', () => {
  test.each<[string, BatteryReading, BatteryLevel]>([
    ['26 %', battery(26), 'ok'],
    ['25 %', battery(25), 'low'],
    ['6 %', battery(6), 'low'],
    ['5 %', battery(5), 'critical'],
    ['31 min', battery(50, { minutesLeft: 31 }), 'ok'],
    ['30 min', battery(50, { minutesLeft: 30 }), 'critical'],
    ['11 min', battery(50, { minutesLeft: 11 }), 'critical'],
    ['10 min', battery(50, { minutesLeft: 10 }), 'ending'],
    ['2 %', battery(2), 'critical'],
    ['1 %', battery(1), 'depleted'],
    ['3 300 mV', battery(50, { millivolts: 3_300 }), 'ok'],
    ['3 299 mV', battery(50, { millivolts: 3_299 }), 'depleted'],
  ])('SR-068 from full, %s is the level of the table', (_name, reading, level) => {
    expect(judgeBattery('ok', reading)).toBe(level);
  });

  test.each<[BatteryLevel, BatteryReading, BatteryLevel]>([
    ['low', battery(30), 'low'],
    ['low', battery(31), 'ok'],
    ['critical', battery(8), 'critical'],
    ['critical', battery(9), 'low'],
    ['critical', battery(50, { minutesLeft: 40 }), 'critical'],
    ['critical', battery(50, { minutesLeft: 41 }), 'ok'],
    ['ending', battery(50, { minutesLeft: 15 }), 'ending'],
    ['ending', battery(50, { minutesLeft: 16 }), 'critical'],
    ['depleted', battery(3), 'depleted'],
    ['depleted', battery(4), 'critical'],
    ['depleted', battery(50, { millivolts: 3_399 }), 'depleted'],
    ['depleted', battery(50, { millivolts: 3_400 }), 'ok'],
  ])('SR-068 %s is left only beyond its margin', (before, reading, level) => {
    expect(judgeBattery(before, reading)).toBe(level);
  });

  const anyReading = fc.record({
    percent: fc.integer({ min: 0, max: 100 }),
    millivolts: fc.integer({ min: 3_000, max: 4_300 }),
    minutesLeft: fc.integer({ min: 0, max: 700 }),
  });
  const anyLevel = fc.constantFrom(...batteryLevels);
  const rank = (level: BatteryLevel): number => batteryLevels.indexOf(level);

  test(
    'SR-068 the same reading again changes nothing, and less of anything is never better',
    req('SR-068'),
    () => {
      fc.assert(
        fc.property(anyLevel, anyReading, fc.nat(20), fc.nat(200), fc.nat(60), (before, reading, p, v, m) => {
          const level = judgeBattery(before, reading);
          expect(judgeBattery(level, reading)).toBe(level);
          const less = {
            percent: Math.max(0, reading.percent - p),
            millivolts: reading.millivolts - v,
            minutesLeft: Math.max(0, reading.minutesLeft - m),
          };
          expect(rank(judgeBattery(before, less))).toBeGreaterThanOrEqual(rank(level));
        }),
        { numRuns: 2_000 },
      );
    },
  );

  test('SR-068 a gauge that trembles by two percent while it empties says each level once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 104, maxLength: 104 }), noise => {
        let level: BatteryLevel = 'ok';
        let changes = 0;
        noise.forEach((tremble, at) => {
          const next = judgeBattery(level, battery(Math.min(100, Math.max(0, 100 - at + tremble))));
          if (next !== level) changes += 1;
          level = next;
        });
        expect(level).toBe('depleted');
        expect(changes).toBe(3);
      }),
    );
  });

  test('SR-068 a bolus is refused for lack of energy only when it would not be finished', () => {
    expect(energyObjections({ level: 'low', minutesLeft: 5 }, 30)).toEqual([]);
    expect(energyObjections({ level: 'critical', minutesLeft: 40 }, 30)).toEqual([]);
    expect(energyObjections({ level: 'critical', minutesLeft: 39 }, 30)).toHaveLength(1);
    expect(energyObjections({ level: 'ending', minutesLeft: 10 }, 0)).toHaveLength(1);
    expect(energyObjections({ level: 'depleted', minutesLeft: 500 }, 0)).toHaveLength(1);
  });
});

describe('temperature', () => {
  const at = (insideDeciC: number, batteryDeciC = 250) => ({ insideDeciC, batteryDeciC });

  test.each<[TemperatureLevel, number, number, TemperatureLevel]>([
    ['inRange', 50, 250, 'inRange'],
    ['inRange', 49, 250, 'warned'],
    ['inRange', 370, 250, 'inRange'],
    ['inRange', 371, 250, 'warned'],
    ['inRange', 20, 250, 'warned'],
    ['inRange', 19, 250, 'exceeded'],
    ['inRange', 450, 250, 'warned'],
    ['inRange', 451, 250, 'exceeded'],
    ['inRange', 250, 520, 'inRange'],
    ['inRange', 250, 521, 'overheated'],
    ['warned', 59, 250, 'warned'],
    ['warned', 60, 250, 'inRange'],
    ['warned', 361, 250, 'warned'],
    ['warned', 360, 250, 'inRange'],
    ['exceeded', 441, 250, 'exceeded'],
    ['exceeded', 440, 250, 'warned'],
    ['exceeded', 29, 250, 'exceeded'],
    ['exceeded', 30, 250, 'warned'],
    ['overheated', 250, 511, 'overheated'],
    ['overheated', 250, 510, 'inRange'],
  ])('SR-108 from %s, %i and %i tenths of a degree are %s', (before, inside, cell, level) => {
    expect(judgeTemperature(before, at(inside, cell))).toBe(level);
  });

  test('SR-108 noise of half a degree about any temperature does not chatter', req('SR-108'), () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...temperatureLevels),
        fc.integer({ min: -100, max: 600 }),
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 30, maxLength: 60 }),
        (before, around, noise) => {
          let level = before;
          let changes = 0;
          for (const tremble of noise) {
            const next = judgeTemperature(level, at(around + tremble));
            if (next !== level) changes += 1;
            level = next;
          }
          // One way out of the level it started in, and one step worse once: never back and forth.
          expect(changes).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('pressure', () => {
  /** What is said of readings in Pa, one each `everyMs`. */
  const levels = (readings: readonly number[], everyMs: number): readonly PressureLevel[] => {
    let pressure = noPressure;
    return readings.map((pascals, index) => {
      pressure = judgePressure(pressure, pascals, monoMs(index * everyMs));
      return pressure.level;
    });
  };

  test('SR-108 70 kPa and 106 kPa are in range, and beyond them is not', req('SR-108'), () => {
    const slowly = 600_000;
    expect(levels([70_000, 69_999, 70_999, 71_000], slowly)).toEqual([
      'inRange',
      'exceeded',
      'exceeded',
      'inRange',
    ]);
    expect(levels([106_000, 106_001, 105_001, 105_000], slowly)).toEqual([
      'inRange',
      'exceeded',
      'exceeded',
      'inRange',
    ]);
  });

  test(
    'SR-108 faster than 2 kPa/s is a leap after 3 s and not before; 2 kPa/s is none',
    req('SR-108'),
    () => {
      expect(levels([100_000, 97_999, 95_998, 93_997, 93_997], 1_000)).toEqual([
        'inRange',
        'inRange',
        'inRange',
        'leapt',
        'inRange',
      ]);
      expect(levels([100_000, 98_000, 96_000, 94_000, 92_000, 90_000], 1_000)).not.toContain('leapt');
      // A slow second in between begins the three seconds anew.
      expect(levels([100_000, 97_000, 94_000, 93_000, 90_000, 87_000], 1_000)).not.toContain('leapt');
    },
  );

  test('SR-109 a leap to a pressure out of range stays one until it is in range and steady', () => {
    const fallen = [100_000, 90_000, 80_000, 70_000, 60_000, 60_000, 70_500, 71_000, 71_000];
    expect(levels(fallen, 1_000).slice(3)).toEqual([
      'leapt',
      'leapt',
      'leapt',
      'leapt',
      'inRange',
      'inRange',
    ]);
  });

  test('SR-108 a climb to 12 km at the speed of an airliner exceeds and never leaps', () => {
    const climb = Array.from({ length: 120 }, (_, minute) =>
      Math.round(101_325 * (1 - 2.25577e-5 * Math.min(12_000, minute * 120)) ** 5.25588),
    );
    const said = levels(climb, 60_000);
    expect(said).not.toContain('leapt');
    expect(said.filter((level, at) => level !== said[at - 1])).toEqual(['inRange', 'exceeded']);
  });

  test('SR-108 readings of one instant never make a leap', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 75_000, max: 100_000 }), { minLength: 1 }), readings => {
        expect(levels(readings, 0)).not.toContain('leapt');
      }),
    );
  });
});
