import { randomFrom } from '../random.ts';

/** Names as in Dalla Man et al., IEEE TBME 54:1740, 2007; units as in `../uva/parameters.ts` where both have them. */
export type Type2Patient = {
  readonly name: string;
  readonly BW: number;
  readonly Vg: number;
  readonly k1: number;
  readonly k2: number;
  readonly Vi: number;
  readonly m1: number;
  readonly m2: number;
  readonly m4: number;
  /** Extraction of insulin by the liver falls with secretion S: m6 − m5·S. min·kg/pmol, and a share. */
  readonly m5: number;
  readonly m6: number;
  readonly HEb: number;
  readonly kmax: number;
  readonly kmin: number;
  readonly kabs: number;
  readonly f: number;
  readonly b: number;
  readonly d: number;
  readonly kp1: number;
  readonly kp2: number;
  readonly kp3: number;
  /** Effect of portal insulin on production, mg/kg/min per pmol/kg. */
  readonly kp4: number;
  readonly ki: number;
  readonly Fsnc: number;
  readonly Vm0: number;
  readonly Vmx: number;
  readonly Km0: number;
  readonly p2u: number;
  /** Secretion: answer to a rise, pmol/kg per mg/dL; delay, 1/min; answer to a level, pmol/kg/min per mg/dL; 1/min. */
  readonly K: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly ke1: number;
  readonly ke2: number;
  /** Insulin under the skin and glucose there, 1/min. */
  readonly kd: number;
  readonly ka1: number;
  readonly ka2: number;
  readonly ksc: number;
  /** Glucose at rest with its basal rate, mg/dL. */
  readonly fastingMgPerDl: number;
  /** What is left of insulin secretion, and how sensitive the body is, as shares of the published type 2 subject. */
  readonly reserve: number;
  readonly sensitivity: number;
};

/**
 * The published type 2 subject (Dalla Man et al. 2007, table I, which has no treatment): every constant but the last eight.
 * Of these `kd`, `ka1` and `ka2` are those of the simulator GIM (Dalla Man et al., JDST 1:323, 2007), `ksc` is of the size
 * that the thirty published patients have; weight, fasting glucose, reserve and sensitivity are ours.
 */
export const TYPE_2_2007: Type2Patient = {
  name: 'type2',
  Vg: 1.49,
  k1: 0.042,
  k2: 0.071,
  Vi: 0.04,
  m1: 0.379,
  m2: 0.673,
  m4: 0.269,
  m5: 0.0526,
  m6: 0.8118,
  HEb: 0.6,
  kmax: 0.0465,
  kmin: 0.0076,
  kabs: 0.023,
  f: 0.9,
  b: 0.68,
  d: 0.09,
  kp1: 3.09,
  kp2: 0.0007,
  kp3: 0.005,
  kp4: 0.0786,
  ki: 0.0066,
  Fsnc: 1,
  Vm0: 4.65,
  Vmx: 0.034,
  Km0: 466.21,
  p2u: 0.084,
  K: 0.99,
  alpha: 0.013,
  beta: 0.05,
  gamma: 0.5,
  ke1: 0.0007,
  ke2: 269,
  kd: 0.0164,
  ka1: 0.0018,
  ka2: 0.0182,
  ksc: 0.1,
  BW: 95,
  fastingMgPerDl: 130,
  reserve: 0.3,
  sensitivity: 1,
};

/**
 * People with type 2 diabetes whose own insulin no longer does. Ours throughout: weight 70 to 140 kg, a fasting glucose of
 * 115 to 145 mg/dL with their basal rate, 5 to 50 % of the published subject's secretion, 100 to 220 % of its
 * sensitivity, each even in its range. They stand at the resistant end of those who use a pump: 0.5 to 1 U/kg of basal
 * a day, 1.5 to 3.5 g/U. The same seed gives the same people.
 */
export const type2Cohort = (count: number, seed: number): readonly Type2Patient[] => {
  const { uniform } = randomFrom(seed, 'type 2 cohort');
  const between = (least: number, most: number): number => least + (most - least) * uniform();
  return Array.from({ length: count }, (_, index) => ({
    ...TYPE_2_2007,
    name: `type2#${`${index + 1}`.padStart(3, '0')}`,
    BW: between(70, 140),
    fastingMgPerDl: between(115, 145),
    reserve: between(0.05, 0.5),
    sensitivity: between(1, 2.2),
  }));
};
