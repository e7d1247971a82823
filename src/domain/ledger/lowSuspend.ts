import { match } from 'ts-pattern';
import { nearest, type Reading } from '../detect/reading.ts';
import type { Derived, FactOf } from '../facts.ts';
import { adviseCautiously, type Rules, wouldBeOff } from '../lowSuspend/cautious.ts';
import { LEAST_MS } from '../lowSuspend/policy.ts';
import { nextSlice, withSpell } from '../lowSuspend/window.ts';
import type { Instant } from '../profile.ts';
import { after, earliest, type MonoMs, milliseconds, monoMs } from '../units.ts';
import { endMicrobolus } from './answer.ts';
import { nothingOwed } from './basal.ts';
import { lapse } from './extended.ts';
import type { LowSuspend } from './lowSuspendState.ts';
import { andThen, type Ledger, type Step, step } from './state.ts';

/** SR-091: a reading supports a suspension for so long, in ms; one below 70 mg/dL for a while longer. */
const SEEN_MS = 10 * 60_000;
const LOW_MG_PER_DL = 70;

const withLowSuspend = (ledger: Ledger, change: Partial<LowSuspend>): Ledger => ({
  ...ledger,
  lowSuspend: { ...ledger.lowSuspend, ...change },
});

const policyOf = ({ settings }: Ledger): LowSuspend['told'] => settings?.lowSuspend ?? 'off';

/** Says by which policy low glucose stops basal, when the settings have changed it or the charts are new. */
export const sayPolicy = (ledger: Ledger): Step => {
  const policy = policyOf(ledger);
  if (policy === ledger.lowSuspend.told) return step(ledger);
  const told = withLowSuspend(ledger, { told: policy, isLow: policy !== 'off' && ledger.lowSuspend.isLow });
  return step(
    told,
    policy === 'off' ? { type: 'lowSuspend.disarmed' } : { type: 'lowSuspend.armed', policy },
  );
};

/** The newest reading and whose rules it is held against, as long as it supports a suspension at all (SR-091). */
const supported = (
  ledger: Ledger,
  now: MonoMs,
): { readonly newest: Reading; readonly rules: Rules } | null => {
  const policy = policyOf(ledger);
  const newest = ledger.glucose.trail.at(-1);
  if (policy === 'off' || ledger.settings === null) return null;
  if (newest === undefined || now - newest.measuredAt >= SEEN_MS) return null;
  return { newest, rules: { policy, limitMgPerDl: ledger.settings.lowSuspendLimitMgDl } };
};

/**
 * Says what the policy makes of the newest reading, as long as that one supports a suspension at all (SR-091): low,
 * low without room in the window (SR-089), or better. It is never said of a reading that was refused.
 */
export const judgeLow = (ledger: Ledger, now: MonoMs): Step => {
  const { hold, isSeen } = ledger.lowSuspend;
  const found = supported(ledger, now);
  if (found === null) return step(ledger);
  const { newest, rules } = found;
  const seen = isSeen
    ? step(ledger)
    : step(withLowSuspend(ledger, { isSeen: true }), { type: 'glucose.seen' });
  return andThen(seen, before =>
    match(adviseCautiously(rules, ledger.glucose.trail))
      .with('suspend', () => (hold !== null || !before.delivering ? step(before) : sayLow(before, now)))
      .with('resume', () =>
        hold !== null && now - hold.since < LEAST_MS[rules.policy]
          ? step(before)
          : sayBetter(before, newest.measuredAt),
      )
      .with('neither', () => step(before))
      .exhaustive(),
  );
};

/**
 * A reading was contradicted: low is said where basal would be off by now, had the lower value been told at once. What basal went on by
 * may have been no glucose at all; a dispute says nothing better.
 */
export const reviewLow = (ledger: Ledger, former: Reading, now: MonoMs): Step => {
  const { hold, recovered } = ledger.lowSuspend;
  const found = supported(ledger, now);
  if (found === null || hold !== null || !ledger.delivering) return step(ledger);
  const from = former.measuredAt;
  const heldSince = recovered !== null && recovered.by >= from ? recovered.since : null;
  return wouldBeOff(found.rules, ledger.glucose.trail, from, heldSince) ? sayLow(ledger, now) : step(ledger);
};

const sayLow = (ledger: Ledger, now: MonoMs): Step => {
  const hasRoom = nextSlice(ledger.lowSuspend.spells, now) !== null;
  return step(withLowSuspend(ledger, { isLow: true }), {
    type: hasRoom ? 'glucose.predictedLow' : 'lowSuspend.exhausted',
  });
};

const sayBetter = (ledger: Ledger, by: MonoMs): Step => {
  const { isLow, hold, recovered } = ledger.lowSuspend;
  if (!isLow) return step(ledger);
  const change = { isLow: false, recovered: hold === null ? recovered : { since: hold.since, by } };
  return step(withLowSuspend(ledger, change), { type: 'glucose.recovering' });
};

const newestAt = ({ glucose }: Ledger): MonoMs | null => glucose.trail.at(-1)?.measuredAt ?? null;

/** When the newest reading supports a suspension no longer; at once without one. */
const unseenAt = (ledger: Ledger, since: MonoMs): MonoMs => {
  const measuredAt = newestAt(ledger);
  return measuredAt === null ? since : after(measuredAt, milliseconds(SEEN_MS));
};

/** Time passes while basal is off: another slice is begun or there is no room for it, and a reading grows old. */
export const passHold = (ledger: Ledger, now: MonoMs): Step => {
  const { hold, isSeen } = ledger.lowSuspend;
  if (hold === null) return step(ledger);
  const isUnseen = isSeen && now >= unseenAt(ledger, hold.since);
  const newest = ledger.glucose.trail.at(-1);
  const isLow = newest !== undefined && nearest(newest.lowest ?? newest.glucose) < LOW_MG_PER_DL;
  const unseen: readonly Derived[] = isUnseen
    ? [{ type: isLow ? 'glucose.unseenLow' : 'glucose.unseen' }]
    : [];
  const looked = step(isUnseen ? withLowSuspend(ledger, { isSeen: false }) : ledger, ...unseen);
  return andThen(looked, before => prolong(before, now));
};

const prolong = (ledger: Ledger, now: MonoMs): Step => {
  const { hold, spells } = ledger.lowSuspend;
  if (hold === null || now < hold.until) return step(ledger);
  const until = nextSlice(withSpell(spells, { from: hold.since, to: hold.until }), hold.until);
  return until === null
    ? step(withLowSuspend(ledger, { isLow: true }), { type: 'lowSuspend.exhausted' })
    : prolong(withLowSuspend(ledger, { hold: { ...hold, until } }), now);
};

/**
 * Basal is off from now on: what was owed of it is forgotten. A pulse that was announced in this very step was ripe
 * before, and is still given. What is spread over time ends with it, where the settings say so (SR-090).
 */
export const holdBasal = (ledger: Ledger, at: Instant): Step => {
  const until = nextSlice(ledger.lowSuspend.spells, at.monoMs);
  if (until === null) throw new Error('basal was held with no room left in the 150 min');
  const held = withLowSuspend(ledger, { hold: { since: at.monoMs, until }, isSeen: true, recovered: null });
  return andThen(lapse({ ...held, basal: nothingOwed }, at), endMicrobolus);
};

/** Basal goes on. A host that was late does not make the suspension longer than was planned. */
export const releaseBasal = (ledger: Ledger, now: MonoMs): Ledger => {
  const { hold, spells } = ledger.lowSuspend;
  if (hold === null) return ledger;
  const spell = { from: hold.since, to: monoMs(Math.min(now, hold.until)) };
  return { ...withLowSuspend(ledger, { hold: null, spells: withSpell(spells, spell) }), basal: nothingOwed };
};

/** A start: the charts know of nothing. What is used of the window stays used. */
export const restartLowSuspend = (ledger: Ledger, now: MonoMs): Ledger =>
  withLowSuspend(releaseBasal(ledger, now), { told: 'off' });

/** A person has seen that basal went off, or that it may not any longer. */
export const answerLow = (ledger: Ledger, { alarm }: FactOf<'alarm.acknowledged'>): Step =>
  alarm === 'lowPredicted' || alarm === 'suspendLimit'
    ? step(ledger, { type: 'lowSuspend.answered' })
    : step(ledger);

/** When the passing of time next changes something here; null when it does not. */
export const lowSuspendDeadline = (ledger: Ledger): MonoMs | null => {
  const { hold, isSeen } = ledger.lowSuspend;
  return hold && earliest(hold.until, isSeen ? unseenAt(ledger, hold.since) : null);
};
