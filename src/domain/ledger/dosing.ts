import type { Instant } from '../profile.ts';
import type { Activity } from '../therapy/activity.ts';
import type { MgPerDl, MonoMs } from '../units.ts';
import { takenOffOf } from './onBoardCounted.ts';
import { type Sensed, sensedIn } from './sensed.ts';
import type { Ledger } from './state.ts';
import { basisNow, correctedTo } from './target.ts';

/** What a bolus is reckoned with now, and what is aimed at for a while. Zero: not known. */
export type Dosing = {
  readonly sensitivityMgDl: number;
  /** Below target; another only while nobody knows the time of day. */
  readonly sensitivityBelowMgDl: number;
  readonly carbRatioG: number;
  readonly targetMgDl: number;
  /** From the lower end up to the higher nothing is corrected. */
  readonly correctsTo: { readonly lowMgPerDl: MgPerDl; readonly highMgPerDl: MgPerDl };
  /**
   * Insulin beyond what the profile would have left, and never less than what boluses have left; up to whole hundredths of a
   * unit, and null while it is unknown.
   */
  readonly netOnBoardUu: number | null;
  /** The glucose to reckon with, where no meter says another; null before the first reading. */
  readonly glucose: Sensed | null;
  readonly temporary: {
    readonly lowMgPerDl: MgPerDl;
    readonly highMgPerDl: MgPerDl;
    readonly endsAtMonoMs: MonoMs;
  } | null;
  readonly doing: { readonly activity: Activity; readonly endsAtMonoMs: MonoMs } | null;
};

/** A person reads no finer, and a calculator rounds up further. */
const SHOWN_UU = 10_000;

/** Null before settings are known. */
export const dosingOf = (ledger: Ledger, at: Instant): Dosing | null => {
  const { settings, temporaryTarget, automation } = ledger;
  if (settings === null) return null;
  const { sensitivityMgDl, sensitivityBelowMgDl, carbRatioG, targetMgDl } = basisNow(ledger, settings, at);
  const net = takenOffOf({ ...ledger, settings }, at);
  return {
    sensitivityMgDl,
    sensitivityBelowMgDl,
    carbRatioG,
    targetMgDl,
    correctsTo: correctedTo(ledger, settings, at),
    netOnBoardUu: net === 'unknown' ? null : Math.ceil(net / SHOWN_UU) * SHOWN_UU,
    glucose: sensedIn(ledger),
    temporary:
      temporaryTarget === null ? null : { ...temporaryTarget.target, endsAtMonoMs: temporaryTarget.endsAt },
    doing:
      automation.doing === null
        ? null
        : { activity: automation.doing.activity, endsAtMonoMs: automation.doing.endsAt },
  };
};
