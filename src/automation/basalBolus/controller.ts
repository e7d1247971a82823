/**
 * A baseline: what a person does with a plain pump. The profile runs, and with each meal that is told there is a bolus by the
 * carbohydrate ratio, with a correction where glucose is high: simglucose's basal-bolus controller corrects above 150 mg/dL down to
 * 140 (simulators reference, section 5). It is no automation: what it asks for is a meal bolus, which the envelope
 * would cut down.
 */
import { insulinIn, pulsesIn } from '../../domain/pulses.ts';
import { microunits, wallMs } from '../../domain/units.ts';
import type { Controller } from '../controller.ts';
import { downToMicrounits } from '../effects/edge.ts';
import { valueAt } from '../predictive/at.ts';

/** mg/dL. */
export const CORRECTION = { above: 150, downTo: 140 } as const;

const MINUTE_MS = 60_000;
const VALID_MS = 10 * MINUTE_MS;
/** A meal of longer ago is no longer dosed for. */
const MEAL_MS = 15 * MINUTE_MS;
const FRESH_MS = 12 * MINUTE_MS;

/** A bolus for each meal that was told since the last bolus. It never changes basal. */
export const basalBolusController: Controller = (history, therapy, nowMs) => {
  const lastBolusMs = history.delivered.reduce(
    (last, { kind, startMs }) => (kind === 'bolus' ? Math.max(last, startMs) : last),
    nowMs - MEAL_MS,
  );
  const grams = history.carbs
    .filter(({ atMs }) => atMs > lastBolusMs && atMs <= nowMs)
    .reduce((sum, each) => sum + each.grams, 0);
  const latest = history.readings.findLast(({ atMs }) => atMs <= nowMs);
  const isFresh = latest !== undefined && nowMs - latest.atMs <= FRESH_MS;
  const above =
    grams > 0 && isFresh && latest.mgPerDl > CORRECTION.above ? latest.mgPerDl - CORRECTION.downTo : 0;
  const food = grams / valueAt(therapy.carbRatio, therapy, nowMs);
  const correction = above / valueAt(therapy.sensitivity, therapy, nowMs);
  const dose = insulinIn(
    pulsesIn(microunits(Math.min(downToMicrounits(food + correction), therapy.maxBolus))),
  );
  const hundredths = (value: number): number => Math.round(value * 100) / 100;
  return {
    basal: null,
    microbolus: dose === 0 ? null : dose,
    reasons: [
      { name: 'food', value: hundredths(food), unit: 'U' },
      { name: 'correction', value: hundredths(correction), unit: 'U' },
    ],
    validUntilMs: wallMs(nowMs + VALID_MS),
  };
};
