/**
 * The model of Hovorka et al., Physiol Meas 25:905, 2004 (Cambridge):
 *
 *   S1' = u − S1/tmaxI,  S2' = (S1 − S2)/tmaxI,  I' = S2/(tmaxI·VI) − ke·I
 *   x1' = ka1·(SIT·I − x1),  x2' = ka2·(SID·I − x2),  x3' = ka3·(SIE·I − x3)
 *   Q1' = −F01c − FR − x1·Q1 + k12·Q2 + D2/tmaxG + max(0, EGP0·(1 − x3)),  Q2' = x1·Q1 − (k12 + x2)·Q2
 *   D1' = AG·eaten − D1/tmaxG,  D2' = (D1 − D2)/tmaxG,  C' = (G − C)/10 min
 *
 * with F01c = F01·min(1, G/4.5) and FR = 0.003·max(0, G − 9)·VG. C is glucose under the skin: its time constant of 10 min
 * is ours, within the 5 to 15 min that are reported.
 */
import { type Body, type Influence, USUAL } from '../body.ts';
import { rungeKutta, type Slope } from '../rungeKutta.ts';
import { zeroOf } from '../solve.ts';
import type { HovorkaPatient } from './parameters.ts';

const MG_PER_MMOL = 180.156;
const MG_PER_DL_PER_MMOL_PER_L = 18.01559;
/** 1 U = 6 000 pmol, 1 mU/L = 6 pmol/L. */
const PMOL_PER_MU = 6;
const MU_PER_U = 1_000;
const [FULL_USE_FROM, KIDNEYS_FROM, KIDNEYS_PER_MIN] = [4.5, 9, 0.003] as const;
const SKIN_MIN = 10;
/** Steps in a minute. The fastest rate is that of insulin's elimination, 0.14/min: a step errs by less than 1e-6. */
const STEPS = 2;
const SIZE = 11;

const useOf = ({ F01, BW }: HovorkaPatient, mmolPerL: number): number =>
  F01 * BW * Math.min(1, Math.max(0, mmolPerL) / FULL_USE_FROM);
const lossOf = ({ VG, BW }: HovorkaPatient, mmolPerL: number): number =>
  KIDNEYS_PER_MIN * Math.max(0, mmolPerL - KIDNEYS_FROM) * VG * BW;

/** Glucose that appears less what disappears, mmol/min, at rest at this glucose with this insulin, mU/L. */
const balance = (patient: HovorkaPatient, mmolPerL: number, insulin: number): number => {
  const { SIT, SID, SIE, k12, EGP0, BW, VG } = patient;
  const Q1 = mmolPerL * VG * BW;
  const [x1, x2, x3] = [SIT * insulin, SID * insulin, SIE * insulin];
  const Q2 = (x1 * Q1) / (k12 + x2);
  return (
    Math.max(0, EGP0 * BW * (1 - x3)) -
    useOf(patient, mmolPerL) -
    lossOf(patient, mmolPerL) -
    x1 * Q1 +
    k12 * Q2
  );
};

/** More insulin than this does no one need at rest. */
const MOST_INSULIN_MU_PER_L = 200;

/** The basal rate that holds this patient at this glucose, U/min, by solving. Throws a RangeError where none does. */
export const hovorkaBasal = (patient: HovorkaPatient, mgPerDl: number): number => {
  const mmolPerL = mgPerDl / MG_PER_DL_PER_MMOL_PER_L;
  const insulin = zeroOf(
    `the basal rate of ${patient.name} at ${mgPerDl} mg/dL`,
    each => balance(patient, mmolPerL, each),
    0,
    MOST_INSULIN_MU_PER_L,
  );
  return (insulin * patient.ke * patient.VI * patient.BW) / MU_PER_U;
};

/** A body at rest at this glucose, held there by `hovorkaBasal`. Its `minute` refuses what is negative. */
export const hovorkaBody = (patient: HovorkaPatient, mgPerDl: number): Body => {
  const { BW, EGP0, k12, ka1, ka2, ka3, SIT, SID, SIE, ke, VI, VG, tmaxI, tmaxG, AG } = patient;
  const basalMu = hovorkaBasal(patient, mgPerDl) * MU_PER_U;
  const I0 = basalMu / (ke * VI * BW);
  const G0 = mgPerDl / MG_PER_DL_PER_MMOL_PER_L;
  const [x10, x20] = [SIT * I0, SID * I0];
  const Q10 = G0 * VG * BW;
  const s = Float64Array.of(
    basalMu * tmaxI,
    basalMu * tmaxI,
    I0,
    x10,
    x20,
    SIE * I0,
    Q10,
    (x10 * Q10) / (k12 + x20),
    0,
    0,
    G0,
  );
  const step = rungeKutta(SIZE);
  const intake = { mu: 0, mmol: 0, sensitivity: 1, uptake: 1, production: 0 };
  const slope: Slope = (state, out) => {
    const at = (index: number): number => state[index] ?? 0;
    const [S1, S2, I, x1, x2, x3] = [at(0), at(1), at(2), at(3), at(4), at(5)];
    const [Q1, Q2, D1, D2, C] = [at(6), at(7), at(8), at(9), at(10)];
    const G = Q1 / (VG * BW);
    const acting = intake.sensitivity * I;
    out[0] = intake.mu - S1 / tmaxI;
    out[1] = (S1 - S2) / tmaxI;
    out[2] = S2 / (tmaxI * VI * BW) - ke * I;
    out[3] = ka1 * (SIT * acting - x1);
    out[4] = ka2 * (SID * acting - x2);
    out[5] = ka3 * (SIE * acting - x3);
    out[6] =
      Math.max(0, EGP0 * BW * (1 - x3) + intake.production) +
      D2 / tmaxG -
      intake.uptake * useOf(patient, G) -
      lossOf(patient, G) -
      x1 * Q1 +
      k12 * Q2;
    out[7] = x1 * Q1 - (k12 + x2) * Q2;
    out[8] = AG * intake.mmol - D1 / tmaxG;
    out[9] = (D1 - D2) / tmaxG;
    out[10] = (G - C) / SKIN_MIN;
  };
  const minute = (insulinU: number, eatenG: number, influence: Influence = USUAL): void => {
    if (!(insulinU >= 0 && eatenG >= 0)) {
      throw new RangeError(`${insulinU} U and ${eatenG} g cannot enter a body; both must be at least 0`);
    }
    intake.mu = insulinU * MU_PER_U;
    intake.mmol = (eatenG * 1_000) / MG_PER_MMOL;
    intake.sensitivity = influence.sensitivity;
    intake.uptake = influence.uptake;
    intake.production = (influence.productionMgPerKgPerMin * BW) / MG_PER_MMOL;
    for (let part = 0; part < STEPS; part += 1) step(s, slope, 1 / STEPS);
  };
  return {
    minute,
    glucoseMgPerDl: () => (s[10] ?? 0) * MG_PER_DL_PER_MMOL_PER_L,
    plasmaMgPerDl: () => ((s[6] ?? 0) / (VG * BW)) * MG_PER_DL_PER_MMOL_PER_L,
    insulinPmolPerL: () => (s[2] ?? 0) * PMOL_PER_MU,
    states: () => Array.from(s),
  };
};
