/**
 * A baseline: proportional, integral and derivative control with insulin feedback, after the Medtronic closed loop (Steil et al,
 * Diabetes 55:3344, 2006; feedback Ruiz et al, J Diabetes Sci Technol 6:1123, 2012):
 *
 *   PID = K_P·(G − target) + I + K_P·T_D·dG/dt       dI/dt = K_P/T_I·(G − target)
 *   rate = (1 + Σγ)·PID − γ₁·skin − γ₂·plasma − γ₃·effect
 *
 * It knows nothing of meals; boluses of a person reach it as insulin on its way. The structure and the feedback are published.
 * The gain, its times, and the bounds of the integral are what is told of that system elsewhere and could not be checked against
 * the papers' text here; none was fitted.
 */

import { microunitsPerHour, milliseconds, type WallMs, wallMs } from '../../domain/units.ts';
import type { Controller, Reading, Request, Therapy } from '../controller.ts';
import { downToMicrounits } from '../effects/edge.ts';
import { profileSpans } from '../evidence.ts';
import { valueAt } from '../predictive/at.ts';
import { FEEDBACK, onItsWay } from './feedback.ts';

/** The gain follows from what a person needs in a day, U. */
export type PidPerson = { readonly dailyInsulinU: number };

const MINUTE_MS = 60_000;
export const PID = {
  /** K_P is the daily insulin over this: U/h per mg/dL. */
  gainDivisor: 1_620,
  /** T_I by day and by night, T_D, minutes; night is from 22 to 6 o'clock. */
  integralDayMin: 450,
  integralNightMin: 150,
  derivativeMin: 66,
  /** The integral stays between nothing and so many times the profile: what is wound up is given later. */
  integralTimes: 3,
} as const;
const NIGHT = { fromMinute: 22 * 60, untilMinute: 6 * 60 } as const;
const FRESH_MS = 12 * MINUTE_MS;
const VALID_MS = 30 * MINUTE_MS;
/** A rate of change rests on the readings of so long. */
const SLOPE_MS = 20 * MINUTE_MS;
/** Longer without a reading, and nothing is integrated. */
const GAP_MS = 15 * MINUTE_MS;

/** mg/dL per minute by least squares; 0 with fewer than three readings. */
const slopeOf = (readings: readonly Reading[], nowMs: number): number => {
  const recent = readings.filter(({ atMs }) => nowMs - atMs <= SLOPE_MS);
  if (recent.length < 3) return 0;
  const mean = (of: (each: Reading) => number): number =>
    recent.reduce((sum, each) => sum + of(each), 0) / recent.length;
  const minute = ({ atMs }: Reading): number => (atMs - nowMs) / MINUTE_MS;
  const [t, g] = [mean(minute), mean(({ mgPerDl }) => mgPerDl)];
  const spread = mean(each => (minute(each) - t) ** 2);
  return spread === 0 ? 0 : mean(each => (minute(each) - t) * (each.mgPerDl - g)) / spread;
};

const profileRate = (therapy: Therapy, atMs: number): number =>
  (profileSpans(therapy, atMs, atMs + MINUTE_MS)[0]?.rateUuPerHour ?? 0) / 1e6;

const isNight = ({ utcOffsetMinutes }: Therapy, atMs: number): boolean => {
  const minute = (((Math.floor(atMs / MINUTE_MS) + utcOffsetMinutes) % 1_440) + 1_440) % 1_440;
  return minute >= NIGHT.fromMinute || minute < NIGHT.untilMinute;
};

const targetOf = (therapy: Therapy, atMs: WallMs): number => {
  const { lowMgPerDl, highMgPerDl } = therapy.temporaryTarget ?? valueAt(therapy.target, therapy, atMs);
  return (lowMgPerDl + highMgPerDl) / 2;
};

/** The integral over all readings that are known, U/h: it begins at the profile. */
const integralOf = (readings: readonly Reading[], therapy: Therapy, gain: number): number => {
  const [first] = readings;
  if (first === undefined) return 0;
  let sum = profileRate(therapy, first.atMs);
  for (const [index, { atMs, mgPerDl }] of readings.entries()) {
    const next = readings[index + 1];
    if (next === undefined || next.atMs - atMs > GAP_MS) continue;
    const lasting = isNight(therapy, atMs) ? PID.integralNightMin : PID.integralDayMin;
    const grown =
      sum + (gain / lasting) * (mgPerDl - targetOf(therapy, atMs)) * ((next.atMs - atMs) / MINUTE_MS);
    sum = Math.min(Math.max(0, grown), PID.integralTimes * profileRate(therapy, atMs));
  }
  return sum;
};

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** A controller by PID with insulin feedback. It asks for nothing without a reading of the last twelve minutes (SR-093). */
export const pidController =
  ({ dailyInsulinU }: PidPerson): Controller =>
  (history, therapy, nowMs): Request => {
    const validUntilMs = wallMs(nowMs + VALID_MS);
    const readings = history.readings.filter(({ atMs }) => atMs <= nowMs);
    const latest = readings.at(-1);
    if (latest === undefined || nowMs - latest.atMs > FRESH_MS) {
      const reasons = [{ name: 'no reading of the last twelve minutes', value: null, unit: '' }];
      return { basal: null, microbolus: null, reasons, validUntilMs };
    }
    const gain = dailyInsulinU / PID.gainDivisor;
    const proportional = gain * (latest.mgPerDl - targetOf(therapy, nowMs));
    const integral = integralOf(readings, therapy, gain);
    const derivative = gain * PID.derivativeMin * slopeOf(readings, nowMs);
    const { skin, plasma, effect } = onItsWay(history, therapy, nowMs);
    const { share } = FEEDBACK;
    const weights = share.skin + share.plasma + share.effect;
    const feedback = share.skin * skin + share.plasma * plasma + share.effect * effect;
    const unitsPerHour = (1 + weights) * (proportional + integral + derivative) - feedback;
    return {
      basal: {
        rate: microunitsPerHour(Math.min(downToMicrounits(unitsPerHour), therapy.maxBasal)),
        lengthMs: milliseconds(VALID_MS),
      },
      microbolus: null,
      reasons: [
        { name: 'proportional', value: hundredths(proportional), unit: 'U/h' },
        { name: 'integral', value: hundredths(integral), unit: 'U/h' },
        { name: 'derivative', value: hundredths(derivative), unit: 'U/h' },
        { name: 'insulin feedback', value: hundredths(-feedback), unit: 'U/h' },
      ],
      validUntilMs,
    };
  };
