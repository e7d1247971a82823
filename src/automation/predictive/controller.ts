/**
 * Islet's own controller: it tells glucose, drift, sensor error and wrong settings apart, looks six hours ahead with what is on
 * board and in the gut, and asks for the first five minutes of the plan that costs least. What it reckons with is in `consider.ts`, `kinetics.ts`,
 * `estimate.ts`, `outlook.ts` and `plan.ts`; it decides nothing about safety, which the envelope outside does (decisions 0033, 0041).
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
import type { Controller, Reason, Request, Therapy } from '../controller.ts';
import { downToMicrounits } from '../effects/edge.ts';
import { valueAt } from './at.ts';
import { consider, type Person } from './consider.ts';
import { of } from './estimate.ts';
import { onBoardOf } from './kinetics.ts';
import { type Now, outlookOf } from './outlook.ts';
import { type Aims, type Plan, planFor, STEP_MIN } from './plan.ts';

const MINUTE_MS = 60_000;
const UNIT_UU = 1_000_000;
/** A request holds for so long; the next reading brings the next. */
const VALID_MS = 30 * MINUTE_MS;
/** What is asked for at once is that of so many minutes. */
const AT_ONCE_MIN = 5;
/** Below this no insulin is asked for, whatever is expected, mg/dL. */
const NEVER_BELOW = 70;

const AIMS = { low: 90, below: 6, lowWeight: 20, effort: 17 } as const;
/**
 * How many standard deviations glucose is kept away from coming near a low. Where meals come untold most of what is uncertain is food,
 * which does not make a low.
 */
const KEPT_AWAY = { told: 1.1, untold: 0.4 } as const;
/** The most insulin beside the profile that one block may be planned with, as so many times the profile. */
const MOST_TIMES = 20;

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
  const restUu = Math.min(((wantedUu - rateUu) * AT_ONCE_MIN) / 60, therapy.maxBolus);
  return { rate: microunitsPerHour(rateUu), bolusUu: Math.floor(restUu / PULSE) * PULSE };
};

const reasonsOf = (
  { estimate }: Now,
  plan: Plan,
  sensitivity: number,
  unitsPerHour: number,
): readonly Reason[] => {
  const percent = (factor: number): number => Math.round(100 * factor);
  return [
    { name: 'glucose without the error of the sensor', value: tenth(of(estimate, 'glucose')), unit: 'mg/dL' },
    { name: 'error of the sensor', value: tenth(of(estimate, 'error')), unit: 'mg/dL' },
    { name: 'drift beside insulin and food', value: tenth(of(estimate, 'drift')), unit: 'mg/dL/min' },
    { name: 'sensitivity', value: tenth(sensitivity), unit: 'mg/dL/U' },
    { name: 'insulin does, of that', value: percent(Math.exp(of(estimate, 'insulin'))), unit: '%' },
    {
      name: 'carbohydrate does, of what was set',
      value: percent(Math.exp(of(estimate, 'carbs'))),
      unit: '%',
    },
    { name: 'the profile gives too little by', value: percent(of(estimate, 'basal')), unit: '%' },
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
};

/** Aims at the middle of the target range. */
const aimsOf = (therapy: Therapy, nowMs: WallMs): Aims => {
  const { lowMgPerDl, highMgPerDl } = therapy.temporaryTarget ?? valueAt(therapy.target, therapy, nowMs);
  return { ...AIMS, target: (lowMgPerDl + highMgPerDl) / 2 };
};

/** Islet's controller for a person. It asks for nothing without a fresh reading. */
export const predictiveController =
  (person: Person): Controller =>
  (history, therapy, nowMs) => {
    const considered = consider(person, history, therapy, nowMs);
    if (typeof considered === 'string') return nothing(considered, nowMs);
    const { now, sensitivity, gains, way, unsure, profile } = considered;
    const usualU = (profile[0] ?? 0) * STEP_MIN;
    if (usualU === 0) return nothing('the profile gives nothing', nowMs);
    const aims = aimsOf(therapy, nowMs);
    const { glucose, deviation, strength } = outlookOf(now, profile, gains, unsure, aims.target);
    const plan = planFor(
      {
        glucose,
        margin: deviation.map(each => KEPT_AWAY[way] * each),
        strength,
        gain: gains.insulin * Math.exp(of(now.estimate, 'insulin')),
        usualU,
        mostU: MOST_TIMES * usualU,
      },
      aims,
    );
    const isLow = (history.readings.at(-1)?.mgPerDl ?? 0) < NEVER_BELOW;
    // What is on board beyond the most that automation may bring about leaves the profile, or less.
    const roomU = Math.max(0, therapy.maxOnBoard / UNIT_UU - onBoardOf(now.body));
    const mostPerHour = (usualU * 60) / STEP_MIN + (roomU * 60) / AT_ONCE_MIN;
    const unitsPerHour = isLow ? 0 : Math.min(mostPerHour, ((plan.blocksU[0] ?? 0) * 60) / STEP_MIN);
    const { rate, bolusUu } = orderOf(unitsPerHour, therapy);
    return {
      basal: { rate, lengthMs: milliseconds(VALID_MS) },
      microbolus: bolusUu === 0 ? null : microunits(bolusUu),
      reasons: reasonsOf(now, plan, sensitivity, unitsPerHour),
      validUntilMs: wallMs(nowMs + VALID_MS),
    };
  };
