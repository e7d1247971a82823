import { match } from 'ts-pattern';
import { effectDuration } from '../../domain/insulinModel.ts';
import { insulinIn, pulsesIn } from '../../domain/pulses.ts';
import {
  type MgPerDl,
  type MicrounitsPerHour,
  microunits,
  microunitsPerHour,
  milliseconds,
  type WallMs,
  wallMs,
} from '../../domain/units.ts';
import type { Controller, History, Reason, Request, Therapy } from '../controller.ts';
import { downToMicrounits } from '../effects/edge.ts';
import { minutes } from '../effects/grid.ts';
import { timelineOf } from '../effects/schedules.ts';
import { decideLoop, type LoopInput, type LoopOutcome } from './loop.ts';
import { LOOP_OPTIONS, type LoopOptions } from './predict.ts';
import { automaticBolusFor, TEMP_BASAL_MS, type TempBasal, tempBasalFor } from './recommend.ts';

/** How a correction is made, and which choices of Loop hold. */
export type LoopStrategy = {
  readonly dosing: 'tempBasal' | 'automaticBolus';
  /** The share of a correction that an automatic bolus gives at once. */
  readonly share: number;
  /** Null: the lower end of the target. */
  readonly suspendBelow: MgPerDl | null;
  readonly options: LoopOptions;
};

/** As LoopAlgorithm is shipped, by temporary basals. */
export const LOOP_STRATEGY: LoopStrategy = {
  dosing: 'tempBasal',
  share: 0.4,
  suspendBelow: null,
  options: LOOP_OPTIONS,
};

/** Loop looks back so far for insulin, and for glucose and meals. */
const DOSES_MS = minutes(16 * 60);
const OTHERS_MS = minutes(10 * 60);
/** Schedules are laid out beyond everything that acts. */
const MARGIN_MS = minutes(60);

const UNIT_UU = 1_000_000;

/** What the pump knows, as Loop reads it: U, U/h and timelines. */
export const inputOf = (
  history: History,
  therapy: Therapy,
  nowMs: WallMs,
  strategy: LoopStrategy,
): LoopInput => {
  const { utcOffsetMinutes, insulin, temporaryTarget } = therapy;
  const fromMs = nowMs - DOSES_MS - MARGIN_MS;
  const toMs = nowMs + effectDuration(insulin) + MARGIN_MS;
  const laidOut = <T>(schedule: Parameters<typeof timelineOf<T>>[0]) =>
    timelineOf(schedule, utcOffsetMinutes, fromMs, toMs);
  const rates = therapy.basalProfile.map(({ fromMinute, rateUuPerHour }) => ({
    fromMinute,
    value: rateUuPerHour / UNIT_UU,
  }));
  const target = temporaryTarget === null ? therapy.target : [{ fromMinute: 0, value: temporaryTarget }];
  return {
    nowMs,
    history: {
      readings: history.readings
        .filter(({ atMs }) => atMs >= nowMs - OTHERS_MS)
        .map(({ atMs, mgPerDl }) => ({ atMs, mgDl: mgPerDl, source: null, displayOnly: false })),
      // The margin belongs to deliveries that began before: the profile is laid out for them too.
      doses: history.delivered
        .filter(({ startMs }) => startMs >= nowMs - DOSES_MS)
        .map(({ kind, startMs, endMs, amountUu }) => ({
          kind,
          startMs,
          endMs,
          units: amountUu / UNIT_UU,
          model: insulin,
        })),
      carbs: history.carbs
        .filter(({ atMs }) => atMs >= nowMs - OTHERS_MS)
        .map(({ atMs, grams }) => ({ atMs, grams, absorptionMs: null })),
      basal: laidOut(rates),
      sensitivity: laidOut(therapy.sensitivity),
      carbRatio: laidOut(therapy.carbRatio),
    },
    options: strategy.options,
    target: laidOut(target).map(span => ({
      ...span,
      value: { low: span.value.lowMgPerDl, high: span.value.highMgPerDl },
    })),
    suspendBelow: strategy.suspendBelow,
    maxBolus: therapy.maxBolus / UNIT_UU,
    maxBasal: therapy.maxBasal / UNIT_UU,
    maxOnBoard: therapy.maxOnBoard / UNIT_UU,
    model: insulin,
    automated: true,
  };
};

/** A rate that a pump can be asked for: not below zero, down to the whole µU/h. */
const rateOf = ({ unitsPerHour }: TempBasal): MicrounitsPerHour =>
  microunitsPerHour(downToMicrounits(unitsPerHour));

/** To a tenth: a reason is read, and no longer reckoned with. */
const rounded = (value: number): number => Math.round(value * 10) / 10;
const hundredths = (value: number): number => Math.round(value * 100) / 100;

type Decided = Extract<LoopOutcome, { readonly kind: 'decided' }>;

const reasonsOf = ({ prediction, correction, latest }: Decided): readonly Reason[] => {
  const eventual = prediction.glucose.mgDl.at(-1) ?? latest.mgDl;
  const units = 'units' in correction ? correction.units : 0;
  const lowest = prediction.glucose.mgDl.reduce((least, each) => Math.min(least, each), latest.mgDl);
  return [
    { name: 'glucose', value: rounded(latest.mgDl), unit: 'mg/dL' },
    { name: 'eventual glucose', value: rounded(eventual), unit: 'mg/dL' },
    { name: 'lowest glucose predicted', value: rounded(lowest), unit: 'mg/dL' },
    { name: 'insulin on board', value: hundredths(prediction.onBoard), unit: 'U' },
    { name: 'carbohydrate on board', value: rounded(prediction.carbsOnBoard), unit: 'g' },
    { name: `correction: ${correction.kind}`, value: hundredths(units), unit: 'U' },
    ...(prediction.counted.momentum ? [] : [{ name: 'a rising trend left out', value: null, unit: '' }]),
    ...(prediction.counted.retrospection ? [] : [{ name: 'retrospection left out', value: null, unit: '' }]),
  ];
};

const requestOf = (outcome: LoopOutcome, strategy: LoopStrategy, nowMs: WallMs): Request => {
  const validUntilMs = wallMs(nowMs + TEMP_BASAL_MS);
  if (outcome.kind === 'refused') {
    const reasons = [{ name: outcome.reason, value: null, unit: '' }];
    return { basal: null, microbolus: null, reasons, validUntilMs };
  }
  const { correction, limits } = outcome;
  const asBasal = (temp: TempBasal) => ({ rate: rateOf(temp), lengthMs: milliseconds(temp.durationMs) });
  const reasons = reasonsOf(outcome);
  return match(strategy.dosing)
    .with('tempBasal', () => {
      const basal = asBasal(tempBasalFor(correction, limits));
      return { basal, microbolus: null, reasons, validUntilMs };
    })
    .with('automaticBolus', () => {
      const { units, basal } = automaticBolusFor(correction, strategy.share, limits);
      const dose = insulinIn(pulsesIn(microunits(downToMicrounits(units))));
      return { basal: asBasal(basal), microbolus: dose > 0 ? dose : null, reasons, validUntilMs };
    })
    .exhaustive();
};

/** A controller that decides as Loop does. What it asks for is rounded down to what the pump can give. */
export const loopController =
  (strategy: LoopStrategy = LOOP_STRATEGY): Controller =>
  (history, therapy, nowMs) =>
    requestOf(decideLoop(inputOf(history, therapy, nowMs, strategy)), strategy, nowMs);
