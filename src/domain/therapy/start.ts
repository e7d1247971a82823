import { KIND_LIMITS, type Kind } from '../envelope/people.ts';
import { HARD } from '../limits.ts';
import { exampleSettings, type Settings, settingsSchema } from '../settings.ts';
import { USUAL_DAWN, withDawn } from './dawn.ts';
import { type Diabetes, PER_KG } from './perKg.ts';

/** What is known of a person before their first day on a pump. */
export type Newcomer = { readonly diabetes: Diabetes; readonly person: Kind; readonly weightKg: number };

/**
 * Daily insulin by weight, µU/kg: 0.5 U/kg in type 1 (Grunberger et al, AACE consensus panel on insulin pump management, Endocr
 * Pract 16:746, 2010); in type 2 0.4, of which the basal half is the 0.2 U/kg that the American Diabetes Association's Standards
 * begin with. A start that is too low is seen in days, one that is too high in hours.
 */
const DAILY_UU_PER_KG = { type1: 500_000, type2: 400_000 } as const;
/** The same panel: half of it as basal; 450 g and 1 700 mg/dL, over the daily dose, per U. */
const BASAL_SHARE = 2;
const RATIO_GRAMS = 450;
const SENSITIVITY_MG_PER_DL = 1_700;
const UU_PER_U = 1_000_000;
const HOURS = 24;

const downTo = (step: number, value: number): number => Math.floor(value / step) * step;

/**
 * Settings by weight alone, each rounded to less insulin, with the usual dawn if it is wanted; automation is off and gives no bolus. Throws a
 * RangeError that says what is wrong where a weight makes no start (SR-105: a person confirms it in any case).
 */
export const startFor = ({ diabetes, person, weightKg }: Newcomer, dawn = false): Settings => {
  const dailyInsulinUu = Math.floor(DAILY_UU_PER_KG[diabetes] * weightKg);
  const daily = dailyInsulinUu / UU_PER_U;
  const rate = downTo(HARD.basalStepUuPerHour, dailyInsulinUu / BASAL_SHARE / HOURS);
  const kind = KIND_LIMITS[person];
  const perKg = PER_KG[diabetes];
  const maxBasalUuPerHour = Math.floor(
    Math.min(Math.max(3 * rate, 200_000), kind.maxBasalUuPerHour, perKg.basalMostUuPerHour * weightKg),
  );
  const flat = [{ fromMinute: 0, rateUuPerHour: rate }];
  const read = settingsSchema.safeParse({
    ...exampleSettings,
    basalProfile: dawn ? withDawn(flat, USUAL_DAWN, maxBasalUuPerHour) : flat,
    diabetes,
    person,
    weightKg,
    dailyInsulinUu,
    maxBasalUuPerHour,
    maxBolusUu: downTo(
      HARD.bolusStepUu,
      Math.min(Math.max(dailyInsulinUu / 4, 500_000), kind.maxBolusUu, perKg.bolusMostUu * weightKg),
    ),
    maxDailyUu: Math.min(Math.max(2 * dailyInsulinUu, 10_000_000), HARD.maxDailyUu),
    maxOnBoardUu: downTo(HARD.bolusStepUu, Math.min(dailyInsulinUu / 5, kind.maxOnBoardUu)),
    automation: 'off',
    automaticBolus: 'none',
    sensitivityMgDl: Math.ceil(SENSITIVITY_MG_PER_DL / daily),
    carbRatioG: Math.ceil(RATIO_GRAMS / daily),
    quickBolusStepUu: 0,
  });
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new RangeError(`no start for ${weightKg} kg: ${wrong.join('; ')}`);
};
