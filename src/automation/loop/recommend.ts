import { match } from 'ts-pattern';
import type { Correction } from './correction.ts';

/** Why a bolus is less than the calculation, or nothing: what a person should know before confirming it. */
export type Notice =
  | 'glucoseBelowSuspendThreshold'
  | 'predictedGlucoseInRange'
  | 'allGlucoseBelowTarget'
  | 'predictedGlucoseBelowTarget'
  | 'currentGlucoseBelowTarget';

/** U/h and U, not yet rounded to what a pump can give: whoever gives it rounds down. */
export type TempBasal = { readonly unitsPerHour: number; readonly durationMs: number };
export type ManualBolus = { readonly units: number; readonly notice: Notice | null };
export type AutomaticBolus = { readonly units: number; readonly basal: TempBasal };

export type Limits = {
  /** Basal of the profile now, U/h. */
  readonly basal: number;
  readonly maxBasal: number;
  readonly maxBolus: number;
  /** Net insulin on board now, and the most that automation may bring it to, in U. */
  readonly onBoard: number;
  readonly maxOnBoard: number;
};

export const TEMP_BASAL_MS = 1_800_000;
const TEMP_BASALS_PER_HOUR = 2;

const unitsOf = (correction: Correction): number =>
  match(correction)
    .with({ kind: 'aboveRange' }, { kind: 'entirelyBelowRange' }, ({ units }) => units)
    .with({ kind: 'inRange' }, { kind: 'suspend' }, () => 0)
    .exhaustive();

/** Glucose is predicted to end too high but to be too low before: then nothing is added. */
const isLowBefore = (correction: Correction): boolean =>
  correction.kind === 'aboveRange' && correction.min < correction.minTarget;

const asTempBasal = (correction: Correction, basal: number, most: number): TempBasal => {
  const rate = correction.kind === 'suspend' ? 0 : basal + unitsOf(correction) * TEMP_BASALS_PER_HOUR;
  return { unitsPerHour: Math.min(most, Math.max(0, rate)), durationMs: TEMP_BASAL_MS };
};

/**
 * The temporary basal of half an hour that makes the correction, within the largest rate and what may be on board.
 * The rate is below zero where more is on board than may be, as Loop has it: whoever asks a pump for it ends at zero.
 */
export const tempBasalFor = (correction: Correction, limits: Limits): TempBasal => {
  const { basal, maxBasal, onBoard, maxOnBoard } = limits;
  const room = (maxOnBoard - onBoard) * TEMP_BASALS_PER_HOUR + basal;
  return asTempBasal(correction, basal, Math.min(room, isLowBefore(correction) ? basal : maxBasal));
};

/** A share of the correction as a bolus now, with a temporary basal that is no more than the profile. */
export const automaticBolusFor = (correction: Correction, share: number, limits: Limits): AutomaticBolus => {
  const { basal, maxBolus, onBoard, maxOnBoard } = limits;
  const room = isLowBefore(correction) ? 0 : Math.min(maxBolus * share, Math.max(0, maxOnBoard - onBoard));
  return {
    units: Math.min(Math.max(0, unitsOf(correction) * share), room),
    basal: asTempBasal(correction, basal, basal),
  };
};

const noticeOf = (correction: Correction): Notice | null =>
  match(correction)
    .with({ kind: 'suspend' }, () => 'glucoseBelowSuspendThreshold' as const)
    .with({ kind: 'inRange' }, () => 'predictedGlucoseInRange' as const)
    .with({ kind: 'entirelyBelowRange' }, () => 'allGlucoseBelowTarget' as const)
    .with({ kind: 'aboveRange' }, each =>
      each.units > 0 && isLowBefore(each) ? ('predictedGlucoseBelowTarget' as const) : null,
    )
    .exhaustive();

/** The whole correction as a bolus to be confirmed by a person; `glucose` is the last reading, `low` its target. */
export const manualBolusFor = (
  correction: Correction,
  maxBolus: number,
  glucose: number,
  low: number,
): ManualBolus => ({
  units: Math.min(maxBolus, Math.max(0, unitsOf(correction))),
  notice: glucose < low ? 'currentGlucoseBelowTarget' : noticeOf(correction),
});
