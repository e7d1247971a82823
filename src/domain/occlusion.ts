import { type Felt, heldIn, trailWith } from './detect/held.ts';
import { OCCLUSION_RISE } from './drive.ts';
import { insulinIn } from './pulses.ts';
import { after, type Microunits, type Millinewtons, type MonoMs, microunits, milliseconds } from './units.ts';

/**
 * The line is blocked when the plunger needs much more force than it did with this cartridge: one high reading
 * is suspicion, two after pulses in a row are a finding, and so is one of twice the rise. A compliant line is
 * found by what it holds: a climb of force over delivered volume (SR-057, SR-058).
 */
export type Occlusion = {
  readonly phase: 'clear' | 'suspected' | 'detected';
  /** Force readings, in mN, that the baseline rests on: the first few of this cartridge. */
  readonly samples: readonly number[];
  /** High readings after pulses in a row. */
  readonly above: number;
  /** Readings after the last pulses. */
  readonly trail: readonly Felt[];
  /** What the line held when it was found blocked: as much may be released when it opens (SR-059). */
  readonly heldUu: Microunits;
  /** Until then half as much is enough: an occlusion that was cleared often comes back. */
  readonly tightUntil: MonoMs | null;
};

export const noOcclusion: Occlusion = {
  phase: 'clear',
  samples: [],
  above: 0,
  trail: [],
  heldUu: microunits(0),
  tightUntil: null,
};

export type OcclusionFinding =
  | { readonly type: 'occlusion.suspected' }
  | { readonly type: 'occlusion.detected'; readonly heldUu: number }
  | { readonly type: 'occlusion.relieved' };

const SAMPLES = 3;

/** SR-060: the force is back when it is less than a fifth above the baseline. */
const RELIEF_SHARE = 5;

/** A line that holds 1.25 U is blocked: early enough for 2.0 U in a bolus and 3.0 U of basal (SR-057). */
const HELD_MOST = 50;

const HOUR = milliseconds(3_600_000);

/** What the plunger needs with an open line, in mN: the median of the samples, the lower one of two. */
export const baselineOf = (samples: readonly number[]): number | null =>
  samples.toSorted((a, b) => a - b)[Math.floor((samples.length - 1) / 2)] ?? null;

/** One force reading, and when it was taken. `afterPulse`: the pulse whose verification asked for it, or null. */
export type Reading = {
  readonly force: Millinewtons;
  readonly afterPulse: number | null;
  readonly at: MonoMs;
};

/** Judges one force reading. */
export const feel = (
  before: Occlusion,
  { force, afterPulse, at }: Reading,
): { readonly occlusion: Occlusion; readonly found: OcclusionFinding | null } => {
  const baseline = baselineOf(before.samples) ?? force;
  const rise = force - baseline;
  const share = before.tightUntil !== null && at < before.tightUntil ? 2 : 1;
  const isHigh = rise * share >= OCCLUSION_RISE;
  const above = isHigh ? before.above + (afterPulse === null ? 0 : 1) : 0;
  const samples = isHigh || before.samples.length >= SAMPLES ? before.samples : [...before.samples, force];
  const trail =
    afterPulse === null ? before.trail : trailWith(before.trail, { pulse: afterPulse, forceMn: force });
  // At rest the force says how much is held still, not how much was delivered meanwhile.
  const held = afterPulse === null ? 0 : heldIn(trail);
  const isBlocked = above >= 2 || rise * share >= 2 * OCCLUSION_RISE || held * share >= HELD_MOST;
  const phase = phaseAfter(before.phase, isBlocked, isHigh, rise * RELIEF_SHARE < baseline);
  const next: Occlusion = { ...before, phase, samples, above, trail };
  if (phase === before.phase) return { occlusion: next, found: null };
  if (phase === 'suspected') return { occlusion: next, found: { type: 'occlusion.suspected' } };
  if (phase === 'clear')
    return { occlusion: relieved(next, before, at), found: { type: 'occlusion.relieved' } };
  const heldUu = insulinIn(heldIn(trail));
  return { occlusion: { ...next, heldUu }, found: { type: 'occlusion.detected', heldUu } };
};

const phaseAfter = (
  phase: Occlusion['phase'],
  isBlocked: boolean,
  isHigh: boolean,
  isRelieved: boolean,
): Occlusion['phase'] => {
  if (isBlocked) return 'detected';
  if (phase === 'clear') return isHigh ? 'suspected' : 'clear';
  return isRelieved ? 'clear' : phase;
};

/** The line is open: what it held is gone, and what follows is watched closely. */
const relieved = (next: Occlusion, before: Occlusion, at: MonoMs): Occlusion => ({
  ...next,
  trail: [],
  heldUu: microunits(0),
  tightUntil: before.phase === 'detected' ? after(at, HOUR) : before.tightUntil,
});

/** With a new cartridge everything is learnt again; after an occlusion it is watched closely. */
export const renewed = (before: Occlusion, at: MonoMs | null): Occlusion => ({
  ...noOcclusion,
  tightUntil: before.phase === 'detected' && at !== null ? after(at, HOUR) : before.tightUntil,
});

/**
 * A boot: a suspicion is gone with the charts that held it. A finding is not: the line is as blocked
 * as before, and only a relieved force or a new cartridge says otherwise (SR-060).
 */
export const forgetSuspicion = (before: Occlusion): Occlusion =>
  before.phase === 'detected' ? before : { ...before, phase: 'clear', above: 0 };
