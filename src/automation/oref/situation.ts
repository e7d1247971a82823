import type { Reason } from '../controller.ts';
import type { Aim } from './aim.ts';
import type { Absorption, Meal } from './carbs.ts';
import type { GlucoseStatus } from './deltas.ts';
import type { Forecast } from './forecast.ts';
import type { LastTemp } from './guard.ts';
import type { IobTick } from './predictions.ts';
import type { Profile } from './profile.ts';
import { reason } from './reasons.ts';
import { type RunningTemp, setTemp, type Temp, type TempLimits } from './temp.ts';

/** Insulin on board now, and every five minutes from now on; without those steps nothing is predicted. */
export type Insulin = {
  readonly iob: number;
  readonly activity: number;
  readonly ticks: readonly IobTick[];
  /** Wall-clock ms; NaN: unknown. */
  readonly lastBolusMs: number;
  readonly lastTemp: LastTemp | null;
};

/** All that one decision rests on. */
export type Situation = {
  readonly nowMs: number;
  readonly glucose: GlucoseStatus;
  readonly running: RunningTemp;
  readonly insulin: Insulin | null;
  readonly profile: Profile;
  /** 1: as the profile says; null: not computed. */
  readonly autosens: number | null;
  readonly meal: Meal;
  readonly microbolusAllowed: boolean;
};

/** What this cycle found out, in oref0's units. */
export type Findings = {
  readonly aim: Aim;
  /** What insulin does to glucose in five minutes. */
  readonly insulinImpact: number;
  /** What else does, carried on for half an hour. */
  readonly deviation: number;
  /** Where the bolus calculator's arithmetic ends. */
  readonly naive: number;
  /** The change per five minutes that would end at the target. */
  readonly expected: number;
  /** The lesser of the change now and over 15 minutes. */
  readonly minDelta: number;
  readonly absorption: Absorption;
  readonly forecast: Forecast;
  /** Grams to eat so that glucose stays above the threshold; negative: to spare. */
  readonly gramsRequired: number;
};

export type Refusal = 'no basal rate' | 'no target' | 'no insulin on board' | 'no eventual glucose';

export type Decided = {
  readonly kind: 'decided';
  /** Null: leave alone what runs. */
  readonly temp: Temp | null;
  /** U to give now; null: none. */
  readonly microbolus: number | null;
  /** U needed to reach the target; zero where less insulin was the question. */
  readonly needed: number;
  /** Null: decided before anything was predicted. */
  readonly findings: Findings | null;
  readonly reasons: readonly Reason[];
};

export type Decision = { readonly kind: 'refused'; readonly why: Refusal } | Decided;

/** A decision about to be made: what rules read, and the reasons so far. */
export type Case = {
  readonly situation: Situation;
  readonly insulin: Insulin;
  readonly findings: Findings;
  readonly limits: TempLimits;
  /** Settings and situation would allow a microbolus. */
  readonly microbolusEnabled: boolean;
  readonly reasons: readonly Reason[];
};

/** A decision, or null: the rule has nothing to say. */
export type Rule = (subject: Case) => Decided | null;

/** The answer of a rule: what runs goes on. */
export const leave = ({ findings, reasons }: Case, ...more: readonly Reason[]): Decided => ({
  kind: 'decided',
  temp: null,
  microbolus: null,
  needed: 0,
  findings,
  reasons: [...reasons, ...more],
});

/** The answer of a rule: this temporary basal, as far as it is safe and worth a change. */
export const wish = (subject: Case, temp: Temp, ...more: readonly Reason[]): Decided => {
  const set = setTemp(temp, subject.limits, subject.situation.running);
  return {
    ...leave(subject, ...more, reason(set.reason, set.temp?.rate ?? null)),
    temp: set.temp,
  };
};
