import type { InsulinModel } from '../domain/insulinModel.ts';
import type { Segment } from '../domain/settings.ts';
import type { MgPerDl, Microunits, MicrounitsPerHour, Milliseconds, WallMs } from '../domain/units.ts';

/** What a sensor said, of which only the plausible arrives here. */
export type Reading = { readonly atMs: WallMs; readonly mgPerDl: MgPerDl };

/**
 * Insulin that was delivered, or in doubt and therefore counted. `basal`: all basal insulin between the two
 * instants, at an even rate, the profile's share included; a stretch without an entry gave the profile's rate.
 */
export type Delivered = {
  readonly kind: 'basal' | 'bolus';
  readonly startMs: WallMs;
  /** Not before `startMs`; at most the moment the history was taken. */
  readonly endMs: WallMs;
  readonly amountUu: Microunits;
};

/** Carbohydrates that a person has announced. */
export type Carbs = { readonly atMs: WallMs; readonly grams: number };

/** All a controller may know of the past; each list oldest first, nothing in the future. */
export type History = {
  readonly readings: readonly Reading[];
  readonly delivered: readonly Delivered[];
  readonly carbs: readonly Carbs[];
};

/** A value that holds from a minute of the local day until the next one of the schedule; the first from 0. */
export type Scheduled<T> = readonly { readonly fromMinute: number; readonly value: T }[];

/** A band of glucose to aim at. */
export type Target = { readonly lowMgPerDl: MgPerDl; readonly highMgPerDl: MgPerDl };

/** What a clinic has set. Limits that hold for every controller are not here: they stand outside of it. */
export type Therapy = {
  readonly basalProfile: readonly Segment[];
  readonly utcOffsetMinutes: number;
  /** By how many mg/dL one unit lowers glucose. */
  readonly sensitivity: Scheduled<number>;
  /** For how many grams of carbohydrate one unit is needed. */
  readonly carbRatio: Scheduled<number>;
  readonly target: Scheduled<Target>;
  /** A target for the time being (exercise, eating soon), in place of the scheduled one. */
  readonly temporaryTarget: Target | null;
  readonly insulin: InsulinModel;
  readonly maxBasal: MicrounitsPerHour;
  /** The most of one automatic bolus. */
  readonly maxBolus: Microunits;
  /** The most net insulin on board that automation may bring about. */
  readonly maxOnBoard: Microunits;
};

/** A step of the argument that led to a request: its name, and the number it came to where there is one. */
export type Reason = { readonly name: string; readonly value: number | null; readonly unit: string };

/** What a controller asks for. The safety envelope outside may lower it, never raise it. */
export type Request = {
  /** A basal rate for so long; null: leave what runs. */
  readonly basal: { readonly rate: MicrounitsPerHour; readonly lengthMs: Milliseconds } | null;
  /** A bolus to give now; null: none. */
  readonly microbolus: Microunits | null;
  readonly reasons: readonly Reason[];
  /** After this moment the request is worth nothing, and the pump does what it does without one. */
  readonly validUntilMs: WallMs;
};

/** A pure function: the same past and settings give the same request. */
export type Controller = (history: History, therapy: Therapy, nowMs: WallMs) => Request;

/** `predicted glucose 142 mg/dL`. */
export const spellReason = ({ name, value, unit }: Reason): string =>
  value === null ? name : `${name} ${value}${unit === '' ? '' : ` ${unit}`}`;
