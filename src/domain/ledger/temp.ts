import { tempBasalObjections } from '../admission.ts';
import type { FactOf } from '../facts.ts';
import {
  type Instant,
  isCapped,
  isScant,
  lowestRate,
  profileAt,
  type TempBasal,
  type TempLevel,
} from '../profile.ts';
import { after, type MicrounitsPerHour, microunitsPerHour, milliseconds, monoMs, percent } from '../units.ts';
import { NO_SETTINGS, standingOf } from './standing.ts';
import { type Ledger, type Step, step } from './state.ts';
import { endAutomaticRaise } from './steering.ts';

export type TempBasals = {
  /** Admitted, not started. */
  readonly wanted: {
    readonly level: TempLevel;
    readonly durationMs: number;
    readonly by: 'person' | 'restart';
  } | null;
  readonly running: TempBasal | null;
};

/** Admits or refuses a temporary basal. A running one is replaced only if the request says so. */
export const requestTempBasal = (
  ledger: Ledger,
  request: FactOf<'tempBasal.requested'>,
  at: Instant,
): Step => {
  const { durationMs } = request;
  const level = levelOf(request);
  if (level === null)
    return refused(ledger, ['a temporary basal is a share of the profile or a rate, not both.']);
  const standing = standingOf(ledger, at);
  const reasons = [
    ...(standing === null ? [NO_SETTINGS] : tempBasalObjections(standing, { level, durationMs })),
    ...(ledger.clock.phase !== 'trusted' ? ['the time of day is not known; set the clock first.'] : []),
    ...runningObjections(ledger.temp.running, request.replaces === true),
  ];
  if (reasons.length > 0) return refused(ledger, reasons);
  return step(
    { ...ledger, temp: { ...ledger.temp, wanted: { level, durationMs, by: 'person' } } },
    { type: 'tempBasal.admitted', durationMs },
  );
};

const refused = (ledger: Ledger, reasons: readonly string[]): Step =>
  step(ledger, { type: 'tempBasal.refused', reasons });

const levelOf = ({ percent: share, rateUuPerHour }: FactOf<'tempBasal.requested'>): TempLevel | null => {
  if (share !== undefined && rateUuPerHour === undefined) return { percent: percent(share) };
  if (rateUuPerHour !== undefined && share === undefined) return { rate: microunitsPerHour(rateUuPerHour) };
  return null;
};

const runningObjections = (running: TempBasal | null, replaces: boolean): readonly string[] =>
  running === null || replaces
    ? []
    : ['a temporary basal is running; cancel it first, or confirm that it is replaced.'];

/** The admitted one runs from now on; says so when the maximum lowers it, and when it is very low. */
export const startTempBasal = (ledger: Ledger, at: Instant): Step => {
  const { wanted } = ledger.temp;
  if (wanted === null) throw new Error('a temporary basal was started that nobody admitted');
  const running: TempBasal = {
    level: wanted.level,
    endsAt: after(at.monoMs, milliseconds(wanted.durationMs)),
    by: wanted.by,
  };
  const started: Ledger = { ...ledger, temp: { wanted: null, running } };
  const { settings } = ledger;
  const isAtLimit = settings !== null && (isCapped(settings, running, at) || isScant(settings, running, at));
  return isAtLimit ? step(started, { type: 'limit.basalReached' }) : step(started);
};

/**
 * SR-078: while nobody knows the time of day, the lowest rate of the profile, or less where a person wanted
 * less. It has no end of its own: the clock's chart stops delivery after an hour.
 */
export const reduceBasal = (ledger: Ledger): Ledger => {
  if (ledger.settings === null) return ledger;
  const running: TempBasal = {
    level: { rate: lessOf(lowestRate(ledger.settings), ledger.temp.running?.level) },
    endsAt: monoMs(Number.MAX_SAFE_INTEGER),
    by: 'lostClock',
  };
  return { ...ledger, temp: { wanted: null, running } };
};

/** The lowest rate, or what a temporary one makes of it if that is less: doubt never raises a rate. */
const lessOf = (lowest: MicrounitsPerHour, level: TempLevel | undefined): MicrounitsPerHour => {
  if (level === undefined) return lowest;
  const wanted = 'rate' in level ? level.rate : Math.floor((lowest * level.percent) / 100);
  return microunitsPerHour(Math.min(lowest, wanted));
};

/** Ends it if it runs: it may have ended by itself in this very step. */
export const endTempBasal = (ledger: Ledger): Ledger =>
  ledger.temp.running === null ? ledger : { ...ledger, temp: { ...ledger.temp, running: null } };

/** A limit was reached: a rate above the profile ends, one below it goes on (SR-015, SR-016). */
export const endRaise = (ledger: Ledger): Step =>
  isRaise(ledger) ? step(endTempBasal(ledger), { type: 'tempBasal.ended' }) : step(endAutomaticRaise(ledger));

const isRaise = ({ temp: { running }, settings, at }: Ledger): boolean => {
  if (running === null || settings === null || at === null) return false;
  return 'percent' in running.level
    ? running.level.percent > 100
    : running.level.rate > profileAt(settings, at.wallMs).rate;
};

/** Says so when its time is over. */
export const expireTempBasal = (ledger: Ledger, at: Instant): Step => {
  const { running } = ledger.temp;
  return running !== null && at.monoMs >= running.endsAt
    ? step(endTempBasal(ledger), { type: 'tempBasal.ended' })
    : step(ledger);
};
