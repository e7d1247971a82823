import { type CalculatorAnswer, calculate } from '../../domain/calculator/calculator.ts';
import type { CalculatorSettings, GlucoseInput, Milligrams } from '../../domain/calculator/request.ts';
import { exponentialCurve, remaining } from '../../domain/insulin.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import { PULSE } from '../../domain/pulses.ts';
import { indexAfter } from '../../domain/rolling.ts';
import { type Microunits, type MonoMs, microunits, milliseconds } from '../../domain/units.ts';

const MG_PER_G = 1_000;
const MINUTE_MS = 60_000;
/** A sensor says 39 and 401 for less and more than it can measure. */
const [LOW, HIGH] = [39, 401] as const;

/** What a person reads off the pump. */
const glucoseIn = ({ glucose: { latest } }: Ledger, now: MonoMs): GlucoseInput => {
  if (latest === null) return { kind: 'unknown' };
  const { mgPerDl, atMonoMs } = latest;
  if (mgPerDl <= LOW) return { kind: 'low' };
  if (mgPerDl >= HIGH) return { kind: 'high' };
  return { kind: 'measured', mgPerDl, ageMs: milliseconds(now - atMonoMs), trend: null };
};

/** What boluses still have to do: basal insulin is no part of what a calculator subtracts. Rounded up. */
export const bolusOnBoard = ({ settings, doses: { history } }: Ledger, now: MonoMs): Microunits => {
  if (settings === null) return microunits(0);
  const { insulinDurationMinutes, insulinPeakMinutes } = settings;
  const curve = exponentialCurve(insulinDurationMinutes, insulinPeakMinutes);
  const sum = [...history]
    .slice(indexAfter(history, now - insulinDurationMinutes * MINUTE_MS))
    .filter(({ channel }) => channel === 'bolus' || channel === 'extended')
    .reduce((left, { atMonoMs }) => left + remaining(curve, (now - atMonoMs) / MINUTE_MS), 0);
  return microunits(Math.ceil(sum * PULSE));
};

/**
 * What the bolus calculator makes of so many grams now. Where it refuses for want of a glucose that it can use, food
 * alone is asked for; that glucose is too low stays its answer.
 */
export const doseFor = (
  carbsG: number,
  ledger: Ledger,
  now: MonoMs,
  settings: CalculatorSettings,
): CalculatorAnswer => {
  const carbs = (carbsG * MG_PER_G) as Milligrams;
  const onBoard = { mealUu: bolusOnBoard(ledger, now), correctionUu: microunits(0) };
  const answer = calculate({ carbs, glucose: glucoseIn(ledger, now), onBoard }, settings);
  if (answer.kind === 'dose' || answer.refusal.reason === 'glucoseTooLow') return answer;
  return calculate({ carbs, glucose: { kind: 'unknown' }, onBoard }, settings);
};
