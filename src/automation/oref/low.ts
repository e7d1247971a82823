import type { Reason } from '../controller.ts';
import { reason } from './reasons.ts';
import { rounded, settableRate } from './rounding.ts';
import { type Case, type Decided, leave, type Rule, wish } from './situation.ts';
import type { Temp } from './temp.ts';

/** Half hours of no basal that make up for `units` too much; not rounded to half hours where `units` is negative. */
const stopFor = (units: number, currentBasal: number): number =>
  Math.round(rounded((60 * units) / currentBasal) / 30) * 30;

/**
 * Low glucose suspend, present or predicted: no basal for 30 to 120 minutes. Not when little insulin acts and
 * glucose already rises faster than expected.
 */
export const suspendForLow: Rule = subject => {
  const { findings, situation, insulin, limits } = subject;
  const { aim, forecast, minDelta, expected } = findings;
  const { glucose } = situation.glucose;
  const isRising =
    glucose < aim.threshold &&
    insulin.iob < (-limits.currentBasal * 20) / 60 &&
    minDelta > 0 &&
    minDelta > expected;
  if (isRising || !(glucose < aim.threshold || forecast.minGuard < aim.threshold)) return null;
  const minutes = stopFor((aim.target - forecast.minGuard) / aim.sensitivity, limits.currentBasal);
  return wish(
    subject,
    { rate: 0, minutes: Math.min(120, Math.max(30, minutes)) },
    reason('low or predicted to be', forecast.minGuard),
  );
};

/** Who does not want neutral temporary basals does not want the beep at the full hour: they end before it. */
export const endBeforeTheHour: Rule = subject => {
  const minute = Math.floor(subject.situation.nowMs / 60_000) % 60;
  if (!subject.limits.skipNeutralTemps || minute < 55) return null;
  return wish(subject, { rate: 0, minutes: 0 }, reason('temps end before the full hour', minute));
};

/** The profile's rate, as sensitivity has it; not again while it runs for a while yet. */
export const profileRate = (subject: Case, ...more: readonly Reason[]): Decided => {
  const { situation, findings, limits } = subject;
  const { rate, minutes } = situation.running;
  const { basal } = findings.aim;
  const runs = minutes > 15 && settableRate(basal, limits.pumpModel) === settableRate(rate, limits.pumpModel);
  return runs
    ? leave(subject, ...more, reason('running temp is near enough', rate))
    : wish(subject, { rate: basal, minutes: 30 }, ...more);
};

/** The insulin that is too much, doubled to take it back sooner; hardly any while glucose hardly falls. U, negative. */
const excess = ({ findings: { aim, forecast, minDelta, expected } }: Case): number => {
  const units = rounded(2 * Math.min(0, (forecast.eventual - aim.target) / aim.sensitivity), 2);
  return minDelta < 0 && minDelta > expected ? rounded(units * (minDelta / expected), 2) : units;
};

/** The rate for less insulin, or none for as long as the bolus calculator says. */
const lowered = ({ findings: { aim, naive }, limits }: Case, rate: number): Temp => {
  if (rate > 0) return { rate, minutes: 30 };
  const units = (aim.target - naive) / aim.sensitivity;
  const minutes = Math.min(120, stopFor(units, limits.currentBasal));
  return { rate, minutes: minutes > 0 ? minutes : 30 };
};

/** Glucose will end below the range: less basal, or none; unless it rises faster than that. */
export const lowerForLowEnd: Rule = subject => {
  const { findings, situation, limits } = subject;
  const { aim, forecast, minDelta, expected, naive } = findings;
  const { running } = situation;
  if (!(forecast.eventual < aim.minBg)) return null;
  const why = reason('eventual glucose below range', forecast.eventual);
  if (minDelta > expected && minDelta > 0 && findings.gramsRequired === 0) {
    return naive < 40
      ? wish(subject, { rate: 0, minutes: 30 }, why, reason('bolus calculator would end below 40', naive))
      : profileRate(subject, why, reason('rising faster than expected', minDelta));
  }
  const units = excess(subject);
  const byCalculator = rounded(Math.min(0, (naive - aim.target) / aim.sensitivity), 2);
  const rate = settableRate(aim.basal + 2 * units, limits.pumpModel);
  const scheduled = (running.minutes * (running.rate - aim.basal)) / 60;
  if (scheduled < Math.min(units, byCalculator) - aim.basal * 0.3)
    return wish(subject, { rate, minutes: 30 }, why, reason('running temp lowers far too much', scheduled));
  if (running.minutes > 5 && rate >= running.rate * 0.8)
    return leave(subject, why, reason('running temp is low enough', running.rate));
  return wish(subject, lowered(subject, rate), why, reason('insulin needed', units));
};

/** With a microbolus possible its low temporary basal is not cancelled by the two rules below. */
const keeps = ({ situation, microbolusEnabled }: Case): boolean =>
  situation.microbolusAllowed && microbolusEnabled;

/** Glucose will end in range or above, but falls faster than that. */
export const holdWhileFalling: Rule = subject => {
  const { minDelta, expected } = subject.findings;
  return minDelta < expected && !keeps(subject)
    ? profileRate(subject, reason('falling faster than expected', minDelta))
    : null;
};

/** Glucose will end in range, or pass through it. */
export const holdInRange: Rule = subject => {
  const { aim, forecast } = subject.findings;
  const lowest = Math.min(forecast.eventual, forecast.minPredicted);
  return lowest < aim.maxBg && !keeps(subject) ? profileRate(subject, reason('in range', lowest)) : null;
};
