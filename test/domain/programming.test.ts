import { describe, expect, test } from 'vitest';
import { differencesOf } from '../../src/domain/differences.ts';
import type { Channel, Derived } from '../../src/domain/facts.ts';
import {
  activate,
  applySettings,
  loseSettings,
  proposalOf,
  proposeSettings,
  settingsChange,
  settingsTrouble,
} from '../../src/domain/ledger/programming.ts';
import { withProfile } from '../../src/domain/profiles.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

const U = 1_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const inUse = ({ ledger: { settings } }: Bench): Settings => {
  if (settings === null) throw new Error('no settings');
  return settings;
};

const propose = (pump: Bench, change: Partial<Settings>, insteadOf?: number): readonly Derived[] =>
  pump.take({
    type: 'settings.proposed',
    replaces: pump.ledger.programming.version,
    settings: { ...inUse(pump), ...change },
    ...(insteadOf === undefined ? {} : { insteadOf }),
  });

const confirm = (pump: Bench, proposal = pump.ledger.programming.proposals): readonly Derived[] =>
  pump.take({ type: 'settings.confirmed', proposal });

/** What a refusal says; empty when nothing was refused. */
const refusal = (derived: readonly Derived[]): string =>
  derived.flatMap(each => (each.type === 'settings.refused' ? each.reasons : [])).join(' ');

const tempRate = (pump: Bench, percent: number): void => {
  pump.take({ type: 'tempBasal.requested', percent, durationMs: HOUR });
  pump.give({ type: 'startTempBasal' });
};

const extended = (pump: Bench, amountUu: number): void => {
  pump.take({ type: 'bolus.requested', bolus: 'pizza', kind: 'extended', amountUu, durationMs: 2 * HOUR });
  pump.give({ type: 'startExtended' });
};

describe('SR-105 a change of settings', () => {
  test('takes two steps: proposed, nothing is otherwise; confirmed, everything is', req('SR-105'), () => {
    const pump = running(flat(U));
    const before = inUse(pump);
    expect(types(propose(pump, { maxBolusUu: 5 * U, glucoseLowMgDl: 80 }))).toEqual(['settings.admitted']);
    expect(pump.ledger.settings).toBe(before);
    expect(types(confirm(pump))).toEqual(['settings.agreed']);
    expect(inUse(pump)).toEqual({ ...before, maxBolusUu: 5 * U, glucoseLowMgDl: 80 });
    expect(pump.heard.at(-1)?.type).toBe('settings.accepted');
  });

  test.each<readonly [string, Partial<Settings>, string]>([
    [
      'a rate above the maximum',
      { maxBasalUuPerHour: 900_000 },
      'is above the maximum basal rate (0.9 U/h); lower the rate or raise the maximum',
    ],
    ['a number out of its range', { maxBolusUu: 26 * U }, 'the largest bolus of 26 U is above 25 U'],
    [
      'a profile with a gap',
      { basalProfile: [{ fromMinute: 30, rateUuPerHour: U }] },
      'must start at minute 0',
    ],
    ['a day below its own basal', { maxDailyUu: 20 * U }, "is below the profile's own 24 U a day; raise it"],
    ['nothing', {}, 'nothing would change'],
  ])('that has %s is refused in words', { ...req('SR-105') }, (_, change, words) => {
    const pump = running(flat(U));
    const before = inUse(pump);
    expect(refusal(propose(pump, change))).toContain(words);
    expect(pump.ledger.programming.waiting).toBeNull();
    expect(pump.ledger.settings).toBe(before);
  });

  test('of settings that were looked at too long ago is refused', req('SR-105'), () => {
    const pump = running(flat(U));
    const stale = pump.ledger.programming.version;
    pump.change({ ...inUse(pump), glucoseLowMgDl: 80 });
    const late = pump.take({
      type: 'settings.proposed',
      replaces: stale,
      settings: { ...inUse(pump), glucoseLowMgDl: 90 },
    });
    expect(refusal(late)).toBe(
      'version 1 of the settings was looked at, and version 2 is in use; look at those and propose again.',
    );
    // Local time changes while a proposal waits: what was looked at is not what is in use any more.
    propose(pump, { glucoseLowMgDl: 90 });
    pump.take({ type: 'zone.changed', utcOffsetMinutes: 60, cause: 'travel' });
    expect(types(confirm(pump))).toEqual(['settings.refused', 'settings.withdrawn']);
    expect(inUse(pump).glucoseLowMgDl).toBe(80);
  });

  test('gives way to another only where that was said', req('SR-105'), () => {
    const pump = running(flat(U));
    propose(pump, { maxBolusUu: 5 * U });
    expect(refusal(propose(pump, { maxBolusUu: 6 * U }))).toContain('proposal 1 waits');
    expect(types(propose(pump, { maxBolusUu: 6 * U }, 1))).toEqual(['settings.admitted']);
    expect(refusal(confirm(pump, 1))).toContain('proposal 1 does not wait');
    confirm(pump, 2);
    expect(inUse(pump).maxBolusUu).toBe(6 * U);
    expect(refusal(confirm(pump, 2))).toContain('proposal 2 does not wait');
  });

  test('waits for the end of a bolus, which was confirmed under the old limits', req('SR-105'), () => {
    const pump = running(flat(0));
    pump.take({ type: 'bolus.requested', bolus: 'lunch', amountUu: 100_000 });
    expect(refusal(propose(pump, { maxDailyUu: 50 * U }))).toContain(
      'the bolus lunch waits for confirmation',
    );
    pump.give({ type: 'startBolus' });
    expect(refusal(propose(pump, { maxDailyUu: 50 * U }))).toContain('the bolus lunch is being delivered');
    pump.run(10_000);
    pump.give({ type: 'endBolus', reason: 'completed' });
    expect(types(propose(pump, { maxDailyUu: 50 * U }))).toEqual(['settings.admitted']);
  });
});

describe('SR-106 what runs by the old settings is not cut by the new ones', () => {
  test('a maximum below a temporary rate is refused, and taken when that has ended', req('SR-106'), () => {
    const pump = running(flat(U));
    tempRate(pump, 200);
    expect(refusal(propose(pump, { maxBasalUuPerHour: 1_900_000 }))).toBe(
      'the maximum basal rate of 1.9 U/h is below the 2 U/h of the temporary rate in use; end the temporary rate first, or keep the maximum above it.',
    );
    expect(types(propose(pump, { maxBasalUuPerHour: 2 * U }))).toEqual(['settings.admitted']);
    pump.give({ type: 'endTempBasal' });
    expect(types(propose(pump, { maxBasalUuPerHour: 1_900_000 }, 1))).toEqual(['settings.admitted']);
  });

  test('a rate that starts between the two steps is in use, too', req('SR-105', 'SR-106'), () => {
    const pump = running(flat(U));
    propose(pump, { maxBasalUuPerHour: 1_900_000 });
    tempRate(pump, 200);
    const derived = confirm(pump);
    expect(refusal(derived)).toContain('below the 2 U/h of the temporary rate in use');
    expect(inUse(pump).maxBasalUuPerHour).toBe(15 * U);
  });

  test('a profile by which a temporary rate would meet the maximum is refused', req('SR-106'), () => {
    const pump = running(flat(U, { maxBasalUuPerHour: 3 * U }));
    tempRate(pump, 200);
    const faster = { basalProfile: [{ fromMinute: 0, rateUuPerHour: 2 * U }] };
    expect(refusal(propose(pump, faster))).toContain('below the 4 U/h of the temporary rate in use');
  });

  test('a largest bolus below the extended one that runs is refused', req('SR-106'), () => {
    const pump = running(flat(U));
    extended(pump, 4 * U);
    expect(refusal(propose(pump, { maxBolusUu: 3_950_000 }))).toContain(
      'the largest bolus of 3.95 U is below the 4 U of the extended bolus that runs',
    );
    expect(types(propose(pump, { maxBolusUu: 4 * U }))).toEqual(['settings.admitted']);
  });

  test('caps of hour and day below what was given are refused', req('SR-015', 'SR-016', 'SR-106'), () => {
    const pump = running(flat(U));
    pump.take({ type: 'bolus.requested', bolus: 'lunch', amountUu: 10 * U });
    pump.give({ type: 'startBolus' });
    pump.run(20 * MINUTE);
    pump.give({ type: 'endBolus', reason: 'completed' });
    expect(refusal(propose(pump, { maxBolusUu: 2 * U, maxBasalUuPerHour: 2 * U }))).toContain(
      'above the 5 U that a maximum basal rate of 2 U/h and a largest bolus of 2 U allow; wait',
    );
    const low = { basalProfile: [{ fromMinute: 0, rateUuPerHour: 100_000 }], maxDailyUu: 12 * U };
    expect(types(propose(pump, low))).toEqual(['settings.admitted']);
    extended(pump, 4 * U);
    expect(refusal(confirm(pump))).toContain('the most in 24 hours of 12 U is below the');
  });
});

test('SR-105 another profile in use is told by its name and its rates, and once', req('SR-105'), () => {
  const weekend = { name: 'weekend', segments: [{ fromMinute: 0, rateUuPerHour: 500_000 }] };
  const before = { ...flat(U), otherProfiles: [weekend] };
  expect(differencesOf(before, withProfile(before, 'weekend') ?? before)).toEqual([
    { field: 'profile in use', from: 'standard', to: 'weekend' },
    { field: 'basal rates in use', from: '00:00 1 U/h; 24 U a day', to: '00:00 0.5 U/h; 12 U a day' },
  ]);
  const slower = { ...before, basalProfile: [{ fromMinute: 0, rateUuPerHour: 900_000 }], otherProfiles: [] };
  expect(differencesOf(before, slower)).toEqual([
    { field: 'basal rates in use', from: '00:00 1 U/h; 24 U a day', to: '00:00 0.9 U/h; 21.6 U a day' },
    { field: 'profile weekend', from: '00:00 0.5 U/h; 12 U a day', to: 'none' },
  ]);
  // Rates of the one that leaves, and of the one that comes, are changed along with the choice.
  const both = {
    ...slower,
    profileName: 'weekend',
    otherProfiles: [{ name: 'standard', segments: [{ fromMinute: 0, rateUuPerHour: 800_000 }] }],
  };
  expect(differencesOf(before, both).map(({ field }) => field)).toEqual([
    'profile in use',
    'basal rates in use',
    'profile weekend',
    'profile standard',
  ]);
});

describe('the settings in use', () => {
  test('SR-066 are those that were accepted, or that is told', req('SR-066'), () => {
    const { ledger } = running();
    expect([settingsChange(ledger), settingsTrouble(ledger)]).toEqual([null, null]);
    const changed = {
      ...ledger,
      settings: { ...flat(U), basalProfile: [{ fromMinute: 0, rateUuPerHour: 2 * U }] },
    };
    const words = 'The settings in memory are not those that were accepted.';
    expect([settingsChange(changed), settingsTrouble(changed)]).toEqual([words, words]);
  });

  test(
    'SR-073 pass their checks, or nothing is delivered by them; without any there is no trouble',
    req('SR-073'),
    () => {
      const { ledger } = running();
      const unlawful = activate(ledger, { ...flat(U), maxBasalUuPerHour: U / 2 });
      expect(settingsTrouble(unlawful)).toMatch(/^The stored settings do not pass their checks: ./);
      const lost = loseSettings(ledger);
      expect([lost.settings, lost.programming.waiting, settingsTrouble(lost)]).toEqual([null, null, null]);
    },
  );

  test('SR-105 what waits is forgotten with them, and asked for by nobody in vain', req('SR-105'), () => {
    const pump = running();
    propose(pump, { maxBolusUu: 5 * U });
    expect(proposalOf(pump.ledger)).toMatchObject({ proposal: 1 });
    const lost = loseSettings(pump.ledger);
    expect(() => proposalOf(lost)).toThrow('no proposal waits');
    expect(() => applySettings(lost)).toThrow('settings were applied that nobody proposed');
  });

  test(
    'SR-105 SR-077 read the profile anew where it or the zone is another, and only there',
    req('SR-105', 'SR-077'),
    () => {
      const pump = running();
      pump.run(HOUR, 'ignored');
      const since = (change: Partial<Settings>) =>
        activate(pump.ledger, { ...inUse(pump), ...change }).profileSince;
      expect(since({ maxBolusUu: 5 * U })).toBe(pump.ledger.profileSince);
      expect(pump.ledger.profileSince).toBeLessThan(pump.at().monoMs);
      expect(since({ utcOffsetMinutes: 60 })).toBe(pump.at().monoMs);
      expect(since({ basalProfile: [{ fromMinute: 0, rateUuPerHour: 2 * U }] })).toBe(pump.at().monoMs);
    },
  );

  test(
    'SR-105 are not changed under a pulse of a bolus that is in flight, and under one of basal they are',
    req('SR-105'),
    () => {
      const pump = running();
      while (!types(pump.take({ type: 'clock.reached' })).includes('pulse.due')) pump.pass(10_000);
      pump.give({ type: 'claimPulse', channel: 'basal' });
      const { flight, programming } = pump.ledger;
      if (flight === null) throw new Error('no pulse is in flight');
      const settings = { ...inUse(pump), maxBolusUu: 5 * U };
      const under = (channel: Channel): string => {
        const ledger = { ...pump.ledger, flight: { ...flight, intent: { ...flight.intent, channel } } };
        const proposed = { type: 'settings.proposed', replaces: programming.version, settings } as const;
        return refusal(proposeSettings(ledger, proposed, pump.at()).derived);
      };
      expect(under('basal')).toBe('');
      expect(under('extended')).toBe('a pulse is under way; try again in a second.');
    },
  );
});
