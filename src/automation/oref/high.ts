import type { Reason } from '../controller.ts';
import { profileRate } from './low.ts';
import { mayBolusAgain, sizeMicrobolus } from './microbolus.ts';
import { reason } from './reasons.ts';
import { rounded, settableRate } from './rounding.ts';
import { type Case, type Decided, leave, type Rule, wish } from './situation.ts';
import { maxSafeBasal } from './temp.ts';

/** Enough insulin is on board by the settings: no more of it. */
export const holdAtMaxIob: Rule = subject => {
  const { insulin, situation } = subject;
  return insulin.iob > situation.profile.maxIob
    ? profileRate(subject, reason('too much insulin on board', insulin.iob))
    : null;
};

/** U to bring the lowest prediction to the target, within what may be on board. */
const neededOf = ({ findings: { aim, forecast }, situation, insulin }: Case): number => {
  const units = rounded(
    (Math.min(forecast.minPredicted, forecast.eventual) - aim.target) / aim.sensitivity,
    2,
  );
  const room = situation.profile.maxIob - insulin.iob;
  return units > room ? room : units;
};

type Bolused = {
  readonly units: number | null;
  readonly reasons: readonly Reason[];
  readonly decided: Decided | null;
};

/** A microbolus and the low temporary basal beside it; without one, basal may still be raised. */
const bolus = (subject: Case, needed: number): Bolused => {
  const { findings, situation, insulin, limits } = subject;
  const { aim, naive, forecast } = findings;
  const { profile, meal, nowMs } = situation;
  const { units, most, lowTemp } = sizeMicrobolus(profile, {
    needed,
    currentBasal: limits.currentBasal,
    basal: aim.basal,
    sensitivity: aim.sensitivity,
    iob: insulin.iob,
    meal,
    target: aim.target,
    worst: (naive + forecast.minPredictedByInsulin) / 2,
  });
  const since = rounded((nowMs - insulin.lastBolusMs) / 60_000, 1);
  const isTime = mayBolusAgain(profile.smb, since);
  const given = isTime && units > 0 ? units : null;
  const reasons = [
    reason('insulin needed', needed),
    ...(units >= most ? [reason('largest microbolus', most)] : []),
    isTime ? reason('microbolus', units) : reason('microbolus waits since the last', since),
  ];
  if (lowTemp === null) return { units: given, reasons, decided: null };
  const beside = reason('low temp beside microbolus', lowTemp.rate);
  return {
    units: given,
    reasons,
    decided: { ...leave(subject, ...reasons, beside), temp: lowTemp, microbolus: given, needed },
  };
};

/** The raised rate, unless what runs is as good; never above the highest safe rate but by half a step. */
const raised = (subject: Case, wanted: number, needed: number): Decided => {
  const { findings, situation, limits } = subject;
  const { rate: runningRate, minutes } = situation.running;
  const safe = maxSafeBasal(limits);
  const rate = wanted > safe ? settableRate(safe, limits.pumpModel) : wanted;
  const limited = wanted > safe ? [reason('limited to the highest safe rate', safe)] : [];
  const scheduled = (minutes * (runningRate - findings.aim.basal)) / 60;
  if (scheduled >= needed * 2)
    return wish(
      subject,
      { rate, minutes: 30 },
      ...limited,
      reason('running temp raises far too much', scheduled),
    );
  if (minutes > 5 && rate <= settableRate(runningRate, limits.pumpModel))
    return leave(subject, ...limited, reason('running temp is high enough', runningRate));
  return wish(subject, { rate, minutes: 30 }, ...limited);
};

/** More insulin: by a microbolus where that is allowed, else by more basal. */
export const raise = (subject: Case): Decided => {
  const { findings, situation, limits } = subject;
  const exact = neededOf(subject);
  const wanted = settableRate(findings.aim.basal + 2 * exact, limits.pumpModel);
  const needed = rounded(exact, 3);
  const mayBolus =
    situation.microbolusAllowed &&
    subject.microbolusEnabled &&
    situation.glucose.glucose > findings.aim.threshold;
  if (!mayBolus)
    return {
      ...raised(
        { ...subject, reasons: [...subject.reasons, reason('insulin needed', needed)] },
        wanted,
        needed,
      ),
      needed,
    };
  const { units, reasons, decided } = bolus(subject, needed);
  if (decided !== null) return decided;
  return {
    ...raised({ ...subject, reasons: [...subject.reasons, ...reasons] }, wanted, needed),
    microbolus: units,
    needed,
  };
};
