import type { Levels } from '../detect/levels.ts';
import { type FactOf, type ReminderName, reminderNames } from '../facts.ts';
import type { Instant } from '../profile.ts';
import type { Settings } from '../settings.ts';
import { after, earliest, type MonoMs, milliseconds } from '../units.ts';
import { andThen, join, type Ledger, type Reminder, type Step, step } from './state.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SNOOZE = milliseconds(15 * MINUTE_MS);
/** So long after a low glucose a person is to measure again. */
const AFTER_LOW_MS = 15 * MINUTE_MS;

const nothing: Reminder = { at: null, said: false };

const withReminder = (ledger: Ledger, name: ReminderName, reminder: Reminder): Ledger => ({
  ...ledger,
  reminders: { ...ledger.reminders, [name]: reminder },
});

/** A reminder is no longer wanted: what it reminds of was done, or the person has said so. */
const settle = (ledger: Ledger, name: ReminderName): Step =>
  step(
    withReminder(ledger, name, nothing),
    ...(ledger.reminders[name].said ? [{ type: `${name}.settled` } as const] : []),
  );

/** Time passes: a bolus was given, a window closes, a reminder comes due. `before` is the last moment known. */
export const passReminders = (ledger: Ledger, before: Instant | null, at: Instant): Step => {
  const noted = noteBolus(ledger);
  let so: Step = { ledger: closeWindows(noted.ledger, before, at), derived: noted.derived };
  for (const name of reminderNames)
    if (isDue(so.ledger.reminders[name], at.monoMs)) so = join(so, remind(so.ledger, name));
  return so;
};

const isDue = ({ at, said }: Reminder, now: MonoMs): boolean => !said && at !== null && at <= now;

const remind = (ledger: Ledger, name: ReminderName): Step =>
  step(withReminder(ledger, name, { ...ledger.reminders[name], said: true }), { type: `${name}.due` });

/** Any pulse of a bolus will do; the time after it runs from its first. */
const noteBolus = (ledger: Ledger): Step => {
  const dose = ledger.doses.history.at(-1);
  // A bolus of automation is none that a person could have missed.
  if (
    dose === undefined ||
    dose.channel === 'basal' ||
    dose.automatic ||
    dose.atMonoMs === ledger.reminders.bolusAt
  )
    return step(ledger);
  const { atMonoMs: bolusAt } = dose;
  const noted: Ledger = { ...ledger, reminders: { ...ledger.reminders, bolusAt } };
  const minutes = ledger.settings?.glucoseCheckMinutes ?? 0;
  return settle(checkIn(noted, bolusAt, minutes * MINUTE_MS), 'missedBolus');
};

/** A check is wanted at the earliest moment that anything asks for; 0 asks for nothing. */
const checkIn = (ledger: Ledger, from: MonoMs, inMs: number): Ledger => {
  const { at, said } = ledger.reminders.glucoseCheck;
  if (said || inMs === 0) return ledger;
  return withReminder(ledger, 'glucoseCheck', {
    at: earliest(at, after(from, milliseconds(inMs))),
    said: false,
  });
};

type Window = Settings['missedBolusWindows'][number];

/** How long ago a window ended last, by local time. */
const sinceEnd = ({ untilMinute }: Window, settings: Settings, { wallMs }: Instant): number => {
  const local = wallMs + (settings.utcOffsetMinutes - untilMinute) * MINUTE_MS;
  return ((local % DAY_MS) + DAY_MS) % DAY_MS;
};

/** A window that has just ended without a bolus in it is told. */
const closeWindows = (ledger: Ledger, before: Instant | null, at: Instant): Ledger => {
  const { settings, reminders } = ledger;
  if (settings === null || before === null) return ledger;
  const isMissed = settings.missedBolusWindows.some(window => {
    const ended = sinceEnd(window, settings, at);
    const beganAt = at.monoMs - ended - (window.untilMinute - window.fromMinute) * MINUTE_MS;
    const hadBolus = reminders.bolusAt !== null && reminders.bolusAt >= beganAt;
    return ended < at.monoMs - before.monoMs && !hadBolus;
  });
  if (!isMissed || reminders.missedBolus.said) return ledger;
  return withReminder(ledger, 'missedBolus', { at: at.monoMs, said: false });
};

/** Glucose has become low or high by this step: a person is to measure again after a while. */
export const remindOfLevels = (taken: Step, { glucose: before }: Ledger, now: MonoMs): Step => {
  const { glucose, settings } = taken.ledger;
  const isNewlyLow = isLow(glucose.levels) && !isLow(before.levels);
  const isNewlyHigh = isHigh(glucose.levels) && !isHigh(before.levels);
  const afterHigh = (settings?.glucoseCheckMinutes ?? 0) * MINUTE_MS;
  const reminded = isNewlyLow ? checkIn(taken.ledger, now, AFTER_LOW_MS) : taken.ledger;
  return { ...taken, ledger: isNewlyHigh ? checkIn(reminded, now, afterHigh) : reminded };
};

const isLow = ({ low }: Levels): boolean => low !== 'notLow';
const isHigh = ({ high }: Levels): boolean => high !== 'notHigh';

/** A person has measured: there is nothing left to remind of. */
export const settleCheck = (ledger: Ledger): Step => settle(ledger, 'glucoseCheck');

/** A new site, not only another cartridge: the next change is wanted after the time of the settings. */
export const noteSite = (ledger: Ledger, now: MonoMs): Step => {
  const hours = ledger.settings?.siteChangeHours ?? 0;
  const at = hours === 0 ? null : after(now, milliseconds(hours * HOUR_MS));
  return andThen(settle(ledger, 'siteChange'), settled =>
    step(withReminder(settled, 'siteChange', { at, said: false })),
  );
};

/** In 15 min again; only what was said can be put off. */
export const snooze = (ledger: Ledger, { reminder }: FactOf<'reminder.snoozed'>, now: MonoMs): Step => {
  if (!ledger.reminders[reminder].said) return step(ledger);
  return andThen(settle(ledger, reminder), settled =>
    step(withReminder(settled, reminder, { at: after(now, SNOOZE), said: false })),
  );
};

/** To acknowledge a reminder is to dismiss it; only a new site ends the wish for one. */
export const dismiss = (ledger: Ledger, { alarm }: FactOf<'alarm.acknowledged'>): Step =>
  alarm === 'missedBolus' || alarm === 'glucoseCheck' ? settle(ledger, alarm) : step(ledger);

/** A start: what was due is to be said again. */
export const restartReminders = (ledger: Ledger): Ledger =>
  reminderNames.reduce((so, name) => withReminder(so, name, { ...so.reminders[name], said: false }), ledger);

/** When the passing of time next asks for one; null when it does not. Never before the last fact. */
export const remindersDeadline = ({ reminders, settings, at }: Ledger): MonoMs | null => {
  if (settings === null || at === null) return null;
  let inMs = Number.POSITIVE_INFINITY;
  for (const name of reminderNames) {
    const { at: due, said } = reminders[name];
    if (due !== null && !said) inMs = Math.min(inMs, Math.max(0, due - at.monoMs));
  }
  for (const window of settings.missedBolusWindows)
    inMs = Math.min(inMs, DAY_MS - sinceEnd(window, settings, at));
  return inMs === Number.POSITIVE_INFINITY ? null : after(at.monoMs, milliseconds(inMs));
};
