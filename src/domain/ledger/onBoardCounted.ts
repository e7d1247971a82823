import { exponentialModel } from '../insulinModel.ts';
import { netOnBoard } from '../netInsulin.ts';
import { followProfile, HOUR_MS, type Instant, later, MINUTE_MS, profileAt } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import type { Settings } from '../settings.ts';
import { PULSE_ACCUMULATED } from './basal.ts';
import { isOfBolus, knownOnBoard, sharesLeft, uncountedDose } from './doses.ts';
import type { Ledger } from './state.ts';

/** Insulin on board is counted by settings. */
type Set = Ledger & { readonly settings: Settings };

const isUnknown = ({ unknownUntil }: Set, { monoMs }: Instant): boolean =>
  unknownUntil !== null && monoMs < unknownUntil;

/** Insulin on board beyond what the profile would have left, in whole µU, rounded up; negative where less was given. */
export const netOnBoardOf = (ledger: Set, at: Instant): number | 'unknown' => {
  const { settings, profileSince } = ledger;
  const all = knownOnBoard(ledger, at.monoMs);
  if (all === 'unknown' || isUnknown(ledger, at)) return 'unknown';
  // Of the time before this profile held, and before the journal began, no basal is taken off.
  const lengthMs = Math.min(settings.insulinDurationMinutes * MINUTE_MS, at.monoMs - profileSince);
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
  return all + netOnBoard(pieces, model, at.monoMs);
};

/**
 * Insulin on board that a dose for a person is lowered by, in whole µU: what is beyond the profile, and never less than what
 * boluses have left. Basal that was withheld is not made up for: taken off a bolus on board, a suspension would be given
 * back with the next correction.
 */
export const takenOffOf = (ledger: Set, at: Instant): number | 'unknown' => {
  const net = netOnBoardOf(ledger, at);
  const boluses = knownOnBoard(ledger, at.monoMs, isOfBolus);
  return net === 'unknown' || boluses === 'unknown' ? 'unknown' : Math.max(net, boluses);
};

/**
 * What is on board of all that was given beyond the profile, in whole µU, rounded up: boluses whole, and of each pulse of basal what the
 * profile has not ripened since the pulse before it. More than one pulse of the profile never waits (SR-020), so that basal that was
 * withheld, however long, is taken off nothing that was given before or after.
 */
const givenBeyond = (ledger: Set, at: Instant): number => {
  const { settings, profileSince } = ledger;
  const { history } = ledger.doses;
  const { insulinDurationMinutes, insulinPeakMinutes } = settings;
  const { first, shares } = sharesLeft(history, at.monoMs, insulinDurationMinutes, insulinPeakMinutes);
  const from = at.monoMs - insulinDurationMinutes * MINUTE_MS;
  const ripenedBy = followProfile(settings, at, Math.max(from, profileSince));
  const beyond = (mono: number): number => 1 - Math.min(1, ripenedBy(mono) / PULSE_ACCUMULATED);
  let sum = 0;
  for (let index = 0; index < shares.length; index += 1) {
    const dose = history.at(first + index);
    if (dose === undefined) continue;
    const share = isOfBolus(dose) ? 1 : beyond(dose.atMonoMs);
    if (share > 0) sum += share * (shares[index] ?? 0);
  }
  const flight = uncountedDose(ledger);
  if (flight !== null) sum += isOfBolus(flight.intent) ? 1 : beyond(at.monoMs);
  return Math.ceil(sum * PULSE);
};

/**
 * Insulin on board that leaves automation no room (SR-095), in whole µU, never below zero: what is beyond the profile, and never less
 * than what is left of all that was given beyond it.
 */
export const countedOnBoardOf = (ledger: Set, at: Instant): number | 'unknown' => {
  const net = netOnBoardOf(ledger, at);
  return net === 'unknown' ? net : Math.max(net, givenBeyond(ledger, at));
};
