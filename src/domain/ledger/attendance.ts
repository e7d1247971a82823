import type { Derived, Fact } from '../facts.ts';
import { TIMING } from '../limits.ts';
import { type MonoMs, monoMs } from '../units.ts';
import { isFromAfar } from './remote.ts';
import { type Ledger, type Step, step } from './state.ts';

/** When somebody last touched the pump, and what was said of it (SR-044). */
export type Attendance = {
  readonly since: MonoMs | null;
  readonly told: 'nothing' | 'armed' | 'near' | 'reached';
};

/** Facts by which somebody shows that he is there: their sources, and single ones of other sources. */
const BY_HAND: ReadonlySet<string> = new Set([
  'bolus',
  'suspend',
  'resume',
  'tempBasal',
  'settings.proposed',
  'settings.confirmed',
  'settings.discarded',
  'alarm',
  'zone',
  'change',
  'set',
  'cartridge',
  'rewind.requested',
  'prime',
  'fill',
  'button',
  'screen',
  'entry',
  'pairing.opened',
  'activity',
  'target',
  'sleep',
  'exercise',
  'reminder',
  'lowSuspend',
  'carbs.entered',
  'automation.enabled',
  'automation.disabled',
  'clock.set',
  'glucose.entered',
]);

const isHandy = (type: Fact['type']): boolean =>
  BY_HAND.has(type) || BY_HAND.has(type.slice(0, type.indexOf('.')));

/** Whether a person at the pump has caused this fact. A remote is somebody else. */
export const isByHand = (ledger: Ledger, fact: Fact): boolean =>
  isHandy(fact.type) && !isFromAfar(ledger, fact);

/**
 * SR-044: counts the time without an act of a person, while delivery runs and auto-off is wanted. Says
 * each thing once: that it counts, that 15 min are left, that the time is over.
 */
export const watchAttendance = (ledger: Ledger, now: MonoMs): Step => {
  const { attendance } = ledger;
  const { told } = attendance;
  const since = attendance.since ?? now;
  const endsAt = endOf(ledger, since);
  const counts = told === 'armed' || told === 'near';
  if (endsAt === null) return counts ? say(ledger, 'nothing', { type: 'autoOff.disarmed' }) : step(ledger);
  if (told === 'nothing') return say(ledger, 'armed', { type: 'autoOff.armed' });
  if (told === 'armed' && now >= endsAt - TIMING.autoOffWarning)
    return say(ledger, 'near', { type: 'autoOff.near' });
  if (told === 'near' && now >= endsAt) return say(ledger, 'reached', { type: 'autoOff.reached' });
  return step(ledger);
};

/** A person has acted: the time starts again. */
export const attend = (ledger: Ledger, now: MonoMs): Step => {
  const { told } = ledger.attendance;
  const attended: Ledger = { ...ledger, attendance: { since: now, told } };
  if (told === 'near') return say(attended, 'armed', { type: 'autoOff.answered' });
  return told === 'reached' ? say(attended, 'nothing', { type: 'autoOff.answered' }) : step(attended);
};

/** When auto-off wants to be looked at again; null while it does not count. */
export const attendanceDueAt = (ledger: Ledger): MonoMs | null => {
  const { since, told } = ledger.attendance;
  const endsAt = since === null ? null : endOf(ledger, since);
  if (endsAt === null || told === 'reached') return null;
  return told === 'near' ? endsAt : monoMs(Math.max(0, endsAt - TIMING.autoOffWarning));
};

const HOUR_MS = 3_600_000;

const endOf = ({ delivering, settings }: Ledger, since: MonoMs): MonoMs | null =>
  delivering && settings !== null && settings.autoOffHours > 0
    ? monoMs(since + settings.autoOffHours * HOUR_MS)
    : null;

const say = (ledger: Ledger, told: Attendance['told'], derived: Derived): Step =>
  step({ ...ledger, attendance: { ...ledger.attendance, told } }, derived);
