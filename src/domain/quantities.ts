import { HARD } from './limits.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from './units.ts';

/** A setting that is one number: how a person calls it, in what unit it is told, and its range as the pump keeps it. */
export type Quantified = {
  readonly label: string;
  readonly unit: string;
  /** The pump keeps µU of it; a person reads U. */
  readonly millionths: boolean;
  readonly least: number;
  readonly most: number;
  /** Zero switches it off; `least` holds where it is on. */
  readonly canBeOff: boolean;
};

const insulin = (label: string, unit: 'U' | 'U/h', least: number, most: number): Quantified => ({
  label,
  unit,
  millionths: true,
  least,
  most,
  canBeOff: false,
});

const plain = (label: string, unit: string, least: number, most: number): Quantified => ({
  label,
  unit,
  millionths: false,
  least,
  most,
  canBeOff: false,
});

const orOff = (quantified: Quantified): Quantified => ({ ...quantified, canBeOff: true });

/** Names, units and ranges are said here, once: for the schema, the file, the page and every refusal. */
const rows = {
  maxBasalUuPerHour: insulin('maximum basal rate', 'U/h', 200_000, HARD.maxBasalUuPerHour),
  maxBolusUu: insulin('largest bolus', 'U', 500_000, HARD.maxBolusUu),
  maxDailyUu: insulin('most in 24 hours', 'U', 10_000_000, HARD.maxDailyUu),
  lowReservoirUu: insulin('reservoir low', 'U', 10_000_000, 50_000_000),
  insulinDurationMinutes: plain('duration of insulin action', 'min', 300, 480),
  insulinPeakMinutes: plain('peak of insulin action', 'min', 35, 120),
  utcOffsetMinutes: plain('local time minus UTC', 'min', -1_440, 1_440),
  autoOffHours: orOff(plain('auto-off', 'h', 5, 24)),
  glucoseLowMgDl: plain('glucose low', 'mg/dL', 60, 100),
  glucoseHighMgDl: plain('glucose high', 'mg/dL', 120, 400),
  glucoseFastMgDlMin: plain('glucose changing fast', 'mg/dL/min', 2, 3),
  lowSuspendLimitMgDl: plain('low-glucose suspend limit', 'mg/dL', 60, 90),
  weightKg: orOff(plain('body weight', 'kg', 10, 300)),
  dailyInsulinUu: orOff(insulin('insulin of a usual day', 'U', 2_000_000, HARD.maxDailyUu)),
  maxOnBoardUu: insulin('most insulin on board by automation', 'U', 0, 30_000_000),
  sensitivityMgDl: orOff(plain('sensitivity', 'mg/dL per U', 5, 400)),
  carbRatioG: orOff(plain('carbohydrate ratio', 'g per U', 2, 150)),
  targetMgDl: plain('glucose target', 'mg/dL', 80, 200),
  siteChangeHours: orOff(plain('site change reminder', 'h', 48, 72)),
  glucoseCheckMinutes: orOff(plain('glucose check reminder', 'min', 60, 180)),
  quickBolusStepUu: orOff(insulin('step of the quick bolus', 'U', HARD.bolusStepUu, 2_000_000)),
} satisfies Readonly<Record<string, Quantified>>;

/** The settings that are one number. */
export type NumberKey = keyof typeof rows;

export const QUANTITIES: Readonly<Record<NumberKey, Quantified>> = rows;

/** Whether a field of the settings is one number. */
export const isNumberKey = (key: PropertyKey): key is NumberKey => Object.hasOwn(QUANTITIES, key);

export const numberKeys: readonly NumberKey[] = Object.keys(QUANTITIES).filter(key => isNumberKey(key));

/** What the pump keeps: µU where a person reads U. */
export const keptUnit = ({ unit, millionths }: Quantified): string => (millionths ? `µ${unit}` : unit);

/** `2.5 U/h`, `70 mg/dL`, or `off`; where the number fits both units of glucose, in both: `10 mg/dL per U (0.56 mmol/L per U)`. */
export const spell = (key: NumberKey, value: number): string => {
  const { unit, millionths, canBeOff } = QUANTITIES[key];
  if (canBeOff && value === 0) return 'off';
  const other =
    eitherUnitHint(key, value) === null
      ? ''
      : ` (${(value / MG_PER_DL_PER_MMOL_PER_L).toFixed(2)} ${otherUnitOf(QUANTITIES[key])})`;
  return `${millionths ? value / 1_000_000 : value} ${unit}${other}`;
};

/** `0.2 to 15 U/h`, `5 to 24 h, or off`. */
export const spellRange = (key: NumberKey): string => {
  const { unit, millionths, least, most, canBeOff } = QUANTITIES[key];
  const [from, to] = millionths ? [least / 1_000_000, most / 1_000_000] : [least, most];
  return `${from} to ${to} ${unit}${canBeOff ? ', or off' : ''}`;
};

const isWithin = ({ least, most }: Quantified, value: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** What a number would be in mg/dL, were it one of mmol/L; whole, to the nearest. */
const fromMmol = (value: number): number => Math.round(value * MG_PER_DL_PER_MMOL_PER_L);

const isOfGlucose = ({ unit }: Quantified): boolean => unit.startsWith('mg/dL');

/** The other unit of a quantity of glucose: `mmol/L per U`. */
export const otherUnitOf = ({ unit }: Quantified): string => unit.replace('mg/dL', 'mmol/L');

/**
 * That a number is one of this quantity only in mmol/L, in words: `6.1 fits only mmol/L, where it is 110 mg/dL`. Null where it
 * fits as it stands, or in neither unit.
 */
export const otherUnitHint = (key: NumberKey, value: number): string | null => {
  const quantified = QUANTITIES[key];
  const { unit } = quantified;
  if (!isOfGlucose(quantified) || value === 0) return null;
  const converted = fromMmol(value);
  if (isWithin(quantified, value) || !isWithin(quantified, converted)) return null;
  return `${value} fits only ${otherUnitOf(quantified)}, where it is ${converted} ${unit}`;
};

/**
 * That a number is one of this quantity in either unit, and which it is has to be said: `10 fits mg/dL per U and mmol/L per U, which is
 * 180 mg/dL per U`. Null where it is not.
 */
export const eitherUnitHint = (key: NumberKey, value: number): string | null => {
  const quantified = QUANTITIES[key];
  const { unit } = quantified;
  const converted = fromMmol(value);
  if (!isOfGlucose(quantified) || !isWithin(quantified, value) || !isWithin(quantified, converted))
    return null;
  return `${value} fits ${unit} and ${otherUnitOf(quantified)}, which is ${converted} ${unit}`;
};

/** Whether any number of this quantity fits both units of glucose. */
export const mayBeEither = (key: NumberKey): boolean => {
  const quantified = QUANTITIES[key];
  return isOfGlucose(quantified) && fromMmol(quantified.least) <= quantified.most;
};
