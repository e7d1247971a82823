import fc from 'fast-check';
import { determine } from '../../../src/automation/oref/determine.ts';
import { DEFAULT_SMB, type Profile } from '../../../src/automation/oref/profile.ts';
import type { Decided, Situation } from '../../../src/automation/oref/situation.ts';

export const NOW_MS = Date.UTC(2026, 0, 15, 12, 0, 0);

export const profile: Profile = {
  currentBasal: 0.8,
  maxDailyBasal: 0.9,
  maxBasal: 3,
  maxIob: 6,
  maxDailySafetyMultiplier: 3,
  currentBasalSafetyMultiplier: 4,
  minBg: 100,
  maxBg: 100,
  temporaryTarget: false,
  sensitivity: 50,
  carbRatio: 10,
  pumpModel: null,
  skipNeutralTemps: false,
  autosensMax: 1.2,
  exerciseMode: false,
  highTargetRaisesSensitivity: false,
  lowTargetLowersSensitivity: false,
  sensitivityRaisesTarget: true,
  resistanceLowersTarget: false,
  halfBasalTarget: 160,
  noisyTargetMultiplier: 1.3,
  unannouncedMeals: true,
  smb: { ...DEFAULT_SMB, always: true },
  remainingCarbsCap: 90,
  remainingCarbsFraction: 1,
  carbsRequiredThreshold: 1,
};

const rate = fc.double({ min: 0.05, max: 5, noNaN: true }).map(value => Math.round(value * 100) / 100);
const change = fc.integer({ min: -150, max: 150 }).map(value => value / 10);

const profiles: fc.Arbitrary<Profile> = fc
  .record({
    currentBasal: rate,
    maxDailyBasal: rate,
    maxBasal: rate,
    maxIob: fc.constantFrom(0, 2, 6),
    target: fc.constantFrom(85, 100, 120),
    temporaryTarget: fc.boolean(),
    sensitivity: fc.integer({ min: 15, max: 150 }),
    carbRatio: fc.integer({ min: 4, max: 30 }),
    unannouncedMeals: fc.boolean(),
    skipNeutralTemps: fc.boolean(),
  })
  .map(({ target, ...rest }) => ({ ...profile, ...rest, minBg: target, maxBg: target }));

/** Any situation in which oref0 may find itself. */
export const situations: fc.Arbitrary<Situation> = fc
  .record({
    profile: profiles,
    glucose: fc.integer({ min: 5, max: 400 }),
    delta: change,
    shortDelta: change,
    longDelta: change,
    noise: fc.constantFrom(0, 1, 2, 3),
    ageMinutes: fc.integer({ min: 0, max: 20 }),
    iob: fc.integer({ min: -200, max: 800 }).map(value => value / 100),
    runningRate: rate,
    runningMinutes: fc.constantFrom(0, 10, 40, 120),
    carbs: fc.integer({ min: 0, max: 100 }),
    left: fc.double({ min: 0, max: 1, noNaN: true }),
    microbolusAllowed: fc.boolean(),
    autosens: fc.constantFrom(null, 0.8, 1, 1.2),
  })
  .map(each => ({
    nowMs: NOW_MS,
    glucose: {
      glucose: each.glucose,
      atMs: NOW_MS - each.ageMinutes * 60_000,
      noise: each.noise,
      delta: each.delta,
      shortDelta: each.shortDelta,
      longDelta: each.longDelta,
      calibratedBack: 0,
    },
    running: { rate: each.runningRate, minutes: each.runningMinutes },
    insulin: {
      iob: each.iob,
      activity: each.iob / 200,
      ticks: Array.from({ length: 48 }, (_, step) => ({
        activity: (each.iob / 200) * Math.exp(-step / 20),
        zeroTempActivity: (each.iob / 200) * Math.exp(-step / 20) - Math.min(0.01, step / 2000),
      })),
      lastBolusMs: NOW_MS - 60 * 60_000,
      lastTemp: null,
    },
    profile: each.profile,
    autosens: each.autosens,
    meal: {
      carbs: each.carbs,
      carbsOnBoard: Math.round(each.carbs * each.left),
      lastCarbsMs: NOW_MS - 45 * 60_000,
      slopeFromMaxDeviation: -0.5,
      slopeFromMinDeviation: 0.5,
      wizardUsed: false,
    },
    microbolusAllowed: each.microbolusAllowed,
  }));

/** The decision of a situation that is refused by none of the checks. */
export const decided = (situation: Situation): Decided => {
  const decision = determine(situation);
  if (decision.kind === 'refused') throw new Error(`refused: ${decision.why}`);
  return decision;
};
