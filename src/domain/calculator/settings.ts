import type { Settings } from '../settings.ts';
import type { Band } from '../therapy/activity.ts';
import type { DoseBasis } from '../therapy/dayParts.ts';
import { mgPerDl, microunits } from '../units.ts';
import type { CalculatorSettings, GlucoseInput, Milligrams } from './request.ts';

/** Below this the calculator gives no dose, mg/dL. */
const CALCULATED_FROM = 70;

/**
 * How this pump calculates: by the part of the day, to a band that is corrected to. Insulin on board is taken off as a whole
 * (Tandem's policy), glucose below target lowers a dose for food, and a trend changes nothing.
 */
export const calculatorSettings = (
  { maxBolusUu }: Pick<Settings, 'maxBolusUu'>,
  {
    sensitivityMgDl,
    sensitivityBelowMgDl,
    carbRatioG,
  }: Pick<DoseBasis, 'sensitivityMgDl' | 'sensitivityBelowMgDl' | 'carbRatioG'>,
  { lowMgPerDl, highMgPerDl }: Band,
  glucose: GlucoseInput,
): CalculatorSettings => ({
  policy: 'total',
  carbRatio: (carbRatioG * 1_000) as Milligrams,
  sensitivity: mgPerDl(
    glucose.kind === 'measured' && glucose.mgPerDl < lowMgPerDl ? sensitivityBelowMgDl : sensitivityMgDl,
  ),
  target: lowMgPerDl,
  correctAbove: highMgPerDl,
  least: mgPerDl(CALCULATED_FROM),
  reverseCorrection: true,
  followsTrend: false,
  maxBolusUu: microunits(maxBolusUu),
});
