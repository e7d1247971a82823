import { match } from 'ts-pattern';
import { LIMITS_OF_AUTOMATION as LIMITS } from '../limits.ts';
import { HOUR_MS, profileAt, type TempBasal } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { countAfter } from '../rolling.ts';
import { type MicrounitsPerHour, type MonoMs, microunitsPerHour, monoMs } from '../units.ts';
import type { Automation, Steering } from './automationState.ts';
import type { Ledger } from './state.ts';

/** Another rate than the profile's, whoever wanted it; null where the profile holds. */
export const overrideOf = ({ temp, automation }: Ledger): TempBasal | null => temp.running ?? automation.rate;

/** The chart says whose rate holds from now on. */
export const steer = (ledger: Ledger, steering: Steering, now: MonoMs): Ledger => {
  const { automation } = ledger;
  const isFresh = steering === 'controller' && automation.since === null;
  const steered = {
    steering,
    since: isFresh ? now : steering === 'profile' ? null : automation.since,
    rate: steering === 'limited' ? limited(ledger, now) : null,
    // A command was meant for how things were: none comes back.
    ...(steering === 'profile' ? { command: null, heardUntil: null } : {}),
    // What was long at an extreme is not any more.
    ...(steering === 'profile' || steering === 'limited' ? { extreme: null } : {}),
  };
  return withRate({ ...ledger, automation: { ...automation, ...steered } });
};

/** What a controller has said, or is asked, counts no longer. */
export const forgetAnswers = (ledger: Ledger): Ledger =>
  withRate({
    ...ledger,
    automation: { ...ledger.automation, question: null, command: null, heardUntil: null, extreme: null },
  });

/** The rate that follows from who steers and what was commanded; one that is limited does not hear of commands. */
export const withRate = (ledger: Ledger): Ledger => {
  const { automation } = ledger;
  const rate = match(automation.steering)
    .returnType<TempBasal | null>()
    .with('profile', () => null)
    .with('controller', () => commanded(automation, 'controller'))
    .with('onlyLower', () => commanded(automation, 'limited'))
    .with('limited', () => automation.rate)
    .exhaustive();
  return { ...ledger, automation: { ...automation, rate } };
};

const commanded = ({ command }: Automation, by: 'controller' | 'limited'): TempBasal | null =>
  command && { level: { rate: command.rate }, endsAt: command.endsAt, by };

const FOR_EVER = monoMs(Number.MAX_SAFE_INTEGER);

/**
 * SR-099: the profile, or what was given on average if that is less. Where nothing was given before glucose was lost, nothing
 * is given for a while longer: it may have been right.
 */
const limited = (ledger: Ledger, now: MonoMs): TempBasal | null => {
  const average = averageOf(ledger, now);
  const after: TempBasal | null = average && { level: { rate: average }, endsAt: FOR_EVER, by: 'limited' };
  const { extreme } = ledger.automation;
  if (extreme?.which !== 'least') return after;
  const noneUntil = monoMs(Math.min(now + LIMITS.zeroMoreMs, extreme.since + LIMITS.zeroMostMs));
  if (noneUntil <= now) return after;
  const none = { level: { rate: microunitsPerHour(0) }, endsAt: noneUntil, by: 'limited' } as const;
  return after === null ? none : { ...none, next: after };
};

/** Basal per hour while a controller has steered, of at most a day, rounded down; null when that is too short to tell. */
const averageOf = ({ automation: { since }, doses }: Ledger, now: MonoMs): MicrounitsPerHour | null => {
  if (since === null || now - since < LIMITS.averageLeastMs) return null;
  const from = Math.max(since, now - LIMITS.averageMostMs);
  const { history } = doses;
  const pulses = countAfter(history, from, ({ channel }) => channel === 'basal');
  return microunitsPerHour(Math.floor((pulses * PULSE * HOUR_MS) / (now - from)));
};

/** A limit was reached: what automation gives beyond the profile ends (SR-015, SR-016). */
export const endAutomaticRaise = (ledger: Ledger): Ledger => {
  const { automation, settings, at } = ledger;
  const { command } = automation;
  if (command === null || settings === null || at === null) return ledger;
  const { rate } = profileAt(settings, at.wallMs);
  if (command.rate <= rate) return ledger;
  return withRate({ ...ledger, automation: { ...automation, command: { ...command, rate } } });
};
