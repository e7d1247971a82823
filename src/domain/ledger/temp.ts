import { tempBasalObjections } from '../admission.ts';
import type { FactOf } from '../facts.ts';
import type { Instant } from '../profile.ts';
import { after, milliseconds, percent } from '../units.ts';
import { NO_SETTINGS, standingOf } from './standing.ts';
import { type Ledger, type Step, step } from './state.ts';

/** Admits or refuses a temporary basal. A running one is never replaced unasked. */
export const requestTempBasal = (
  ledger: Ledger,
  request: FactOf<'tempBasal.requested'>,
  at: Instant,
): Step => {
  const standing = standingOf(ledger, at);
  const reasons = standing === null ? [NO_SETTINGS] : [...tempBasalObjections(standing, request)];
  if (ledger.temp.running !== null) reasons.push('a temporary basal is running; cancel it first.');
  if (reasons.length > 0) return step(ledger, { type: 'tempBasal.refused', reasons });
  const { percent: share, durationMs } = request;
  return step(
    { ...ledger, temp: { ...ledger.temp, wanted: { percent: share, durationMs } } },
    { type: 'tempBasal.admitted', percent: share, durationMs },
  );
};

export const startTempBasal = (ledger: Ledger, at: Instant): Ledger => {
  const { wanted } = ledger.temp;
  if (wanted === null) throw new Error('a temporary basal was started that nobody admitted');
  const running = {
    percent: percent(wanted.percent),
    endsAt: after(at.monoMs, milliseconds(wanted.durationMs)),
  };
  return { ...ledger, temp: { wanted: null, running } };
};

/** Ends it if it runs: it may have ended by itself in this very step. */
export const endTempBasal = (ledger: Ledger): Ledger =>
  ledger.temp.running === null ? ledger : { ...ledger, temp: { ...ledger.temp, running: null } };

/** A limit was reached: a rate above the profile ends, one below it goes on (SR-015, SR-016). */
export const endRaise = (ledger: Ledger): Step =>
  ledger.temp.running !== null && ledger.temp.running.percent > 100
    ? step(endTempBasal(ledger), { type: 'tempBasal.ended' })
    : step(ledger);

/** Says so when its time is over. */
export const expireTempBasal = (ledger: Ledger, at: Instant): Step => {
  const { running } = ledger.temp;
  return running !== null && at.monoMs >= running.endsAt
    ? step(endTempBasal(ledger), { type: 'tempBasal.ended' })
    : step(ledger);
};
