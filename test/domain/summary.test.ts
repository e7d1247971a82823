import { describe, expect, test } from 'vitest';
import { noAutomation } from '../../src/domain/ledger/automationState.ts';
import { emptyLedger, type Ledger, readings, summary } from '../../src/domain/ledger/ledger.ts';
import { noLowSuspend } from '../../src/domain/ledger/lowSuspendState.ts';
import { monoMs, percent } from '../../src/domain/units.ts';
import { at, full } from './fullLedger.ts';

/** By what each of them is known, in the words of the summary. */
const FULL: ReturnType<typeof summary> = {
  atMonoMs: 1_001,
  hasSettings: true,
  delivering: true,
  claims: 13,
  basalPulses: 14,
  bolusPulses: 15,
  extendedPulses: 16,
  primePulses: 17,
  inDoubtPulses: 18,
  dosesHeld: 1,
  accumulated: 19,
  owed: true,
  offered: 'basal',
  hourIsFull: true,
  basalIsWithheld: true,
  dayIsFull: true,
  flight: 13,
  flightChannel: 'extended',
  flightPhase: 'moving',
  bolus: 'b1',
  bolusPhase: 'active',
  bolusRequestedUu: 200_000,
  bolusDeliveredUu: 25_000,
  bolusNextAtMonoMs: 2_001,
  bolusSpreadUu: 300_000,
  extended: 'e1',
  extendedDeliveredUu: 50_000,
  extendedAccumulated: 20,
  extendedOwed: true,
  extendedNextAtMonoMs: 2_002,
  extendedEndsAtMonoMs: 3_601_000,
  lastExtended: 'e0',
  lastExtendedDeliveredUu: 75_000,
  lastExtendedReason: 'lapsed',
  quickSteps: 21,
  buttonIsTrusted: false,
  bolusesConfirmed: 2,
  bolusesAdmitted: 4,
  remotes: 'ab monitor cd controller',
  remotePermission: 'cd-1',
  lastBolus: 'b0',
  lastBolusDeliveredUu: 125_000,
  lastBolusReason: 'cancelled',
  tempLevel: 22,
  tempBy: 'person',
  tempEndsAtMonoMs: 4_000,
  reservoirUu: 23_000_000,
  reservoirLevel: 'low',
  bay: 'open',
  isNew: false,
  prepared: true,
  coupled: false,
  statedUu: 24_000_000,
  restCounts: 25,
  restSlack: 26,
  priming: 'cannula',
  primeNextAtMonoMs: 2_003,
  tubingUu: 27_000,
  tubingSufficed: true,
  fillWantedUu: 28_000,
  primeInto: 'cannula',
  fillLeftUu: 29_000,
  cannulaUu: 30_000,
  encoderReference: 31,
  encoderSlack: 36,
  encoderOrigin: 33,
  encoderCounted: 34,
  encoderTravelled: 37,
  occlusion: 'suspected',
  heldUu: 38_000,
  tightUntilMonoMs: 2_004,
  forceMn: 1_039,
  glucoseMgDl: 140,
  glucoseSequence: 41,
  lowSuspend: 'predictive',
  heldSinceMonoMs: 960,
  heldUntilMonoMs: 2_005,
  automationIsEnabled: true,
  automationSaid: 'ready',
  steering: 'controller',
  steersSinceMonoMs: 970,
  question: 42,
  askedAtMonoMs: 980,
  heardUntilMonoMs: 2_006,
  commandedUuPerHour: 43_000,
  commandEndsAtMonoMs: 2_007,
  automaticRate: 44_000,
  automaticRateBy: 'controller',
  automaticRateEndsAtMonoMs: 2_008,
  automaticRateAfter: 45,
  extreme: 'most',
  extremeSinceMonoMs: 985,
  doing: 'sleep',
  doingEndsAtMonoMs: 2_010,
  temporaryTargetLowMgDl: 146,
  temporaryTargetHighMgDl: 147,
  temporaryTargetEndsAtMonoMs: 2_011,
  stormPhase: 'raging',
  stormResumes: 1,
  clock: 'suspected',
  clockAheadMs: 48,
  attendedAtMonoMs: 991,
  attendance: 'near',
  remindAtMonoMs: 2_012,
  profile: 'workday',
  settingsVersion: 11,
  proposals: 12,
  proposalWaits: true,
  utcOffsetMinutes: 60,
  unknownUntilMonoMs: 2_013,
  left: true,
  leftGapMs: 49,
};

describe('what identifies a ledger', () => {
  test('is each of these, and nothing else', () => {
    expect(summary(full)).toEqual(FULL);
  });

  test('names nothing where there is nothing', () => {
    const empty = summary(emptyLedger);
    expect(Object.keys(empty)).toEqual(Object.keys(FULL));
    const nulls = Object.keys(empty).filter(key => empty[key] === null);
    expect(nulls.length).toBeGreaterThan(50);
    // What is not null is a word, a count or a truth of its own, and none of them is that of the full one but by chance.
    const told = Object.entries(empty).filter(([, value]) => value !== null);
    expect(Object.fromEntries(told)).toMatchObject({
      hasSettings: false,
      delivering: false,
      proposalWaits: false,
      lowSuspend: 'off',
      steering: 'profile',
      remotes: '',
    });
    expect(told.filter(([key, value]) => FULL[key] === value)).toEqual([]);
  });

  test('parts that are absent one by one are null, and the others stay', () => {
    const { spread: _, ...bolus } = full.bolus.current ?? { spread: null };
    const without: Ledger = {
      ...full,
      settings: null,
      bolus: { ...full.bolus, current: { ...bolus, spread: null } as Ledger['bolus']['current'] },
      left: { delivering: true, bolusing: true, temp: null, steered: false, gapMs: null },
      automation: {
        ...full.automation,
        rate: { level: { percent: percent(50) }, endsAt: monoMs(9), by: 'limited' },
      },
    };
    expect(summary(without)).toEqual({
      ...FULL,
      hasSettings: false,
      profile: null,
      utcOffsetMinutes: null,
      bolusSpreadUu: null,
      left: false,
      leftGapMs: null,
      automaticRate: 50,
      automaticRateBy: 'limited',
      automaticRateEndsAtMonoMs: 9,
      automaticRateAfter: null,
    });
    const stopped = {
      ...full,
      left: { delivering: false, bolusing: false, temp: null, steered: false, gapMs: 1 },
    };
    expect(summary(stopped).left).toBe(false);
    expect(summary({ ...full, automation: noAutomation }).automaticRate).toBeNull();
  });
});

describe('what a person follows', () => {
  const open: Ledger = { ...full, lowSuspend: noLowSuspend };

  test('is told in whole numbers, each of its own', () => {
    expect(readings(open, at)).toMatchObject({
      glucoseMgDl: 140,
      glucoseAtMonoMs: 950,
      onBoardUu: null,
      reservoirUu: 23_000_000,
      basalRateUuPerHour: 220_000,
      profileRateUuPerHour: 1_000_000,
      deliveredBasalUu: 14 * 25_000,
      deliveredBolusUu: 15 * 25_000,
      deliveredExtendedUu: 16 * 25_000,
      // The pulse in flight counts, too.
      lastHourUu: 50_000,
      lastDayUu: 50_000,
      bolus: { bolus: 'b1', requestedUu: 200_000, deliveredUu: 25_000 },
      primedUu: 17 * 25_000,
      extended: { bolus: 'e1', requestedUu: 400_000, deliveredUu: 50_000, endsAtMonoMs: 3_601_000 },
      encoderCounts: 37,
      forceMn: 1_039,
    });
    expect(readings({ ...open, unknownUntil: null }, at).onBoardUu).toBe(50_000);
  });

  test('basal is none while it is held because of low glucose, stopped, or without settings', () => {
    expect(readings(full, at).basalRateUuPerHour).toBe(0);
    expect(readings({ ...open, delivering: false }, at).basalRateUuPerHour).toBe(0);
    expect(readings({ ...open, settings: null }, at)).toMatchObject({
      basalRateUuPerHour: 0,
      profileRateUuPerHour: 0,
    });
  });

  test('is null where nothing is known', () => {
    expect(readings(emptyLedger, at)).toMatchObject({
      glucoseMgDl: null,
      glucoseAtMonoMs: null,
      bolus: null,
      extended: null,
      encoderCounts: null,
      forceMn: null,
    });
  });
});
