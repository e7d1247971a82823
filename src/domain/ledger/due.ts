import { hardHourly } from '../admission.ts';
import type { Channel } from '../facts.ts';
import { TIMING } from '../limits.ts';
import { type Instant, rateAt } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { ROLLING_HOUR_MS, rollingSum } from '../rolling.ts';
import { after, earliest, type MonoMs, milliseconds, monoMs } from '../units.ts';
import { automationDeadline } from './automation.ts';
import { PULSE_ACCUMULATED } from './basal.ts';
import { bolusDueAt } from './bolus.ts';
import { consume } from './flight.ts';
import { glucoseDeadline } from './glucose.ts';
import { remindersDeadline } from './reminders.ts';
import { type Ledger, type Step, step } from './state.ts';

/**
 * Announces the next pulse when the motor is free, basal first; in one step at most one. A pulse that
 * would break the rolling hour is dropped instead (SR-015).
 */
export const announceDue = (ledger: Ledger, at: Instant): Step => {
  const channel = dueChannel(ledger, at.monoMs);
  if (channel === null || ledger.flight !== null || ledger.offered !== null) return step(ledger);
  if (!hourHasRoom(ledger, at.monoMs)) {
    const dropped: Ledger = { ...consume(ledger, channel, at), hourIsFull: true };
    return ledger.hourIsFull ? step(dropped) : step(dropped, { type: 'limit.hourlyReached' });
  }
  return step({ ...ledger, offered: channel, hourIsFull: false }, { type: 'pulse.due', channel });
};

const dueChannel = (ledger: Ledger, now: MonoMs): Channel | null => {
  if (!ledger.delivering) return null;
  if (ledger.basal.owed) return 'basal';
  const bolusAt = bolusDueAt(ledger);
  return bolusAt !== null && bolusAt <= now ? 'bolus' : null;
};

/** Whether one pulse more keeps the rolling hour within its cap. */
export const hourHasRoom = ({ settings, doses }: Ledger, now: MonoMs): boolean =>
  settings !== null && rollingSum(doses.history, now, ROLLING_HOUR_MS) + PULSE <= hardHourly(settings);

/**
 * When the ledger wants to hear `clock.reached`: the earliest of a pulse ripening, a temporary basal
 * ending, the profile changing, a pulse of a bolus, glucose growing old, and a reminder; while anything
 * runs, every half minute at least. Null only before settings are known. Never before the last fact.
 */
export const nextDeadline = (ledger: Ledger): MonoMs | null => {
  const { at, settings, temp, basal, delivering, flight, offered } = ledger;
  if (at === null || settings === null) return null;
  const { rate, leftMs } = rateAt(settings, temp.running, at);
  // `leftMs` is the time to the profile's next segment or to the end of the temporary basal.
  let waitMs: number = leftMs;
  if (isRunning(ledger)) waitMs = Math.min(waitMs, TIMING.absorbEvery);
  if (delivering && !basal.owed && rate > 0) {
    waitMs = Math.min(waitMs, Math.ceil((PULSE_ACCUMULATED - basal.accumulated) / rate));
  }
  if (delivering && flight === null) {
    // A pulse that was announced in this step and left unanswered is announced again half a minute later.
    if (basal.owed && offered !== 'basal') return at.monoMs;
    const bolusAt = bolusDueAt(ledger);
    if (bolusAt !== null && (bolusAt > at.monoMs || offered === null)) {
      waitMs = Math.min(waitMs, Math.max(0, bolusAt - at.monoMs));
    }
  }
  return earliest(
    after(monoMs(at.monoMs), milliseconds(waitMs)),
    glucoseDeadline(ledger),
    remindersDeadline(ledger),
    automationDeadline(ledger),
  );
};

const isRunning = ({ delivering, flight, bolus, temp, occlusion }: Ledger): boolean =>
  delivering ||
  flight !== null ||
  bolus.current !== null ||
  temp.running !== null ||
  occlusion.phase !== 'clear';
