import { match } from 'ts-pattern';
import {
  type CalculatorAnswer,
  calculate,
  type Remark,
  type TermName,
} from '../../domain/calculator/calculator.ts';
import { spellRefusal } from '../../domain/calculator/refusal.ts';
import type { GlucoseInput, Milligrams } from '../../domain/calculator/request.ts';
import { calculatorSettings } from '../../domain/calculator/settings.ts';
import type { Doubt } from '../../domain/detect/reading.ts';
import type { Dosing, Sensed } from '../../domain/ledger/ledger.ts';
import type { Settings } from '../../domain/settings.ts';
import { mgPerDl, microunits, milliseconds } from '../../domain/units.ts';

/** A glucose and how old it is, in mg/dL and ms of the pump's clock. */
export type AgedGlucose = {
  readonly mgPerDl: number;
  readonly ageMs: number;
  /** What there is to say of the number of a sensor; absent by a meter. */
  readonly sensor?: Pick<Sensed, 'kind' | 'doubts'>;
};

/**
 * The sensor's last value; null without one. Its age is by the clock that runs, in ms, whatever instant a person looks at; a clock that
 * is behind the newest frame makes nothing younger.
 */
export const sensorGlucose = (
  newest: { readonly monoMs: number; readonly dosing?: Pick<Dosing, 'glucose'> } | null,
  clockMonoMs: number,
): AgedGlucose | null => {
  const sensor = newest?.dosing?.glucose ?? null;
  if (newest === null || sensor === null) return null;
  return { mgPerDl: sensor.mgPerDl, ageMs: Math.max(clockMonoMs, newest.monoMs) - sensor.atMonoMs, sensor };
};

/** What a person has typed, and where the glucose is from. */
export type Typed = {
  readonly carbsG: number;
  /** Null: no glucose, and nothing is corrected. */
  readonly glucose: AgedGlucose | null;
};

/** A dose with its terms, or why there is none. */
export type Calculation =
  | {
      readonly kind: 'dose';
      readonly units: number;
      readonly terms: readonly { readonly words: string; readonly units: number }[];
      readonly remarks: readonly string[];
    }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * The pure calculator of the pump, by what it reckons with at this moment. `maxBolusUu` and `dosing` are those of the ledger: the page
 * adds nothing of its own.
 */
export const calculation = (
  { carbsG, glucose }: Typed,
  dosing: Dosing | undefined,
  settings: Settings | null,
): Calculation => {
  if (settings === null || dosing === undefined) return refused('there are no settings');
  if (dosing.sensitivityMgDl === 0 || dosing.carbRatioG === 0)
    return refused('sensitivity and carbohydrate ratio are not set: set them in Settings & profiles');
  if (glucose !== null && glucose.ageMs < 0)
    return refused('the reading is dated in the future: measure again');
  const net = dosing.netOnBoardUu;
  const input = inputOf(glucose);
  const answer = calculate(
    {
      carbs: Math.round(carbsG * 1_000) as Milligrams,
      glucose: input,
      onBoard:
        net === null ? 'unknown' : { mealUu: microunits(Math.max(0, net)), correctionUu: microunits(0) },
    },
    calculatorSettings(settings, dosing, dosing.correctsTo, input),
  );
  const doubts = glucose?.sensor?.doubts ?? [];
  return answer.kind === 'dose' && doubts.length > 0 ? refused(inDoubt(doubts)) : spelled(answer);
};

/** SR-102: a sensor that only says HIGH or LOW has said no number. */
const inputOf = (glucose: Typed['glucose']): GlucoseInput =>
  match(glucose?.sensor?.kind)
    .returnType<GlucoseInput>()
    .with('high', 'low', kind => ({ kind }))
    .with('measured', undefined, () =>
      glucose === null
        ? { kind: 'unknown' }
        : {
            kind: 'measured',
            mgPerDl: mgPerDl(glucose.mgPerDl),
            ageMs: milliseconds(glucose.ageMs),
            trend: null,
          },
    )
    .exhaustive();

const inDoubt = (doubts: readonly Doubt[]): string =>
  `the sensor's reading is in doubt (${doubts.map(doubt => DOUBT[doubt]).join(', ')}): measure with a meter`;

const DOUBT: Readonly<Record<Doubt, string>> = {
  beyondRange: 'it is beyond its range',
  alone: 'no earlier reading to compare it with',
  jump: 'it jumped',
  flat: 'it is flat',
  noisy: 'it is noisy',
  contradicted: 'another value was given for the same time',
};

const refused = (why: string): Calculation => ({ kind: 'refused', why });

const spelled = (answer: CalculatorAnswer): Calculation =>
  match(answer)
    .returnType<Calculation>()
    .with({ kind: 'refused' }, ({ refusal }) => refused(spellRefusal(refusal)))
    .with({ kind: 'dose' }, ({ doseUu, terms, remarks }) => ({
      kind: 'dose',
      units: doseUu / 1e6,
      terms: terms.map(({ name, amountUu }) => ({ words: TERMS[name], units: amountUu / 1e6 })),
      remarks: remarks.map(remark => REMARKS[remark]),
    }))
    .exhaustive();

const TERMS: Readonly<Record<TermName, string>> = {
  food: 'for the food',
  correction: 'to correct glucose',
  trend: 'for the trend',
  mealOnBoard: 'on board from meals',
  correctionOnBoard: 'on board from corrections',
  onBoard: 'already on board',
  notBelowZero: 'no dose is below zero',
  roundedDown: 'rounded down to a step of 0.05 U',
  maximumBolus: 'above the largest bolus',
};

const REMARKS: Readonly<Record<Remark, string>> = {
  glucoseUnknown: 'Glucose is not known: nothing is corrected, and what is on board is not taken off.',
  withinTarget: 'Glucose is within the target: nothing to correct.',
  belowTarget: 'Glucose is below the target: less for the food.',
  trendFollowed: 'The trend is included.',
  cappedAtMaximum: 'The largest bolus of the settings is all that can be given.',
  nothingNeeded: 'No insulin is needed.',
};
