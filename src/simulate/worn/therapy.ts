import type { CalculatorSettings, Milligrams } from '../../domain/calculator/request.ts';
import { BOUNDS } from '../../domain/calculator/request.ts';
import type { ControllerName } from '../../domain/controllers.ts';
import { KIND_LIMITS, type Kind } from '../../domain/envelope/people.ts';
import { HARD } from '../../domain/limits.ts';
import { QUANTITIES } from '../../domain/quantities.ts';
import { exampleSettings, type Settings } from '../../domain/settings.ts';
import { mgPerDl, microunits } from '../../domain/units.ts';
import type { VirtualPatient } from '../patients.ts';

const UU_PER_U = 1_000_000;
const DAY_H = 24;
const wholeUu = (units: number): number => Math.floor(units * UU_PER_U);
const within = ({ least, most }: { readonly least: number; readonly most: number }, value: number): number =>
  Math.min(most, Math.max(least, Math.round(value)));

const RANGE = { sensitivity: QUANTITIES.sensitivityMgDl, carbRatio: QUANTITIES.carbRatioG } as const;

/** Insulin acts as in adults, and limits are those of the pump: what a clinic would set for this patient. */
export const settingsFor = ({
  basalUPerHour,
  carbRatioGPerU,
  sensitivityMgPerDlPerU,
}: VirtualPatient): Settings => {
  const rateUuPerHour = Math.min(HARD.maxBasalUuPerHour, wholeUu(basalUPerHour));
  return {
    ...exampleSettings,
    profileName: 'patient',
    basalProfile: [{ fromMinute: 0, rateUuPerHour }],
    maxBasalUuPerHour: Math.min(HARD.maxBasalUuPerHour, rateUuPerHour * 4),
    maxBolusUu: HARD.maxBolusUu,
    maxDailyUu: Math.min(HARD.maxDailyUu, Math.max(100 * UU_PER_U, rateUuPerHour * DAY_H * 4)),
    // Rounded to less insulin.
    sensitivityMgDl: within(RANGE.sensitivity, Math.ceil(sensitivityMgPerDlPerU)),
    carbRatioG: within(RANGE.carbRatio, Math.ceil(carbRatioGPerU)),
  };
};

/** Of a day's insulin: the most that automation may bring on board beside the profile. Ours, as `startFor` begins. */
const ON_BOARD_SHARE = 5;
/** Basal is half of a day's insulin. */
const DAILY_PER_BASAL = 2;

/** The narrowest kind of person whose limits leave room for this patient: a quarter more than the profile at least. */
const kindFor = ({ name, basalUPerHour }: VirtualPatient): Kind => {
  if (name.startsWith('child')) return 'child';
  if (name.startsWith('adolescent')) return 'teenager';
  return basalUPerHour * UU_PER_U * 1.25 <= KIND_LIMITS.adult.maxBasalUuPerHour ? 'adult' : 'resistantAdult';
};

/** The same with a controller that a person may switch on, within the hard limits of their kind. */
export const automatedFor = (patient: VirtualPatient, automation: ControllerName): Settings => {
  const settings = settingsFor(patient);
  const person = kindFor(patient);
  const limits = KIND_LIMITS[person];
  const dailyUu = patient.basalUPerHour * UU_PER_U * DAY_H * DAILY_PER_BASAL;
  return {
    ...settings,
    automation,
    automaticBolus: 'micro',
    person,
    maxBasalUuPerHour: Math.min(settings.maxBasalUuPerHour, limits.maxBasalUuPerHour),
    maxBolusUu: Math.min(settings.maxBolusUu, limits.maxBolusUu),
    maxOnBoardUu: Math.min(limits.maxOnBoardUu, wholeUu(dailyUu / UU_PER_U / ON_BOARD_SHARE)),
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
