import { countsIn } from '../drive.ts';
import type { FactOf } from '../facts.ts';
import type { Instant, TempBasal } from '../profile.ts';
import { isHeld } from './lowSuspendState.ts';
import { type Ledger, type Step, step } from './state.ts';

/** How an orderly power-off left the pump, and for how long; see `Ledger.left`. */
export type Left = {
  readonly delivering: boolean;
  /** A bolus was pending, running, or had a pulse to come. */
  readonly bolusing: boolean;
  readonly temp: TempBasal | null;
  /** Basal was held because of low glucose, or followed an algorithm: the profile would be more than was wanted. */
  readonly steered: boolean;
  /** By a clock that both ends of the gap trusted; null until the power is back, or when nobody knows. */
  readonly gapMs: number | null;
};

/** Longer than ten minutes, and a person must say what happened meanwhile. */
export const SHORT_GAP_MS = 10 * 60_000;
/** The plunger must be where it was left, give or take so many counts. */
export const SAME_PLACE = countsIn(2);

/** The power goes. Only an end that was ordered, with no pulse in mid-air, leaves something to go on with. */
export const leave = (ledger: Ledger, { cause }: FactOf<'power.lost'>): Ledger => {
  const isOrderly = (cause === 'operator' || cause === 'signal') && ledger.flight === null;
  const { current, extended } = ledger.bolus;
  const left: Left = {
    delivering: ledger.delivering,
    bolusing: current !== null || extended !== null,
    temp: ledger.temp.running,
    steered: isHeld(ledger) || ledger.automation.steering !== 'profile',
    gapMs: null,
  };
  return { ...ledger, left: isOrderly ? left : null };
};

/** Something has changed since: it is not the pump any more that was switched off. */
export const forgetLeft = (ledger: Ledger): Ledger =>
  ledger.left === null ? ledger : { ...ledger, left: null };

/** A temporary rate that is cancelled while the pump starts does not go on with it. */
export const endLeftTemp = (ledger: Ledger): Ledger =>
  ledger.left === null ? ledger : { ...ledger, left: { ...ledger.left, temp: null } };

/**
 * The clean, short, verified restart (SR-038, SR-070): says whether basal may go on without a person, and if
 * not, all that speaks against it. Asked once, when the journal has been read, before the bay is looked at.
 */
export const judgeRestart = (ledger: Ledger, { verdict }: FactOf<'journal.read'>, at: Instant): Step => {
  if (verdict !== 'clean') return step(forgetLeft(ledger));
  const reasons = objections(ledger);
  const { left } = ledger;
  const judged = forgetLeft(ledger);
  if (left === null || left.gapMs === null || reasons.length > 0)
    return step(judged, { type: 'restart.doubted', reasons });
  const verified = { type: 'restart.verified', gapMs: left.gapMs } as const;
  const { temp } = left;
  // A rate that was asked for while the pump started is newer than any that it was left with.
  const isOver = temp === null || ledger.temp.running !== null || temp.endsAt <= at.monoMs;
  if (isOver || temp.by === 'lostClock') return step(judged, verified);
  const durationMs = temp.endsAt - at.monoMs;
  return step(
    { ...judged, temp: { ...judged.temp, wanted: { level: temp.level, durationMs, by: 'restart' } } },
    verified,
    { type: 'tempBasal.admitted', durationMs },
  );
};

const objections = ({ left, settings, clock, supply, encoder }: Ledger): readonly string[] => {
  if (settings?.resumesAfterRestart !== true)
    return ['the settings do not let delivery go on after a restart.'];
  if (left === null) return ['the last run was not left in order, or something has changed since.'];
  const moved =
    supply.rest === null || encoder.last === null ? null : Math.abs(encoder.last - supply.rest.counts);
  return [
    ...(left.delivering ? [] : ['delivery was stopped before.']),
    ...(left.bolusing ? ['a bolus was under way.'] : []),
    ...(left.steered ? ['basal followed automation, or was off because of low glucose.'] : []),
    ...(left.gapMs !== null && clock.phase === 'trusted' ? [] : ['nobody knows how long the pump was off.']),
    ...(left.gapMs !== null && left.gapMs > SHORT_GAP_MS ? [`the pump was off for ${left.gapMs} ms.`] : []),
    ...(moved !== null && moved <= SAME_PLACE ? [] : ['the plunger is not where it was left.']),
  ];
};
