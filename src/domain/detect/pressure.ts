import type { MonoMs } from '../units.ts';
import { judge, type Rung } from './rungs.ts';

/** `leapt`: it has changed so fast that there may be air in the tubing, or insulin on its way. */
export const pressureLevels = ['inRange', 'exceeded', 'leapt'] as const;
export type PressureLevel = (typeof pressureLevels)[number];

export type Pressure = {
  readonly level: PressureLevel;
  readonly last: { readonly pascals: number; readonly at: MonoMs } | null;
  /** Since when each reading was too far from the one before. */
  readonly steepSince: MonoMs | null;
};

export const noPressure: Pressure = { level: 'inRange', last: null, steepSince: null };

/** A-27 and SR-108: from 70 kPa (3 050 m up) to 106 kPa (400 m down). */
const LEAST_PA = 70_000;
const MOST_PA = 106_000;
const MARGIN_PA = 1_000;
/** 2 kPa/s is 2 Pa in a millisecond; so fast for 3 s is too fast. */
const STEEP_PA_PER_MS = 2;
const STEEP_MOST_MS = 3_000;

const EXCEEDED: Rung<PressureLevel, number> = {
  level: 'exceeded',
  begins: pascals => pascals < LEAST_PA || pascals > MOST_PA,
  lasts: pascals => pascals < LEAST_PA + MARGIN_PA || pascals > MOST_PA - MARGIN_PA,
};

/**
 * The pressure after one more reading. A leap is over when the pressure is in range and steady again;
 * between two readings it is taken to change evenly.
 */
export const judgePressure = (before: Pressure, pascals: number, at: MonoMs): Pressure => {
  const steepSince = steepness(before, pascals, at);
  const last = { pascals, at };
  if (steepSince !== null && at - steepSince >= STEEP_MOST_MS) return { level: 'leapt', last, steepSince };
  const held = before.level === 'leapt' ? 'exceeded' : before.level;
  const level = judge([EXCEEDED], 'inRange', held, pascals);
  const staysLeapt = before.level === 'leapt' && (level === 'exceeded' || steepSince !== null);
  return { level: staysLeapt ? 'leapt' : level, last, steepSince };
};

const steepness = ({ last, steepSince }: Pressure, pascals: number, at: MonoMs): MonoMs | null => {
  if (last === null) return null;
  // Two readings of one instant say nothing about the speed.
  if (at === last.at) return steepSince;
  const isSteep = Math.abs(pascals - last.pascals) > STEEP_PA_PER_MS * (at - last.at);
  return isSteep ? (steepSince ?? last.at) : null;
};
