import type { Channel } from '../facts.ts';
import { exponentialCurve, remaining } from '../insulin.ts';
import { PULSE } from '../pulses.ts';
import { remembered } from '../remembered.ts';
import {
  type Dose,
  type History,
  indexAfter,
  ROLLING_DAY_MS,
  ROLLING_HOUR_MS,
  rollingSum,
} from '../rolling.ts';
import { grown } from '../sharedList.ts';
import { type Microunits, type MonoMs, microunits } from '../units.ts';
import type { Flight } from './flightState.ts';
import { type Doses, type Ledger, uncounted } from './state.ts';

/** A pulse in flight that may be a dose: one that fills the tubing is none (SR-050). */
export const uncountedDose = (ledger: Ledger): Flight | null => {
  const flight = uncounted(ledger);
  return flight?.intent.channel === 'prime' ? null : flight;
};

/** All pulses counted since the journal began, whoever owned them: what an encoder alone would count. */
export const pulsesCounted = (doses: Doses): number =>
  doses.basal + doses.bolus + doses.extended + doses.prime;

/** Adds a pulse and forgets those older than a day. */
export const addDose = (doses: Doses, dose: Dose): Doses => {
  const inDoubt = doses.inDoubt + (dose.certain ? 0 : 1);
  // No dose: nothing of it acts, and no window counts it (SR-050).
  if (dose.channel === 'prime') return { ...doses, prime: doses.prime + 1, inDoubt };
  const old = indexAfter(doses.history, dose.atMonoMs - ROLLING_DAY_MS);
  return {
    ...doses,
    history: grown(doses.history, dose, old),
    basal: doses.basal + (dose.channel === 'basal' ? 1 : 0),
    bolus: doses.bolus + (dose.channel === 'bolus' ? 1 : 0),
    extended: doses.extended + (dose.channel === 'extended' ? 1 : 0),
    inDoubt,
  };
};

/** All insulin of the last hour, with the pulse in flight: it counts until proved otherwise. */
export const lastHour = (ledger: Ledger, at: MonoMs): Microunits => window(ledger, at, ROLLING_HOUR_MS);

/** All insulin of the last 24 h, with the pulse in flight. */
export const lastDay = (ledger: Ledger, at: MonoMs): Microunits => window(ledger, at, ROLLING_DAY_MS);

const window = (ledger: Ledger, at: MonoMs, windowMs: number): Microunits =>
  microunits(rollingSum(ledger.doses.history, at, windowMs) + (uncountedDose(ledger) === null ? 0 : PULSE));

/**
 * Insulin still to act, of every pulse on every channel, rounded up; `unknown` while the journal has
 * a gap of unknown length within the duration of insulin action (SR-072), or before settings.
 */
export const onBoard = (ledger: Ledger, at: MonoMs): Microunits | 'unknown' =>
  ledger.unknownUntil !== null && at < ledger.unknownUntil ? 'unknown' : knownOnBoard(ledger, at);

type Given = { readonly channel: Channel };

const anyDose = (_dose: Given): boolean => true;

/** Whether a pulse is of a bolus: at once, extended, or of automation. */
export const isOfBolus = ({ channel }: Given): boolean => channel !== 'basal';

/** What share of each dose is still to act, from the `first` on of which anything is. */
type SharesLeft = { readonly first: number; readonly shares: Float64Array };

/** Asked several times at each reading, of the same doses at the same moment: each has an exponential. */
export const sharesLeft = remembered(
  (history: History, at: number, durationMinutes: number, peakMinutes: number): SharesLeft => {
    const curve = exponentialCurve(durationMinutes, peakMinutes);
    const first = indexAfter(history, at - durationMinutes * 60_000);
    const shares = new Float64Array(history.length - first);
    for (let index = first; index < history.length; index += 1)
      shares[index - first] = remaining(curve, (at - (history.at(index)?.atMonoMs ?? 0)) / 60_000);
    return { first, shares };
  },
);

/** The part of insulin on board that the journal accounts for, of the pulses that count here: all, unless said. */
export const knownOnBoard = (
  ledger: Ledger,
  at: MonoMs,
  counts: (dose: Given) => boolean = anyDose,
): Microunits | 'unknown' => {
  const { settings, doses } = ledger;
  if (settings === null) return 'unknown';
  const { history } = doses;
  const { first, shares } = sharesLeft(
    history,
    at,
    settings.insulinDurationMinutes,
    settings.insulinPeakMinutes,
  );
  const flight = uncountedDose(ledger);
  let sum = flight === null || !counts(flight.intent) ? 0 : 1;
  for (let index = 0; index < shares.length; index += 1) {
    const dose = history.at(first + index);
    if (dose !== undefined && counts(dose)) sum += shares[index] ?? 0;
  }
  return microunits(Math.ceil(sum * PULSE));
};
