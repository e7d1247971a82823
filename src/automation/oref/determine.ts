import type { Reason } from '../controller.ts';
import { type Aim, aimOf } from './aim.ts';
import { absorptionOf } from './carbs.ts';
import type { GlucoseStatus } from './deltas.ts';
import { type Forecast, weigh } from './forecast.ts';
import { contradiction, distrusts, withoutGlucose } from './guard.ts';
import { holdAtMaxIob, raise } from './high.ts';
import { endBeforeTheHour, holdInRange, holdWhileFalling, lowerForLowEnd, suspendForLow } from './low.ts';
import { allowsMicrobolus } from './microbolus.ts';
import { predict } from './predictions.ts';
import type { Profile } from './profile.ts';
import { reason } from './reasons.ts';
import { rounded, settableRate } from './rounding.ts';
import type { Case, Decided, Decision, Findings, Insulin, Rule, Situation } from './situation.ts';
import { setTemp, type Temp, type TempLimits } from './temp.ts';

/** The deviation is not to overreact to one steep fall: a negative one is taken over a longer time. */
const deviationOf = ({ shortDelta, longDelta }: GlucoseStatus, minDelta: number, impact: number): number => {
  const over = (delta: number): number => Math.round(6 * (delta - impact));
  const now = over(minDelta);
  if (!(now < 0)) return now;
  const average = over(Math.min(shortDelta, longDelta));
  return average < 0 ? over(longDelta) : average;
};

/** With negative insulin on board, the lower sensitivity is the careful one. */
const naiveOf = (glucose: number, iob: number, { sensitivity }: Aim, profile: Profile): number =>
  Math.round(glucose - iob * (iob > 0 ? sensitivity : Math.min(sensitivity, profile.sensitivity)));

/** Carbohydrates that would be needed, beyond what stopping basal and three quarters of those on board do. */
const gramsRequiredOf = (
  { meal }: Situation,
  currentBasal: number,
  { threshold, sensitivity }: Aim,
  naive: number,
  { minGuard, minutesAboveThreshold }: Forecast,
  perGram: number,
): number => {
  const floor = naive < 40 ? Math.min(minGuard, naive) : naive;
  const stopped = (currentBasal * sensitivity * minutesAboveThreshold) / 60;
  const counted = Math.max(0, meal.carbsOnBoard - 0.25 * meal.carbs);
  return rounded((threshold - floor - stopped) / perGram - counted);
};

/** What this cycle finds; null when the arithmetic has no answer. */
const find = (situation: Situation, insulin: Insulin, aim: Aim, currentBasal: number): Findings | null => {
  const { glucose: status, profile, meal, nowMs } = situation;
  const minDelta = Math.min(status.delta, status.shortDelta);
  const impact = rounded(-insulin.activity * aim.sensitivity * 5, 2);
  const deviation = deviationOf(status, minDelta, impact);
  const naive = naiveOf(status.glucose, insulin.iob, aim, profile);
  const eventual = naive + deviation;
  if (Number.isNaN(eventual)) return null;
  const uam = profile.unannouncedMeals;
  const absorption = absorptionOf(meal, minDelta - impact, aim.sensitivity, aim.ratio, nowMs, profile);
  const lines = predict(status.glucose, eventual, insulin.ticks, aim.sensitivity, absorption, uam);
  const forecast = weigh(lines, status.glucose, eventual, aim, meal, absorption, uam);
  return {
    aim,
    insulinImpact: impact,
    deviation,
    naive,
    expected: rounded(impact + (aim.target - eventual) / 24, 1),
    minDelta,
    absorption,
    forecast,
    gramsRequired: gramsRequiredOf(situation, currentBasal, aim, naive, forecast, absorption.perGram),
  };
};

/** Grams a person should eat, and within how many minutes; null: none, or not so soon. */
export const carbsRequired = (
  { gramsRequired, forecast: { minutesAboveThreshold } }: Findings,
  { carbsRequiredThreshold }: Profile,
): { readonly grams: number; readonly minutes: number } | null =>
  gramsRequired >= carbsRequiredThreshold && minutesAboveThreshold <= 45
    ? { grams: gramsRequired, minutes: minutesAboveThreshold }
    : null;

/** A decision before anything is predicted. */
const early = (temp: Temp | null, ...reasons: readonly Reason[]): Decided => ({
  kind: 'decided',
  temp,
  microbolus: null,
  needed: 0,
  findings: null,
  reasons,
});

const reasonsOf = (findings: Findings, { profile, meal }: Situation, { iob }: Insulin): Reason[] => {
  const { aim, forecast } = findings;
  const carbs = carbsRequired(findings, profile);
  return [
    ...(aim.ratio === null ? [] : [reason('sensitivity ratio', aim.ratio)]),
    reason('target', aim.target),
    reason('threshold', aim.threshold),
    reason('insulin on board', iob),
    reason('carbohydrates on board', meal.carbsOnBoard),
    reason('insulin effect per 5 min', findings.insulinImpact),
    reason('deviation in 30 min', findings.deviation),
    reason('eventual glucose', forecast.eventual),
    reason('expected change per 5 min', findings.expected),
    reason('lowest prediction', forecast.minPredicted),
    reason('lowest on the way', forecast.minGuard),
    ...(carbs === null
      ? []
      : [reason('carbohydrates needed', carbs.grams), reason('carbohydrates needed within', carbs.minutes)]),
  ];
};

/** A microbolus needs leave, a way that stays above the threshold, and a rise that can be believed. */
const bolusQuestion = (
  { glucose: { glucose, delta, shortDelta, longDelta }, profile, meal }: Situation,
  { aim, forecast }: Findings,
): { readonly enabled: boolean; readonly steep: Reason | null } => {
  const steepest = Math.max(delta, shortDelta, longDelta);
  const isSteep = steepest > Math.min(0.4, profile.smb.maxDeltaShare) * glucose;
  const isLow = forecast.minGuard < aim.threshold;
  return {
    enabled: !isSteep && !isLow && allowsMicrobolus(profile, meal, glucose, aim.target),
    steep: isSteep ? reason('rise too steep to be believed', steepest) : null,
  };
};

/** In this order; the first that has an answer gives it. */
const RULES: readonly Rule[] = [
  suspendForLow,
  endBeforeTheHour,
  lowerForLowEnd,
  holdWhileFalling,
  holdInRange,
  holdAtMaxIob,
];

/** oref0's decision for one cycle: a temporary basal, a microbolus, or to leave alone what runs. */
export const determine = (situation: Situation): Decision => {
  const { nowMs, glucose: status, running, insulin, profile } = situation;
  const { currentBasal, minBg, maxBg } = profile;
  if (currentBasal === null) return { kind: 'refused', why: 'no basal rate' };
  const distrust = distrusts(status, nowMs);
  if (distrust !== null) {
    const answer = withoutGlucose(running, settableRate(currentBasal, profile.pumpModel));
    return early(answer.temp, distrust, answer.reason);
  }
  if (minBg === null || maxBg === null) return { kind: 'refused', why: 'no target' };
  if (insulin === null) return { kind: 'refused', why: 'no insulin on board' };
  const limits: TempLimits = { ...profile, currentBasal };
  const contradicted = contradiction(running, insulin.lastTemp, nowMs, situation.microbolusAllowed);
  if (contradicted !== null)
    return early(setTemp({ rate: 0, minutes: 0 }, limits, running).temp, contradicted);
  const aim = aimOf(profile, { minBg, maxBg, currentBasal }, situation.autosens, status.noise);
  const findings = find(situation, insulin, aim, currentBasal);
  if (findings === null) return { kind: 'refused', why: 'no eventual glucose' };
  const { enabled, steep } = bolusQuestion(situation, findings);
  const subject: Case = {
    situation,
    insulin,
    findings,
    limits,
    microbolusEnabled: enabled,
    reasons: [...reasonsOf(findings, situation, insulin), ...(steep === null ? [] : [steep])],
  };
  for (const rule of RULES) {
    const decided = rule(subject);
    if (decided !== null) return decided;
  }
  return raise(subject);
};
