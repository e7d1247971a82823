import type { FactOf } from '../facts.ts';
import type { Instant } from '../profile.ts';
import type { Settings } from '../settings.ts';
import { type Aim, aimAt, type Band } from '../therapy/activity.ts';
import { basisOf, cautiousBasis, type DoseBasis, dayPartAt } from '../therapy/dayParts.ts';
import { after, type MonoMs, mgPerDl, milliseconds } from '../units.ts';
import { type Ledger, type Step, step } from './state.ts';

/** Another glucose is aimed at from now on. */
export const startTarget = (
  ledger: Ledger,
  { lowMgPerDl, highMgPerDl, durationMs }: FactOf<'target.started'>,
  now: MonoMs,
): Ledger => ({
  ...ledger,
  temporaryTarget: {
    target: { lowMgPerDl: mgPerDl(lowMgPerDl), highMgPerDl: mgPerDl(Math.max(lowMgPerDl, highMgPerDl)) },
    endsAt: after(now, milliseconds(durationMs)),
  },
});

export const cancelTarget = (ledger: Ledger): Ledger => ({ ...ledger, temporaryTarget: null });

/** Time passes: a temporary target ends. */
export const passTarget = (ledger: Ledger, now: MonoMs): Step =>
  ledger.temporaryTarget !== null && ledger.temporaryTarget.endsAt <= now
    ? step(cancelTarget(ledger), { type: 'target.expired' })
    : step(ledger);

/** What insulin is reckoned with now. While nobody knows the time of day: what makes the least of it. */
export const basisNow = ({ clock }: Ledger, settings: Settings, at: Instant): DoseBasis =>
  clock.phase === 'trusted' ? basisOf(dayPartAt(settings, at.wallMs)) : cautiousBasis(settings);

/** What is aimed at and kept to now: the target of the hour, an activity, a temporary target. */
export const aimNow = (ledger: Ledger, settings: Settings, at: Instant): Aim => {
  const scheduled = mgPerDl(basisNow(ledger, settings, at).targetMgDl);
  const { automation, temporaryTarget } = ledger;
  const band = { lowMgPerDl: scheduled, highMgPerDl: scheduled };
  return aimAt(automation.doing, temporaryTarget, band, at.monoMs);
};

/**
 * What a bolus corrects to: the target of the hour, or what an activity or a temporary target aims at instead where that is
 * higher. One that is lower is for automation, which can take back what it gives; a bolus cannot be taken back.
 */
export const correctedTo = (ledger: Ledger, settings: Settings, at: Instant): Band => {
  const { targetMgDl } = basisNow(ledger, settings, at);
  const { target } = aimNow(ledger, settings, at);
  const low = Math.max(targetMgDl, target?.lowMgPerDl ?? 0);
  return { lowMgPerDl: mgPerDl(low), highMgPerDl: mgPerDl(Math.max(low, target?.highMgPerDl ?? 0)) };
};
