import { hardHourly } from '../admission.ts';
import type { Channel } from '../facts.ts';
import { HARD, TIMING } from '../limits.ts';
import { type Instant, rateAt } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { ROLLING_DAY_MS, ROLLING_HOUR_MS, rollingSum } from '../rolling.ts';
import { after, earliest, type MonoMs, milliseconds, monoMs } from '../units.ts';
import { doubtEndsAt } from '../wallClock.ts';
import { attendanceDueAt } from './attendance.ts';
import { automationDeadline } from './automation.ts';
import { PULSE_ACCUMULATED } from './basal.ts';
import { bolusDueAt } from './bolus.ts';
import { extendedDueAt, extendedWaitMs } from './extended.ts';
import { consume } from './flight.ts';
import { glucoseDeadline } from './glucose.ts';
import { lowSuspendDeadline } from './lowSuspend.ts';
import { isHeld } from './lowSuspendState.ts';
import { primeDueAt } from './prime.ts';
import { remindersDeadline } from './reminders.ts';
import { andThen, type Ledger, type Step, step } from './state.ts';
import { overrideOf } from './steering.ts';
import { endRaise } from './temp.ts';

/**
 * Announces the next pulse when the motor is free: basal before a bolus, and what of it is given now before
 * what is spread, so that nobody waits for more than one pulse of each other. In one step at most one. A
 * pulse that would break the rolling hour is dropped instead (SR-015), one of a bolus also when it would
 * break the rolling day (SR-016).
 */
export const announceDue = (ledger: Ledger, at: Instant): Step => {
  const channel = dueChannel(ledger, at.monoMs);
  if (channel === null || ledger.flight !== null || ledger.offered !== null) return step(ledger);
  // What fills tubing and cannula is no dose: neither hour nor day holds it (SR-050).
  if (channel === 'prime') return step({ ...ledger, offered: channel }, { type: 'pulse.due', channel });
  if (!hourHasRoom(ledger, at.monoMs)) {
    const dropped: Ledger = { ...consume(ledger, channel, at), hourIsFull: true };
    const told = ledger.hourIsFull ? step(dropped) : reached(dropped, 'limit.hourlyReached');
    return channel === 'basal' ? andThen(told, withholdBasal) : told;
  }
  if (!dayHasRoom(ledger, at.monoMs)) {
    // Said once; but a rate that is no raise may become one when the profile falls below it.
    const told = ledger.dayIsFull
      ? endRaise(ledger)
      : reached({ ...ledger, dayIsFull: true }, 'limit.dailyReached');
    return channel === 'basal'
      ? andThen(told, before => offer(before, channel))
      : { ...told, ledger: consume(told.ledger, channel, at) };
  }
  return offer({ ...ledger, dayIsFull: false }, channel);
};

/** A pulse of a dose: there is room in the hour, for basal too. */
const offer = (ledger: Ledger, channel: Exclude<Channel, 'prime'>): Step => {
  const offered: Ledger = { ...ledger, offered: channel, hourIsFull: false };
  const due = { type: 'pulse.due', channel } as const;
  return ledger.basalIsWithheld
    ? step({ ...offered, basalIsWithheld: false }, { type: 'basal.restored' }, due)
    : step(offered, due);
};

/** Admission keeps room for basal; limits that were lowered or a profile that was raised since may leave none. */
const withholdBasal = (ledger: Ledger): Step =>
  ledger.basalIsWithheld
    ? step(ledger)
    : step({ ...ledger, basalIsWithheld: true }, { type: 'basal.withheld' });

const reached = (ledger: Ledger, type: 'limit.hourlyReached' | 'limit.dailyReached'): Step =>
  andThen(step(ledger, { type }), endRaise);

const dueChannel = (ledger: Ledger, now: MonoMs): Channel | null => {
  const primeAt = primeDueAt(ledger);
  if (primeAt !== null && primeAt <= now) return 'prime';
  if (!ledger.delivering) return null;
  if (ledger.basal.owed) return 'basal';
  const isDue = (at: MonoMs | null): boolean => at !== null && at <= now;
  if (isDue(bolusDueAt(ledger))) return 'bolus';
  return isDue(extendedDueAt(ledger)) ? 'extended' : null;
};

/** Whether one pulse more keeps the rolling hour within its cap. */
export const hourHasRoom = ({ settings, doses }: Ledger, now: MonoMs): boolean =>
  settings !== null && rollingSum(doses.history, now, ROLLING_HOUR_MS) + PULSE <= hardHourly(settings);

/** Whether one pulse more keeps the rolling day within its cap. */
export const dayHasRoom = ({ settings, doses }: Ledger, now: MonoMs): boolean =>
  settings !== null &&
  rollingSum(doses.history, now, ROLLING_DAY_MS) + PULSE <= Math.min(settings.maxDailyUu, HARD.maxDailyUu);

/**
 * When the ledger wants to hear `clock.reached`: the earliest of a pulse ripening, a temporary basal
 * ending, the profile changing, a pulse of a bolus, the end of an extended one, glucose growing old, and a
 * reminder; while anything runs, every half minute at least. Null only before settings are known. Never
 * before the last fact.
 */
export const nextDeadline = (ledger: Ledger): MonoMs | null => {
  const { at, settings, basal, delivering, flight, offered } = ledger;
  if (at === null || settings === null) return null;
  const { rate, leftMs } = rateAt(settings, overrideOf(ledger), at);
  // `leftMs` is the time to the profile's next segment or to the end of the temporary basal.
  let waitMs: number = leftMs;
  if (isRunning(ledger)) waitMs = Math.min(waitMs, TIMING.absorbEvery);
  if (delivering && !basal.owed && rate > 0 && !isHeld(ledger)) {
    waitMs = Math.min(waitMs, Math.ceil((PULSE_ACCUMULATED - basal.accumulated) / rate));
  }
  if (delivering) waitMs = Math.min(waitMs, extendedWaitMs(ledger) ?? waitMs);
  if (delivering && flight === null) {
    // A pulse that was announced in this step and left unanswered is announced again half a minute later.
    if (basal.owed && offered !== 'basal') return at.monoMs;
    for (const dueAt of [bolusDueAt(ledger), extendedDueAt(ledger)]) {
      if (dueAt !== null && (dueAt > at.monoMs || offered === null))
        waitMs = Math.min(waitMs, Math.max(0, dueAt - at.monoMs));
    }
  }
  const primeAt = primeDueAt(ledger);
  if (primeAt !== null && flight === null && (primeAt > at.monoMs || offered === null)) {
    waitMs = Math.min(waitMs, Math.max(0, primeAt - at.monoMs));
  }
  return earliest(
    after(monoMs(at.monoMs), milliseconds(waitMs)),
    glucoseDeadline(ledger),
    remindersDeadline(ledger),
    automationDeadline(ledger),
    ledger.temporaryTarget?.endsAt ?? null,
    lowSuspendDeadline(ledger),
    attendanceDueAt(ledger),
    ledger.remindAt,
    doubtEndsAt(ledger.clock),
  );
};

const isRunning = ({ delivering, flight, bolus, temp, prime, occlusion }: Ledger): boolean =>
  delivering ||
  prime.running !== 'nothing' ||
  flight !== null ||
  bolus.current !== null ||
  bolus.extended !== null ||
  temp.running !== null ||
  occlusion.phase !== 'clear';
