import { OCCLUSION_RISE } from './drive.ts';
import type { Millinewtons } from './units.ts';

/**
 * The line is blocked when the plunger needs much more force than it did with this cartridge.
 * One high reading is suspicion, two after pulses in a row are a finding, and so is one of twice
 * the rise (SR-057, SR-058).
 */
export type Occlusion = {
  readonly phase: 'clear' | 'suspected' | 'detected';
  /** Force readings, in mN, that the baseline rests on: the first few of this cartridge. */
  readonly samples: readonly number[];
  /** High readings after pulses in a row. */
  readonly above: number;
};

/** With a new cartridge everything starts again. */
export const noOcclusion: Occlusion = { phase: 'clear', samples: [], above: 0 };

export type OcclusionFinding =
  | { readonly type: 'occlusion.suspected' }
  | { readonly type: 'occlusion.detected' }
  | { readonly type: 'occlusion.relieved' };

const SAMPLES = 3;

/** SR-060: the force is back when it is less than a fifth above the baseline. */
const RELIEF_SHARE = 5;

/** What the plunger needs with an open line, in mN: the median of the samples, the lower one of two. */
export const baselineOf = (samples: readonly number[]): number | null =>
  samples.toSorted((a, b) => a - b)[Math.floor((samples.length - 1) / 2)] ?? null;

/** Judges one force reading. `afterPulse`: it was asked for by the verification of a pulse. */
export const feel = (
  before: Occlusion,
  force: Millinewtons,
  afterPulse: boolean,
): { readonly occlusion: Occlusion; readonly found: OcclusionFinding | null } => {
  const baseline = baselineOf(before.samples) ?? force;
  const rise = force - baseline;
  const isHigh = rise >= OCCLUSION_RISE;
  const above = isHigh ? before.above + (afterPulse ? 1 : 0) : 0;
  const samples = isHigh || before.samples.length >= SAMPLES ? before.samples : [...before.samples, force];
  const phase = judge(before.phase, baseline, rise, above);
  const found = phase === before.phase ? null : finding(phase);
  return { occlusion: { phase, samples, above }, found };
};

const judge = (
  phase: Occlusion['phase'],
  baseline: number,
  rise: number,
  above: number,
): Occlusion['phase'] => {
  if (above >= 2 || rise >= 2 * OCCLUSION_RISE) return 'detected';
  if (phase === 'clear') return rise >= OCCLUSION_RISE ? 'suspected' : 'clear';
  return rise * RELIEF_SHARE < baseline ? 'clear' : phase;
};

const finding = (phase: Occlusion['phase']): OcclusionFinding => {
  if (phase === 'clear') return { type: 'occlusion.relieved' };
  return { type: phase === 'suspected' ? 'occlusion.suspected' : 'occlusion.detected' };
};

/**
 * A boot: a suspicion is gone with the charts that held it. A finding is not: the line is as blocked
 * as before, and only a relieved force or a new cartridge says otherwise (SR-060).
 */
export const forgetSuspicion = (before: Occlusion): Occlusion =>
  before.phase === 'detected' ? before : { ...before, phase: 'clear', above: 0 };
