import { effectDuration } from '../../domain/insulinModel.ts';
import { HARD } from '../../domain/limits.ts';
import { microunits, microunitsPerHour, milliseconds, wallMs } from '../../domain/units.ts';
import type { Controller, History, Reason, Request, Scheduled, Therapy } from '../controller.ts';
import { type MinuteTable, minuteTable } from './curve.ts';
import { glucoseStatus } from './deltas.ts';
import { determine } from './determine.ts';
import { deviations, grid, mealOf } from './meal.ts';
import { insulinAhead, netDoses, profileRateAt } from './netDoses.ts';
import type { Pulse } from './pieces.ts';
import { DEFAULT_SMB, type Profile, type SmbRules } from './profile.ts';
import { reason } from './reasons.ts';
import { minuteOfDay } from './schedule.ts';
import type { Decided, Insulin, Situation } from './situation.ts';
import { maxSafeBasal, type RunningTemp } from './temp.ts';

/** How the oref0-compatible controller is to work; the rest comes from the therapy. */
export type OrefOptions = {
  /** `temporaryBasals` alone, or with small boluses. */
  readonly acts: 'temporaryBasals' | 'microboluses';
  readonly unannouncedMeals: boolean;
  /** How resistant past days have shown the person to be; null: as the therapy says. */
  readonly autosens: number | null;
  readonly smb: SmbRules;
};

export const OREF_DEFAULTS: OrefOptions = {
  acts: 'temporaryBasals',
  unannouncedMeals: false,
  autosens: null,
  smb: DEFAULT_SMB,
};

const MINUTE_MS = 60_000;
/** A request without a length of its own is good for two readings. */
const VALID_MS = 10 * MINUTE_MS;
const HALF_HOUR_MS = 30 * MINUTE_MS;

const valueAt = <T>(schedule: Scheduled<T>, minute: number): T => {
  const entry = schedule.findLast(({ fromMinute }) => fromMinute <= minute);
  if (entry === undefined) throw new RangeError(`a schedule of the therapy has no value at minute ${minute}`);
  return entry.value;
};

const profileOf = (therapy: Therapy, options: OrefOptions, nowMs: number): Profile => {
  const minute = minuteOfDay(nowMs, therapy.utcOffsetMinutes);
  const target = therapy.temporaryTarget ?? valueAt(therapy.target, minute);
  return {
    currentBasal: profileRateAt(therapy, nowMs) / 1e6,
    maxDailyBasal: Math.max(...therapy.basalProfile.map(({ rateUuPerHour }) => rateUuPerHour)) / 1e6,
    maxBasal: therapy.maxBasal / 1e6,
    maxIob: therapy.maxOnBoard / 1e6,
    maxDailySafetyMultiplier: 3,
    currentBasalSafetyMultiplier: 4,
    minBg: target.lowMgPerDl,
    maxBg: target.highMgPerDl,
    temporaryTarget: therapy.temporaryTarget !== null,
    sensitivity: valueAt(therapy.sensitivity, minute),
    carbRatio: valueAt(therapy.carbRatio, minute),
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
    unannouncedMeals: options.unannouncedMeals,
    smb: options.smb,
    remainingCarbsCap: 90,
    remainingCarbsFraction: 1,
    carbsRequiredThreshold: 1,
  };
};

/** What basal runs, by what was given last; it counts as about to end, so that each cycle decides anew. */
const runningTemp = ({ delivered }: History, currentBasal: number, nowMs: number): RunningTemp => {
  const last = delivered.findLast(({ kind, startMs, endMs }) => kind === 'basal' && endMs > startMs);
  if (last === undefined || last.endMs < nowMs - VALID_MS) return { rate: currentBasal, minutes: 0 };
  return { rate: (last.amountUu * 3.6) / (last.endMs - last.startMs), minutes: 0 };
};

export const situationOf = (
  history: History,
  therapy: Therapy,
  options: OrefOptions,
  table: MinuteTable,
  nowMs: number,
): Situation | null => {
  const { readings, delivered, carbs } = history;
  const newest = readings[readings.length - 1];
  if (newest === undefined) return null;
  const profile = profileOf(therapy, options, nowMs);
  const doses: readonly Pulse[] = netDoses(delivered, therapy, nowMs - 2 * effectDuration(therapy.insulin));
  const all = deviations(grid(readings, carbs), newest.atMs, doses, table, profile.sensitivity);
  const lastBolus = delivered.findLast(({ kind }) => kind === 'bolus');
  const insulin: Insulin = {
    ...insulinAhead(doses, therapy, nowMs, table),
    lastBolusMs: lastBolus?.endMs ?? 0,
    lastTemp: null,
  };
  return {
    nowMs,
    glucose: glucoseStatus(
      readings
        .slice(-14)
        .toReversed()
        .map(({ atMs, mgPerDl }) => ({ atMs, glucose: mgPerDl, device: null, noise: 0, kind: 'reading' })),
    ),
    running: runningTemp(history, profile.currentBasal ?? 0, nowMs),
    insulin,
    profile,
    autosens: options.autosens,
    meal: mealOf(carbs, all, newest.atMs, nowMs, profile.sensitivity / profile.carbRatio),
    microbolusAllowed: options.acts === 'microboluses',
  };
};

/** Whole µU, never above `most`; a rate or dose of a thousandth of a unit is meant exactly. */
const micro = (units: number, most: number): number =>
  Math.min(Math.round(units * 1000) * 1000, Math.floor(most));

/** Nothing is asked for: what runs ends by itself. */
const nothing = (nowMs: number, reasons: readonly Reason[]): Request => ({
  basal: null,
  microbolus: null,
  reasons,
  validUntilMs: wallMs(nowMs + VALID_MS),
});

/** A decision in oref0's units as a request in ours: capped where oref0 rounds up, a bolus in whole steps. */
const requestOf = (
  { temp, microbolus, reasons }: Decided,
  profile: Profile,
  therapy: Therapy,
  nowMs: number,
): Request => {
  const currentBasal = profile.currentBasal ?? 0;
  const most = Math.min(therapy.maxBasal, 1e6 * maxSafeBasal({ ...profile, currentBasal }));
  // A temporary basal of no length: back to the profile.
  const wanted = temp?.minutes === 0 ? { rate: currentBasal, minutes: 30 } : temp;
  const rate = wanted === null ? null : micro(wanted.rate, most);
  const bolus = microbolus === null ? 0 : micro(microbolus, therapy.maxBolus);
  if (Number.isNaN(rate) || Number.isNaN(bolus))
    return nothing(nowMs, [...reasons, reason('no number came of it')]);
  const steps = Math.floor(bolus / HARD.bolusStepUu) * HARD.bolusStepUu;
  const lengthMs = wanted === null ? VALID_MS : wanted.minutes * MINUTE_MS;
  return {
    basal:
      rate === null ? null : { rate: microunitsPerHour(Math.max(0, rate)), lengthMs: milliseconds(lengthMs) },
    microbolus: steps > 0 ? microunits(steps) : null,
    reasons,
    validUntilMs: wallMs(nowMs + (steps > 0 ? VALID_MS : Math.min(lengthMs, HALF_HOUR_MS))),
  };
};

/** A controller that decides as oref0 0.7.1 does, on insulin on board that is exact. */
export const orefController = (options: OrefOptions = OREF_DEFAULTS): Controller => {
  // The insulin of one pump is the same for months; its table is kept from one cycle to the next.
  let kept: { readonly of: Therapy['insulin']; readonly table: MinuteTable } | null = null;
  return (history, therapy, nowMs) => {
    if (kept?.of !== therapy.insulin) kept = { of: therapy.insulin, table: minuteTable(therapy.insulin) };
    const situation = situationOf(history, therapy, options, kept.table, nowMs);
    if (situation === null) return nothing(nowMs, [reason('no glucose')]);
    const decision = determine(situation);
    if (decision.kind === 'refused') return nothing(nowMs, [reason(decision.why)]);
    return requestOf(decision, situation.profile, therapy, nowMs);
  };
};
