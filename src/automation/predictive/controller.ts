/**
 * Islet's own controller: it tells glucose, drift and sensor error apart, looks six hours ahead with what is on board and in the
 * gut, and asks for the first five minutes of the plan that costs least. What it reckons with is in `kinetics.ts`, `estimate.ts`
 * and `plan.ts`; it decides nothing about safety, which the envelope outside does (decision 0033).
 */
import { PULSE } from '../../domain/pulses.ts';
import {
  type MicrounitsPerHour,
  microunits,
  microunitsPerHour,
  milliseconds,
  type WallMs,
  wallMs,
} from '../../domain/units.ts';
import type { Controller, History, Reason, Request, Therapy } from '../controller.ts';
import { downToMicrounits } from '../effects/edge.ts';
import { valueAt } from './at.ts';
import { type Estimate, firstEstimate, learn, left, pass, TRUST } from './estimate.ts';
import { type Body, emptyBody, gainsOf, KINETICS, minuteOf } from './kinetics.ts';
import { type Past, pastOf, profileFrom } from './past.ts';
import { type Aims, BLOCK_STEPS, BLOCKS, type Outlook, type Plan, planFor, STEP_MIN, STEPS } from './plan.ts';
import { carefulSensitivity } from './sensitivity.ts';

/** What a clinic knows of a person beside the therapy settings. */
export type Person = {
  readonly weightKg: number | null;
};

const MINUTE_MS = 60_000;
/** So much of the past matters. */
const PAST_MIN = 8 * 60;
/** A reading older than this says nothing of now (SR-093). */
const FRESH_MIN = 12;
/** A request holds for so long; the next reading brings the next. */
const VALID_MS = 30 * MINUTE_MS;
/** Below this no insulin is asked for, whatever is expected, mg/dL. */
const NEVER_BELOW = 70;
/** A day in which nobody has told of a meal: rises are taken for meals, which last. */
const UNTOLD_MS = 24 * 60 * MINUTE_MS;

const AIMS = { low: 90, below: 6, lowWeight: 20, effort: 50 } as const;
/** How uncertain the effect of insulin on board and of food in the gut is, as a share of it; ours. */
const DOUBT = { insulin: 0.1, carbs: 0.1 } as const;
/** How long a rise that nobody told of is taken to last, and that of a person who tells of meals, minutes. */
const RISE_MIN = { untold: 240, told: TRUST.driftMin } as const;
/** The most insulin beside the profile that one block may be planned with, as so many times the profile. */
const MOST_TIMES = 20;

type Now = { readonly estimate: Estimate; readonly body: Body };

/** Lives the past through: where insulin and food are, and what the readings have taught. */
const estimateOf = (
  history: History,
  past: Past,
  gains: ReturnType<typeof gainsOf>,
  nowMs: WallMs,
): Now | null => {
  const fromMs = nowMs - PAST_MIN * MINUTE_MS;
  const readings = history.readings.filter(({ atMs }) => atMs >= fromMs && atMs <= nowMs);
  const body = emptyBody();
  let estimate: Estimate | null = null;
  let [index, sinceMin, moved] = [0, 0, 0];
  const hear = (minute: number): void => {
    for (let next = readings[index]; next !== undefined; next = readings[index]) {
      if (Math.floor((next.atMs - fromMs) / MINUTE_MS) > minute) return;
      index += 1;
      if (estimate === null) estimate = firstEstimate(next.mgPerDl);
      else {
        if (sinceMin > 0) pass(estimate, sinceMin, moved);
        learn(estimate, next.mgPerDl);
      }
      [sinceMin, moved] = [0, 0];
    }
  };
  for (let minute = 0; minute < PAST_MIN; minute += 1) {
    hear(minute);
    moved += gains.carbs * (body.gut2 / KINETICS.gut) - gains.insulin * body.action;
    sinceMin += 1;
    minuteOf(body, past.insulinU[minute] ?? 0, past.carbsG[minute] ?? 0);
  }
  hear(PAST_MIN);
  const known: Estimate | null = estimate;
  if (known === null) return null;
  if (sinceMin > 0) pass(known, sinceMin, moved);
  return { estimate: known, body };
};

/** Glucose without any insulin in the blocks to come, and how uncertain it is. */
const outlookOf = (
  { estimate, body }: Now,
  profile: Float64Array,
  gains: ReturnType<typeof gainsOf>,
  riseMin: number,
): Pick<Outlook, 'without' | 'margin'> => {
  const without = new Float64Array(STEPS + 1);
  const margin = new Float64Array(STEPS + 1);
  const ahead = { ...body };
  const doubt = { ...estimate };
  let { glucose, drift } = estimate;
  let [byInsulin, byCarbs] = [0, 0];
  without[0] = glucose;
  const fading = left(STEP_MIN, drift > 0 ? riseMin : TRUST.driftMin);
  for (let step = 1; step <= STEPS; step += 1) {
    const isPlanned = step <= BLOCKS * BLOCK_STEPS;
    for (let minute = (step - 1) * STEP_MIN; minute < step * STEP_MIN; minute += 1) {
      const taken = gains.insulin * ahead.action;
      const brought = gains.carbs * (ahead.gut2 / KINETICS.gut);
      glucose += brought - taken - KINETICS.clearance * (glucose - TRUST.held) + drift;
      byInsulin -= taken + KINETICS.clearance * byInsulin;
      byCarbs += brought - KINETICS.clearance * byCarbs;
      minuteOf(ahead, isPlanned ? -(profile[minute] ?? 0) : 0, 0);
    }
    drift *= fading;
    pass(doubt, STEP_MIN, 0);
    without[step] = glucose;
    margin[step] = Math.sqrt(doubt.gg + (DOUBT.insulin * byInsulin) ** 2 + (DOUBT.carbs * byCarbs) ** 2);
  }
  return { without, margin };
};

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** A request that changes nothing, and why. */
const nothing = (name: string, nowMs: WallMs): Request => ({
  basal: null,
  microbolus: null,
  reasons: [{ name, value: null, unit: '' }],
  validUntilMs: wallMs(nowMs + VALID_MS),
});

/** What the first block of a plan asks of the pump: a rate up to the largest, and the rest of five minutes at once. */
const orderOf = (
  unitsPerHour: number,
  therapy: Therapy,
): { readonly rate: MicrounitsPerHour; readonly bolusUu: number } => {
  const wantedUu = downToMicrounits(unitsPerHour);
  const rateUu = Math.min(wantedUu, therapy.maxBasal);
  const restUu = Math.min(((wantedUu - rateUu) * STEP_MIN) / 60, therapy.maxBolus);
  return { rate: microunitsPerHour(rateUu), bolusUu: Math.floor(restUu / PULSE) * PULSE };
};

const reasonsOf = (
  { estimate }: Now,
  plan: Plan,
  sensitivity: number,
  unitsPerHour: number,
): readonly Reason[] => [
  { name: 'glucose without the error of the sensor', value: tenth(estimate.glucose), unit: 'mg/dL' },
  { name: 'error of the sensor', value: tenth(estimate.error), unit: 'mg/dL' },
  { name: 'drift beside insulin and food', value: tenth(estimate.drift), unit: 'mg/dL/min' },
  { name: 'sensitivity', value: tenth(sensitivity), unit: 'mg/dL/U' },
  {
    name: 'lowest glucose expected',
    value: tenth(plan.glucose.reduce((a, b) => Math.min(a, b))),
    unit: 'mg/dL',
  },
  {
    name: 'highest glucose expected',
    value: tenth(plan.glucose.reduce((a, b) => Math.max(a, b))),
    unit: 'mg/dL',
  },
  { name: 'rate of the plan', value: Math.round(unitsPerHour * 100) / 100, unit: 'U/h' },
];

/** Aims at the middle of the target range. */
const aimsOf = (therapy: Therapy, nowMs: WallMs): Aims => {
  const { lowMgPerDl, highMgPerDl } = therapy.temporaryTarget ?? valueAt(therapy.target, therapy, nowMs);
  return { ...AIMS, target: (lowMgPerDl + highMgPerDl) / 2 };
};

/** Islet's controller for a person. It asks for nothing without a fresh reading. */
export const predictiveController =
  ({ weightKg }: Person): Controller =>
  (history, therapy, nowMs) => {
    const latest = history.readings.at(-1);
    if (latest === undefined || nowMs - latest.atMs > FRESH_MIN * MINUTE_MS)
      return nothing('no reading of the last twelve minutes', nowMs);
    const carbRatio = valueAt(therapy.carbRatio, therapy, nowMs);
    const sensitivity = carefulSensitivity(valueAt(therapy.sensitivity, therapy, nowMs), carbRatio, weightKg);
    const gains = gainsOf(sensitivity, carbRatio);
    const now = estimateOf(history, pastOf(history, therapy, nowMs, PAST_MIN), gains, nowMs);
    if (now === null) return nothing('no reading of the last hours', nowMs);
    const profile = profileFrom(therapy, nowMs, STEPS * STEP_MIN);
    const usualU = (profile[0] ?? 0) * BLOCK_STEPS * STEP_MIN;
    if (usualU === 0) return nothing('the profile gives nothing', nowMs);
    const isTold = history.carbs.some(({ atMs }) => nowMs - atMs < UNTOLD_MS);
    const outlook: Outlook = {
      ...outlookOf(now, profile, gains, isTold ? RISE_MIN.told : RISE_MIN.untold),
      gain: gains.insulin,
      usualU,
      mostU: MOST_TIMES * usualU,
    };
    const plan = planFor(outlook, aimsOf(therapy, nowMs));
    const isLow = latest.mgPerDl < NEVER_BELOW;
    const unitsPerHour = isLow ? 0 : ((plan.blocksU[0] ?? 0) * 60) / (BLOCK_STEPS * STEP_MIN);
    const { rate, bolusUu } = orderOf(unitsPerHour, therapy);
    return {
      basal: { rate, lengthMs: milliseconds(VALID_MS) },
      microbolus: bolusUu === 0 ? null : microunits(bolusUu),
      reasons: reasonsOf(now, plan, sensitivity, unitsPerHour),
      validUntilMs: wallMs(nowMs + VALID_MS),
    };
  };
