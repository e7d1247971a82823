import { describe, expect, test } from 'vitest';
import type { TempBasal } from '../../src/domain/profile.ts';
import { changeObjections, settingsObjections } from '../../src/domain/programming.ts';
import type { Dose } from '../../src/domain/rolling.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { microunits, microunitsPerHour, monoMs, percent, wallMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { flat } from './bench.ts';

const U = 1_000_000;
const HOUR = 3_600_000;
/** A day and a half into the pump's time, so that yesterday's pulses have moments of their own. */
const NOW = 36 * HOUR;
const at = { monoMs: monoMs(NOW), wallMs: wallMs(Date.UTC(2026, 0, 6, 12)) };

/** What a change is held against: `givenUu` in whole pulses so long ago, nothing in flight, nothing owed. */
const standing = (settings: Settings, givenUu = 0, agoMs = 60_000) => ({
  settings,
  at,
  temp: null,
  history: Array.from(
    { length: givenUu / 25_000 },
    (): Dose => ({ atMonoMs: monoMs(NOW - agoMs), channel: 'bolus', certain: true }),
  ),
  inFlight: false,
  reservoir: microunits(300 * U),
  owed: microunits(0),
  owedInHour: microunits(0),
});
const profile = (rateUuPerHour: number): Pick<Settings, 'basalProfile'> => ({
  basalProfile: [{ fromMinute: 0, rateUuPerHour }],
});

test('SR-105 a field that the pump does not know is told of the settings as a whole', req('SR-105'), () => {
  const foreign = { ...exampleSettings, ...{ maxBolus: 10 } };
  expect(settingsObjections(foreign)).toEqual(['settings: Unrecognized key: "maxBolus".']);
});

describe('SR-106 a temporary rate', () => {
  const running = (by: TempBasal['by'], level: TempBasal['level']): TempBasal => ({
    level,
    endsAt: monoMs(NOW + HOUR),
    by,
  });
  const settings = flat(U, { maxBasalUuPerHour: 3 * U });
  const objections = (temp: TempBasal, change: Partial<Settings>): readonly string[] =>
    changeObjections({ ...standing(settings), temp }, { ...settings, ...change }, null);
  const lower = { ...profile(U / 2), maxBasalUuPerHour: 900_000 };
  const below = (remedy: string) => [
    `the maximum basal rate of 0.9 U/h is below the 1 U/h of the temporary rate in use; ${remedy}, or keep the maximum above it.`,
  ];
  const all = { percent: percent(100) };

  test('that a person wanted is theirs to end, before a restart and after it', req('SR-106'), () => {
    for (const by of ['person', 'restart'] as const)
      expect(objections(running(by, all), lower)).toEqual(below('end the temporary rate first'));
  });

  test('of a pump that does not know the time of day ends with a clock that is set', req('SR-078'), () => {
    const lowest = { rate: microunitsPerHour(U) };
    expect(objections(running('lostClock', lowest), lower)).toEqual(below('set the clock first'));
  });

  test('of automation, or what is left of it, is lowered and objects to nothing', req('SR-106'), () => {
    for (const by of ['controller', 'limited'] as const)
      expect(objections(running(by, all), lower)).toEqual([]);
  });

  test('that the maximum holds down already is not held down further', req('SR-106'), () => {
    const capped = running('person', { percent: percent(400) });
    expect(objections(capped, { maxBasalUuPerHour: 3 * U, glucoseLowMgDl: 80 })).toEqual([]);
    expect(objections(capped, { maxBasalUuPerHour: 2 * U })).toEqual([
      'the maximum basal rate of 2 U/h is below the 4 U/h of the temporary rate in use; end the temporary rate first, or keep the maximum above it.',
    ]);
  });
});

/**
 * Loads and caps in the smallest steps around where they meet, the old ones and the new. The rule is a line in either: no
 * objection where the new load fits the new cap, nor where the old one was passed already and the new is no lower.
 */
const STEPS = [-1, 0, 1] as const;
type Meeting = {
  readonly oldCap: number;
  readonly oldLoad: number;
  readonly newCap: number;
  readonly newLoad: number;
};
const meetings = (unit: number, oldCap: number): readonly Meeting[] =>
  STEPS.flatMap(load =>
    STEPS.flatMap(cap =>
      STEPS.map(more => ({
        oldCap,
        oldLoad: oldCap + load * unit,
        newCap: oldCap + cap * unit,
        newLoad: oldCap + (cap + more) * unit,
      })),
    ),
  );
const isObjected = ({ oldCap, oldLoad, newCap, newLoad }: Meeting): boolean =>
  newLoad > newCap && !(newCap >= oldCap && oldLoad > oldCap);

describe('SR-106 a change is refused for what was given, where it is the change that would pass the cap', () => {
  test('of the hour', req('SR-015', 'SR-106'), () => {
    // A maximum rate of 2 U/h and one and a half times a bolus of 2 U are 5 U; 4 U were given within the hour.
    const unit = 100_000;
    const oldCap = 5 * U;
    const found = new Set<boolean>();
    for (const meeting of meetings(unit, oldCap)) {
      const settings = flat(meeting.oldLoad - 4 * U, { maxBasalUuPerHour: 2 * U, maxBolusUu: 2 * U });
      const next = {
        ...settings,
        ...profile(meeting.newLoad - 4 * U),
        maxBasalUuPerHour: meeting.newCap - 3 * U,
        glucoseLowMgDl: 80,
      };
      const objections = changeObjections(standing(settings, 4 * U), next, null);
      const most = (meeting.newCap - 3 * U) / U;
      expect(objections, JSON.stringify(meeting)).toEqual(
        isObjected(meeting)
          ? [
              `with the last hour and the basal of the hour ahead, ${meeting.newLoad / U} U fall within an hour, above the ${meeting.newCap / U} U that a maximum basal rate of ${most} U/h and a largest bolus of 2 U allow; wait, or keep them higher.`,
            ]
          : [],
      );
      found.add(isObjected(meeting));
    }
    expect(found.size).toBe(2);
  });

  test('of the day, while an extended bolus owes', req('SR-016', 'SR-106'), () => {
    // 4 U were given at this moment, and leave the day at its very end: they count with all of its basal. 2 U are owed.
    const unit = 1_200_000;
    const oldCap = 18 * U;
    const found = new Set<boolean>();
    for (const meeting of meetings(unit, oldCap)) {
      const rateOf = (loadUu: number) => (loadUu - 6 * U) / 24;
      const settings = flat(rateOf(meeting.oldLoad), { maxDailyUu: meeting.oldCap });
      const next = {
        ...settings,
        ...profile(rateOf(meeting.newLoad)),
        maxDailyUu: meeting.newCap,
        glucoseLowMgDl: 80,
      };
      const given = standing(settings, 4 * U, 0);
      const objections = changeObjections({ ...given, owed: microunits(2 * U) }, next, null);
      expect(objections, JSON.stringify(meeting)).toEqual(
        isObjected(meeting)
          ? [
              `the most in 24 hours of ${meeting.newCap / U} U is below the ${meeting.newLoad / U} U that the last 24 hours, the extended bolus and the basal ahead come to; wait for its end, or keep it higher.`,
            ]
          : [],
      );
      // Nothing is cut where nothing is owed: basal and the next bolus wait for room by themselves.
      expect(changeObjections(given, next, null)).toEqual([]);
      found.add(isObjected(meeting));
    }
    expect(found.size).toBe(2);
  });
});
