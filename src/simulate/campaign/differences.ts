import { meanOf } from '../metrics.ts';
import { randomFrom } from '../random.ts';
import type { Campaign } from './campaign.ts';
import type { ControllerName } from './controllers.ts';
import {
  cellsOf,
  type Known,
  type Measure,
  type Setting,
  settingsOf,
  these,
  WHOM,
  type Whom,
} from './summary.ts';

/** What controllers are compared by, patient by patient. */
export const COMPARED = [
  'inRange',
  'below70',
  'below54',
  'above180',
  'mean',
  'gri',
] as const satisfies readonly Measure[];

/** One controller less another, over the same patients, with the interval that 95 of 100 resamplings lie in. */
export type Difference = Setting & {
  readonly whom: Whom;
  readonly one: ControllerName;
  readonly other: ControllerName;
  readonly measure: (typeof COMPARED)[number];
  readonly patients: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
};

const RESAMPLINGS = 2_000;
const SEED = 1;

/**
 * The percentile bootstrap (Efron, Ann Stat 7:1, 1979) of a mean. Patients are drawn, not cells: what several seeds did to one
 * patient is one observation. The stream is named, so that no other interval changes this one.
 */
export const intervalOf = (
  values: readonly number[],
  stream: string,
): { readonly low: number; readonly high: number } => {
  if (values.length === 0) throw new RangeError('no values have no interval');
  const { uniform } = randomFrom(SEED, stream);
  const means = Float64Array.from({ length: RESAMPLINGS }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw += 1)
      sum += values[Math.floor(uniform() * values.length)] ?? 0;
    return sum / values.length;
  }).sort();
  const at = (share: number): number => means[Math.round(share * (RESAMPLINGS - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
};

/** What each patient came to, over all seeds. */
const byPatient = (cells: readonly Known[], measure: Measure): ReadonlyMap<string, number> =>
  new Map(
    [...Map.groupBy(cells, ({ patient }) => patient)].map(([patient, own]) => [
      patient,
      meanOf(own.map(({ result }) => result[measure])),
    ]),
  );

const pairs = (
  controllers: readonly ControllerName[],
): readonly (readonly [ControllerName, ControllerName])[] =>
  controllers.flatMap((one, index) => controllers.slice(index + 1).map(other => [one, other] as const));

/** Every pair of controllers in every setting and group: the one written first less the other. */
export const differencesIn = (campaign: Campaign, known: readonly Known[]): readonly Difference[] =>
  settingsOf(campaign).flatMap(setting =>
    pairs(campaign.controllers).flatMap(([one, other]) =>
      WHOM.flatMap(whom => {
        const ours = these(cellsOf(known, setting, one), whom);
        const theirs = these(cellsOf(known, setting, other), whom);
        return ours.length === 0
          ? []
          : COMPARED.map(measure => difference({ setting, whom, one, other, measure }, ours, theirs));
      }),
    ),
  );

const difference = (
  {
    setting,
    whom,
    one,
    other,
    measure,
  }: { readonly setting: Setting } & Pick<Difference, 'whom' | 'one' | 'other' | 'measure'>,
  ours: readonly Known[],
  theirs: readonly Known[],
): Difference => {
  const against = byPatient(theirs, measure);
  const values = [...byPatient(ours, measure)].map(([patient, value]) => {
    const theirValue = against.get(patient);
    if (theirValue === undefined) throw new RangeError(`${patient} was not treated by ${other}`);
    return value - theirValue;
  });
  const stream = [setting.scenario, setting.fault, one, other, whom, measure].join('/');
  return {
    ...setting,
    whom,
    one,
    other,
    measure,
    patients: values.length,
    mean: meanOf(values),
    ...intervalOf(values, stream),
  };
};
