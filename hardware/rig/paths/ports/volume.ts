import { microstepsOf } from '../../../../src/domain/drive.ts';
import { PULSE } from '../../../../src/domain/pulses.ts';
import { type Evaporation, insulinBetween, type WeighingProfile, type Weight } from '../../measure/mass.ts';
import { combined } from '../../measure/uncertainty.ts';

/**
 * What a balance says of what the pulses of a path have delivered. Between two weighings nothing may come but what was ordered, and all of
 * that must come, but for what the rig itself has held back.
 */

/** One pulse, U. */
export const PULSE_U = PULSE / 1_000_000;
/** U of a microstep: an even pulse is a whole one; the two that take turns differ by a microstep. */
export const PER_MICROSTEP_U = (2 * PULSE_U) / (microstepsOf(1) + microstepsOf(2));
/** Pulses of a bolus, one each second into a line that empties to 1/e in 2 s: it holds no more than so many. */
const IN_LINE_U = 3 * PULSE_U;
/** What makers of insulin pumps state. */
export const STATED_SHARE = 0.05;
/** Standard uncertainties: of many windows one would else be outside by chance. */
const WINDOW_FACTOR = 4;

/** What was on the pan at one moment, and what had been ordered until then, microsteps. */
export type Mark = {
  readonly weight: Weight;
  readonly least: number;
  readonly most: number;
  /** A pulse was made so shortly before that part of it is still in the line. */
  readonly drips: boolean;
};

/** What the rig has done meanwhile. */
export type Meanwhile = {
  /** The screw was turned by hand, U; forward when positive. */
  readonly creptU: number;
  /** What was ordered need not arrive, or nobody knows what the plunger has moved; why. */
  readonly heldBack: string | null;
  readonly unknown: string | null;
};

export const NOTHING_DONE: Meanwhile = { creptU: 0, heldBack: null, unknown: null };

/** One window, all in U. */
export type Window = {
  readonly gain: number;
  readonly standard: number;
  /** What must have come, null where the rig has held it back; and what may have. */
  readonly least: number | null;
  readonly most: number;
  /** So far beyond may it be. */
  readonly limit: number;
  readonly hours: number;
  /** Nothing was ordered in it, and nothing was on its way. */
  readonly isQuiet: boolean;
};

export type Weighing = { readonly profile: WeighingProfile; readonly evaporation: Evaporation };

/** Null where nobody knows what the plunger has moved. */
export const windowOf = (
  from: Mark,
  to: Mark,
  { creptU, heldBack, unknown }: Meanwhile,
  { profile, evaporation }: Weighing,
): Window | null => {
  if (unknown !== null) return null;
  const { value, standard } = insulinBetween(from.weight, to.weight, profile, evaporation);
  const ordered = (to.most - from.most) * PER_MICROSTEP_U;
  const verified = (to.least - from.least) * PER_MICROSTEP_U;
  const onItsWay = from.drips ? IN_LINE_U : 0;
  const left = to.drips ? IN_LINE_U : 0;
  return {
    gain: value,
    standard,
    // Where nothing was ordered there was nothing to hold back.
    least: heldBack === null || verified === 0 ? Math.max(0, verified - left) + Math.min(0, creptU) : null,
    most: ordered + onItsWay + Math.max(0, creptU),
    limit: WINDOW_FACTOR * standard + STATED_SHARE * ordered,
    hours: (to.weight.atMs - from.weight.atMs) / 3_600_000,
    isQuiet: ordered === 0 && onItsWay === 0 && creptU === 0,
  };
};

/** More than was ordered, U; nothing where it is within the limit. */
export const excessIn = ({ gain, most, limit }: Window): number => (gain - most > limit ? gain - most : 0);
/** Less than was ordered, U. */
export const shortfallIn = ({ gain, least, limit }: Window): number =>
  least !== null && least - gain > limit ? least - gain : 0;

/** Several windows as one: readings are independent, what evaporates is not. */
export const together = (windows: readonly Window[], { profile, evaporation }: Weighing) => {
  const sum = (part: (window: Window) => number): number =>
    windows.reduce((all, each) => all + part(each), 0);
  const hours = sum(each => each.hours);
  const { value: perUg } = insulinBetween({ atMs: 0, massUg: 0 }, { atMs: 0, massUg: 1 }, profile, {
    value: 0,
    standard: 0,
  });
  return {
    hours,
    gain: sum(({ gain }) => gain),
    ordered: sum(({ most }) => most),
    standard: combined(...windows.map(({ standard }) => standard), evaporation.standard * hours * perUg),
  };
};
