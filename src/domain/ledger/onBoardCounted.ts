import { exponentialCurve, remaining } from '../insulin.ts';
import { exponentialModel } from '../insulinModel.ts';
import { netOnBoard } from '../netInsulin.ts';
import { followProfile, HOUR_MS, type Instant, later, MINUTE_MS, profileAt } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { indexAfter } from '../rolling.ts';
import type { Settings } from '../settings.ts';
import { PULSE_ACCUMULATED } from './basal.ts';
import { isOfBolus, uncountedDose } from './doses.ts';
import type { Ledger } from './state.ts';

/** Insulin on board as a dose is held against it, in whole µU, rounded up. */
export type OnBoard = {
  /** Beyond what the profile would have left; negative where less was given. */
  readonly net: number;
  /**
   * What a dose for a person is lowered by: what is beyond the profile, and never less than what boluses have left. Basal that was
   * withheld is not made up for: taken off a bolus on board, a suspension would be given back with the next correction.
   */
  readonly takenOff: number;
  /**
   * What leaves automation no room (SR-095), never below zero: what is beyond the profile, and never less than what is left of all that
   * was given beyond it.
   */
  readonly counted: number;
};

/** All three at a moment, in one pass over the doses; unknown while the journal has a gap of unknown length (SR-072). */
export const onBoardOf = (
  ledger: Ledger & { readonly settings: Settings },
  at: Instant,
): OnBoard | 'unknown' => {
  const { settings, unknownUntil, profileSince } = ledger;
  if (unknownUntil !== null && at.monoMs < unknownUntil) return 'unknown';
  const { history } = ledger.doses;
  const curve = exponentialCurve(settings.insulinDurationMinutes, settings.insulinPeakMinutes);
  const from = at.monoMs - settings.insulinDurationMinutes * MINUTE_MS;
  const beyond = beyondBy(settings, at, Math.max(from, profileSince));
  const flight = uncountedDose(ledger);
  let all = flight === null ? 0 : 1;
  let boluses = flight !== null && isOfBolus(flight.intent) ? 1 : 0;
  let given = 0;
  for (let index = indexAfter(history, from); index < history.length; index += 1) {
    const dose = history[index];
    if (dose === undefined) continue;
    const left = remaining(curve, (at.monoMs - dose.atMonoMs) / MINUTE_MS);
    all += left;
    if (isOfBolus(dose)) boluses += left;
    given += isOfBolus(dose) ? left : left * beyond(dose.atMonoMs);
  }
  if (flight !== null) given += isOfBolus(flight.intent) ? 1 : beyond(at.monoMs);
  // Of the time before this profile held, and before the journal began, no basal is taken off.
  const net =
    Math.ceil(all * PULSE) - ofProfile(settings, at, Math.min(at.monoMs - from, at.monoMs - profileSince));
  return {
    net,
    takenOff: Math.max(net, Math.ceil(boluses * PULSE)),
    counted: Math.max(net, Math.ceil(given * PULSE)),
  };
};

/**
 * Of a pulse of basal, in order of time, the share that is beyond the profile: what the profile has not ripened since the pulse before it. More
 * than one pulse of the profile never waits (SR-020), so that basal that was withheld, however long, is taken off nothing that was given before
 * or after.
 */
const beyondBy = (settings: Settings, at: Instant, fromMonoMs: number): ((mono: number) => number) => {
  const ripenedBy = followProfile(settings, at, fromMonoMs);
  return mono => 1 - Math.min(1, ripenedBy(mono) / PULSE_ACCUMULATED);
};

/** What the profile alone would have left of so long, in whole µU, rounded down. */
const ofProfile = (settings: Settings, at: Instant, lengthMs: number): number => {
  const pieces = [];
  for (let ago = lengthMs; ago > 0; ) {
    const { rate, leftMs } = profileAt(settings, later(at, -ago).wallMs);
    const piece = Math.min(leftMs, ago);
    pieces.push({
      startMs: at.monoMs - ago,
      endMs: at.monoMs - ago + piece,
      netUu: -(rate * piece) / HOUR_MS,
    });
    ago -= piece;
  }
  const model = exponentialModel(settings.insulinDurationMinutes, settings.insulinPeakMinutes, 0);
  return -netOnBoard(pieces, model, at.monoMs);
};
