import { judge, type Rung } from './rungs.ts';

/** What the gauge says. `minutesLeft` is its own estimate, at the present load. */
export type BatteryReading = {
  readonly percent: number;
  readonly millivolts: number;
  readonly minutesLeft: number;
};

/** From charged to empty. `ending`: critical, and ten minutes or less are left. */
export const batteryLevels = ['ok', 'low', 'critical', 'ending', 'depleted'] as const;
export type BatteryLevel = (typeof batteryLevels)[number];

/** Below this the motor may lose steps: a single lithium cell, and the drive's own minimum with some margin. */
const MOTOR_LEAST_MV = 3_300;

/** Thresholds: reference parameter set, `BATT_LOW/CRIT/DEPL`, and A-22 to A-24 (SR-068). */
const RUNGS: readonly Rung<BatteryLevel, BatteryReading>[] = [
  {
    level: 'depleted',
    begins: ({ percent, millivolts }) => percent <= 1 || millivolts < MOTOR_LEAST_MV,
    lasts: ({ percent, millivolts }) => percent <= 3 || millivolts < MOTOR_LEAST_MV + 100,
  },
  {
    level: 'ending',
    begins: ({ minutesLeft }) => minutesLeft <= 10,
    lasts: ({ minutesLeft }) => minutesLeft <= 15,
  },
  {
    level: 'critical',
    begins: ({ percent, minutesLeft }) => percent <= 5 || minutesLeft <= 30,
    lasts: ({ percent, minutesLeft }) => percent <= 8 || minutesLeft <= 40,
  },
  { level: 'low', begins: ({ percent }) => percent <= 25, lasts: ({ percent }) => percent <= 30 },
];

/** The level of the battery after one more reading of the gauge. */
export const judgeBattery = (before: BatteryLevel, reading: BatteryReading): BatteryLevel =>
  judge(RUNGS, 'ok', before, reading);

/**
 * Why the battery does not permit something that runs the motor for so many minutes; empty when it does.
 * Basal goes on to the end: only what a person may still decide against is refused.
 */
export const energyObjections = (
  { level, minutesLeft }: { readonly level: BatteryLevel; readonly minutesLeft: number },
  minutes: number,
): readonly string[] =>
  level === 'depleted' || level === 'ending' || (level === 'critical' && minutesLeft < minutes + 10)
    ? [`the battery lasts for about ${minutesLeft} min: charge it first.`]
    : [];
