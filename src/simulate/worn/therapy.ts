import type { CalculatorSettings, Milligrams } from '../../domain/calculator/request.ts';
import { BOUNDS } from '../../domain/calculator/request.ts';
import { HARD } from '../../domain/limits.ts';
import { exampleSettings, type Settings } from '../../domain/settings.ts';
import { mgPerDl, microunits } from '../../domain/units.ts';
import type { VirtualPatient } from '../patients.ts';

const UU_PER_U = 1_000_000;
const DAY_H = 24;
const wholeUu = (units: number): number => Math.floor(units * UU_PER_U);
const within = ({ least, most }: { readonly least: number; readonly most: number }, value: number): number =>
  Math.min(most, Math.max(least, Math.round(value)));

/** Insulin acts as in adults, and limits are those of the pump: what a clinic would set for this patient. */
export const settingsFor = ({ basalUPerHour }: VirtualPatient): Settings => {
  const rateUuPerHour = Math.min(HARD.maxBasalUuPerHour, wholeUu(basalUPerHour));
  return {
    ...exampleSettings,
    profileName: 'patient',
    basalProfile: [{ fromMinute: 0, rateUuPerHour }],
    maxBasalUuPerHour: Math.min(HARD.maxBasalUuPerHour, rateUuPerHour * 4),
    maxBolusUu: HARD.maxBolusUu,
    maxDailyUu: Math.min(HARD.maxDailyUu, Math.max(100 * UU_PER_U, rateUuPerHour * DAY_H * 4)),
  };
};

/** The bolus calculator of this patient: no correction within 110 to 140 mg/dL, Tandem's policy. */
export const calculatorFor = ({
  carbRatioGPerU,
  sensitivityMgPerDlPerU,
}: Pick<VirtualPatient, 'carbRatioGPerU' | 'sensitivityMgPerDlPerU'>): CalculatorSettings => ({
  policy: 'total',
  carbRatio: within(BOUNDS.carbRatio, carbRatioGPerU * 1_000) as Milligrams,
  sensitivity: mgPerDl(within(BOUNDS.sensitivity, sensitivityMgPerDlPerU)),
  target: mgPerDl(110),
  correctAbove: mgPerDl(140),
  least: mgPerDl(70),
  reverseCorrection: true,
  followsTrend: false,
  maxBolusUu: microunits(HARD.maxBolusUu),
});
