import { type Random, randomFrom } from '../random.ts';

/** Hovorka et al., Physiol Meas 25:905, 2004; names are theirs. */
export type HovorkaPatient = {
  readonly name: string;
  /** kg. */
  readonly BW: number;
  /** Production at no insulin and use without insulin, mmol/kg/min. */
  readonly EGP0: number;
  readonly F01: number;
  /** Exchange of glucose and deactivation of insulin's three effects, 1/min. */
  readonly k12: number;
  readonly ka1: number;
  readonly ka2: number;
  readonly ka3: number;
  /** Sensitivity of transport and disposal, 1/min per mU/L, and of production, per mU/L. */
  readonly SIT: number;
  readonly SID: number;
  readonly SIE: number;
  /** Elimination of insulin, 1/min; volumes of insulin and glucose, L/kg. */
  readonly ke: number;
  readonly VI: number;
  readonly VG: number;
  /** Times to the highest absorption of insulin and of a meal, min. */
  readonly tmaxI: number;
  readonly tmaxG: number;
  /** Share of the carbohydrate that reaches the blood. */
  readonly AG: number;
};

/** The constants of the paper; the weight is ours. */
export const HOVORKA_2004: HovorkaPatient = {
  name: 'hovorka',
  BW: 75,
  EGP0: 0.0161,
  F01: 0.0097,
  k12: 0.066,
  ka1: 0.006,
  ka2: 0.06,
  ka3: 0.03,
  SIT: 51.2e-4,
  SID: 8.2e-4,
  SIE: 520e-4,
  ke: 0.138,
  VI: 0.12,
  VG: 0.16,
  tmaxI: 55,
  tmaxG: 40,
  AG: 0.8,
};

/**
 * How people differ: mean and standard deviation of the sensitivities, of production and use, as Boiroux (PhD thesis,
 * DTU, 2012, table 2.1) gives them for this model. `least` and `most`, in which a number is drawn again, are ours: as
 * drawn, some would have no steady state. What is not listed is the paper's for everyone, except weight and the times
 * of absorption, whose spread is ours.
 */
const SPREAD = {
  SIT: { mean: 51.2e-4, deviation: 32.09e-4, least: 20e-4, most: 110e-4 },
  SID: { mean: 8.2e-4, deviation: 7.84e-4, least: 3e-4, most: 22e-4 },
  SIE: { mean: 520e-4, deviation: 306.2e-4, least: 220e-4, most: 1_000e-4 },
  EGP0: { mean: 0.0161, deviation: 0.0039, least: 0.0135, most: 0.022 },
  F01: { mean: 0.0097, deviation: 0.0022, least: 0.0065, most: 0.0115 },
  tmaxI: { mean: 55, deviation: 10, least: 35, most: 80 },
  tmaxG: { mean: 40, deviation: 8, least: 25, most: 60 },
  BW: { mean: 75, deviation: 10, least: 50, most: 110 },
} as const;

const drawn = (
  { normal }: Random,
  { mean, deviation, least, most }: (typeof SPREAD)[keyof typeof SPREAD],
): number => {
  for (;;) {
    const value = mean + deviation * normal();
    if (value >= least && value <= most) return value;
  }
};

/** So many virtual patients around the published means. The same seed gives the same people. */
export const hovorkaCohort = (count: number, seed: number): readonly HovorkaPatient[] => {
  const random = randomFrom(seed, 'hovorka cohort');
  return Array.from({ length: count }, (_, index) => ({
    ...HOVORKA_2004,
    name: `hovorka#${`${index + 1}`.padStart(3, '0')}`,
    SIT: drawn(random, SPREAD.SIT),
    SID: drawn(random, SPREAD.SID),
    SIE: drawn(random, SPREAD.SIE),
    EGP0: drawn(random, SPREAD.EGP0),
    F01: drawn(random, SPREAD.F01),
    tmaxI: drawn(random, SPREAD.tmaxI),
    tmaxG: drawn(random, SPREAD.tmaxG),
    BW: drawn(random, SPREAD.BW),
  }));
};
