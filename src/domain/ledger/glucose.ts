import { match } from 'ts-pattern';
import { atLowest, contradictedBy, discredit } from '../detect/disputed.ts';
import { agesAt, freshnessOf } from '../detect/freshness.ts';
import { type GlucoseLimits, type Levels, levelsAfter, rateOver, trendAfter } from '../detect/levels.ts';
import { type Arrival, extend, isNoisy, isStuck, judge, nearest, undisputed } from '../detect/reading.ts';
import { noSession, passed, reported, sessionDeadline, type Watched } from '../detect/session.ts';
import type { Envelope, FactOf } from '../facts.ts';
import type { Settings } from '../settings.ts';
import { earliest, type MgPerDl, type MonoMs, mgPerDl } from '../units.ts';
import { judgeLow, reviewLow } from './lowSuspend.ts';
import { doubtReading, rememberReading } from './past.ts';
import { andThen, type Glucose, type Ledger, type Step, step } from './state.ts';

/** A sensor this far from a meter is suspect, after the MiniMed 670G. */
const CONTRADICTION = 0.35;

/** In these the sensor measures nothing, whatever it says. */
const UNFIT = {
  warmup: 'the sensor is still warming up.',
  failed: 'the sensor has failed.',
  expired: 'the sensor has expired.',
} as const;

const withGlucose = (ledger: Ledger, change: Partial<Glucose>): Ledger => ({
  ...ledger,
  glucose: { ...ledger.glucose, ...change },
});

/** Judges a reading of the sensor, and says what became of glucose by it. */
export const takeGlucose = (ledger: Ledger, fact: FactOf<'cgm.measured'>, now: MonoMs): Step => {
  const { trail, sequence, session } = ledger.glucose;
  if (session.kind === 'warmup' || session.kind === 'failed' || session.kind === 'expired') {
    return step(ledger, { type: 'glucose.rejected', reasons: [UNFIT[session.kind]] });
  }
  const { ageMs = 0, noise = 'clean' } = fact;
  const arrival = { ...fact, ageMs, noise };
  const verdict = judge(trail, sequence, arrival, now);
  if (!verdict.accepted) return refuseGlucose(ledger, arrival, verdict.reasons, now);
  const { reading, doubts } = verdict;
  const value = nearest(reading.glucose);
  const grown = extend(trail, reading);
  const taken = withGlucose(ledger, {
    latest: { mgPerDl: value, atMonoMs: reading.measuredAt },
    trail: grown,
    sequence: fact.sequence,
    doubts,
  });
  const accepted = step(rememberReading(taken, reading.measuredAt, value, doubts), {
    type: 'glucose.accepted',
    mgPerDl: value,
    doubts,
  });
  return [
    (before: Ledger) => sayAge(before, now),
    (before: Ledger) => sayLevels(before, value, now),
    (before: Ledger) => saySteadiness(before, isNoisy(verdict.noise) || isStuck(undisputed(grown))),
    (before: Ledger) => judgeLow(before, now),
  ].reduce(andThen, accepted);
};

/** No reading; but one that was believed is believed no more when this is another value of its instant (SR-093). */
const refuseGlucose = (ledger: Ledger, arrival: Arrival, reasons: readonly string[], now: MonoMs): Step => {
  const { trail, doubts } = ledger.glucose;
  const found = contradictedBy(trail, arrival, now);
  if (found === null) return step(ledger, { type: 'glucose.rejected', reasons });
  const { former, lowest } = found;
  const doubted = withGlucose(doubtReading(ledger, former.measuredAt), {
    trail: discredit(trail, found),
    doubts: [...doubts.filter(doubt => doubt !== 'contradicted'), 'contradicted'],
  });
  const words = `${arrival.mgPerDl} mg/dL contradicts ${nearest(former.glucose)} mg/dL of the same instant: neither is believed.`;
  const isLower = former === trail.at(-1) && nearest(lowest) < nearest(former.glucose);
  return [
    // The lower of the two may be right.
    (before: Ledger) => (isLower ? sayLevels(before, nearest(lowest), now) : step(before)),
    (before: Ledger) => saySteadiness(before, true),
    (before: Ledger) => reviewLow(before, former, now),
  ].reduce(andThen, step(doubted, { type: 'glucose.rejected', reasons: [words, ...reasons] }));
};

/** A person has measured glucose with a meter: as good as a reading for every alarm, and none of the sensor's. */
export const enterGlucose = (ledger: Ledger, entered: FactOf<'glucose.entered'>, now: MonoMs): Step => {
  const { freshness, latest } = ledger.glucose;
  const isRecent = freshness === 'fresh' || freshness === 'late';
  const apart = latest === null ? 0 : Math.abs(latest.mgPerDl - entered.mgPerDl) / entered.mgPerDl;
  const told = sayLevels(ledger, mgPerDl(entered.mgPerDl), now);
  return isRecent && apart >= CONTRADICTION
    ? andThen(told, before => step(before, { type: 'glucose.contradicted' }))
    : told;
};

/** What the sensor says of itself. Readings of another sensor are no past of this one. */
export const takeReport = (ledger: Ledger, report: FactOf<'cgm.reported'>, now: MonoMs): Step => {
  const { session, endsInMs = null } = report;
  const { kind } = ledger.glucose.session;
  const watched = noteSession(ledger, reported(ledger.glucose.session, { kind: session, endsInMs }, now));
  if (session === kind) return watched;
  return { ...watched, ledger: awaitReading(watched.ledger, session === 'active' ? now : null) };
};

/** Forgets all readings; from `since` on the first one is awaited, or none is. */
const awaitReading = (ledger: Ledger, since: MonoMs | null): Ledger =>
  withGlucose(ledger, {
    trail: [],
    sequence: null,
    doubts: ['alone'],
    awaitedSince: since,
    freshness: 'none',
    unsteady: null,
  });

const noteSession = (ledger: Ledger, { session, found }: Watched): Step => {
  if (session === ledger.glucose.session && found.length === 0) return step(ledger);
  const noted = withGlucose(ledger, { session });
  return step(session.kind === 'expired' ? awaitReading(noted, null) : noted, ...found);
};

/**
 * A start: whatever holds of glucose is to be said again, and the sensor counts its readings anew. A reading is
 * awaited from a sensor that was there before; without one, that nothing is measured is no news.
 */
export const restartGlucose = (ledger: Ledger, now: MonoMs): Ledger => {
  const { session, trail, awaitedSince } = ledger.glucose;
  const isThere = session.kind === 'active' || trail.length > 0 || awaitedSince !== null;
  const restarted = withGlucose(ledger, { session: noSession, levelsAreSaid: false });
  return awaitReading(restarted, isThere ? now : null);
};

/** Time passes: a reading ages, a sensor nears its end. */
export const passGlucose = (ledger: Ledger, now: MonoMs): Step =>
  andThen(noteSession(ledger, passed(ledger.glucose.session, now)), before => sayAge(before, now));

/** All that is left to count in fail-safe: glucose, its age and its sensor. Nothing of it is delivered by. */
export const watchGlucose = (ledger: Ledger, { monoMs, wallMs, fact }: Envelope): Step =>
  andThen(passGlucose({ ...ledger, at: { monoMs, wallMs } }, monoMs), before =>
    match(fact)
      .with({ type: 'cgm.measured' }, reading => takeGlucose(before, reading, monoMs))
      .with({ type: 'cgm.reported' }, report => takeReport(before, report, monoMs))
      .with({ type: 'glucose.entered' }, entered => enterGlucose(before, entered, monoMs))
      .otherwise(() => step(before)),
  );

/** Nothing is known of glucose and nothing is awaited: it never asks to be woken. */
export const forgetGlucose = (ledger: Ledger): Ledger =>
  awaitReading(withGlucose(ledger, { session: noSession }), null);

/** When the passing of time next changes something here; null when it does not. */
export const glucoseDeadline = ({ glucose, at }: Ledger): MonoMs | null =>
  earliest(at === null ? null : agesAt(ageOf(glucose), at.monoMs), sessionDeadline(glucose.session));

const ageOf = ({ trail, awaitedSince }: Glucose) => ({
  measuredAt: trail.at(-1)?.measuredAt ?? null,
  awaitedSince,
});

const sayAge = (ledger: Ledger, now: MonoMs): Step => {
  const freshness = freshnessOf(ageOf(ledger.glucose), now);
  if (freshness === ledger.glucose.freshness) return step(ledger);
  const aged = withGlucose(ledger, { freshness });
  return freshness === 'none' ? step(aged) : step(aged, { type: `glucose.${freshness}` });
};

/**
 * The first value after a start says all levels, so that no alarm of before outlives its cause, and none
 * ends before it: the time above a limit goes on through a restart (SR-083).
 */
const sayLevels = (ledger: Ledger, value: MgPerDl, now: MonoMs): Step => {
  const { settings, glucose, delivering } = ledger;
  if (settings === null) return step(ledger);
  const limits = limitsOf(settings);
  const { levels: before, levelsAreSaid } = glucose;
  const sight = { mgPerDl: value, at: now, delivering };
  const levels: Levels = {
    ...levelsAfter(before, sight, limits),
    trend: trendAfter(before.trend, rateOver(atLowest(glucose.trail)), limits),
  };
  const words = (['low', 'high', 'veryHigh', 'trend'] as const)
    .filter(each => !levelsAreSaid || levels[each] !== before[each])
    .map(each => ({ type: `glucose.${levels[each]}` }) as const);
  return step(withGlucose(ledger, { levels, levelsAreSaid: true }), ...words);
};

const limitsOf = ({ glucoseLowMgDl, glucoseHighMgDl, glucoseFastMgDlMin }: Settings): GlucoseLimits => ({
  lowMgPerDl: glucoseLowMgDl,
  highMgPerDl: glucoseHighMgDl,
  fastMgPerDlPerMin: glucoseFastMgDlMin,
});

const saySteadiness = (ledger: Ledger, unsteady: boolean): Step => {
  const noted = withGlucose(ledger, { unsteady });
  if (unsteady === ledger.glucose.unsteady) return step(noted);
  return step(noted, { type: unsteady ? 'sensor.doubted' : 'sensor.trusted' });
};
