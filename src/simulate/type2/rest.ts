import { zeroOf } from '../solve.ts';
import type { Type2Patient } from './parameters.ts';

const PMOL_PER_U = 6_000;

/** Basal secretion of the published subject, pmol/kg/min: where its extraction by the liver is HEb. */
const publishedSecretion = ({ m5, m6, HEb }: Type2Patient): number => (m6 - HEb) / m5;

/** Share of insulin that the liver takes, at this secretion, and the rate it takes it with, 1/min. */
export const extraction = ({ m1, m5, m6 }: Type2Patient, secretion: number): number => {
  const share = Math.min(0.95, Math.max(0, m6 - m5 * secretion));
  return (share * m1) / (1 - share);
};

/** Insulin in plasma of the published subject without treatment, pmol/L: what insulin's action is counted from. */
export const publishedInsulin = (patient: Type2Patient): number => {
  const { m1, m2, m4, Vi } = patient;
  const secretion = publishedSecretion(patient);
  const m3 = extraction(patient, secretion);
  // Il = (m2·Ip + S)/(m1 + m3) into (m2 + m4)·Ip = m1·Il.
  const plasma = (m1 * secretion) / ((m2 + m4) * (m1 + m3) - m1 * m2);
  return plasma / Vi;
};

/** Everything at rest: the rates that hold it, and the states. */
export type Rest = {
  /** Infusion that holds it, pmol/kg/min. */
  readonly infusion: number;
  /** Secretion of the patient's own, pmol/kg/min. */
  readonly secretion: number;
  /** pmol/L; pmol/kg; mg/kg. */
  readonly insulin: number;
  readonly plasmaInsulin: number;
  readonly liverInsulin: number;
  readonly plasmaGlucose: number;
  readonly tissueGlucose: number;
};

/** More insulin than this nobody needs at rest, pmol/L. */
const MOST_INSULIN = 3_000;

/**
 * The patient at rest at its fasting glucose, by solving: the insulin at which as much glucose is made as is used, then the
 * infusion that, beside the patient's own secretion, gives it. Throws a RangeError where there is none.
 */
export const restOf = (patient: Type2Patient): Rest => {
  const { Vg, Vi, k1, k2, kp1, kp2, kp3, kp4, ke1, ke2, Fsnc, Vm0, Vmx, Km0, m1, m2, m4, gamma } = patient;
  const { sensitivity, reserve, name, fastingMgPerDl } = patient;
  const plasmaGlucose = fastingMgPerDl * Vg;
  const secretion = reserve * publishedSecretion(patient);
  const counted = publishedInsulin(patient);
  const tissueAt = (insulin: number): number => {
    const most = Vm0 + sensitivity * Vmx * (insulin - counted);
    return zeroOf(
      `tissue glucose of ${name}`,
      tissue => k1 * plasmaGlucose - k2 * tissue - (most * tissue) / (Km0 + tissue),
      0,
      (k1 * plasmaGlucose) / k2,
    );
  };
  const made = (insulin: number): number =>
    Math.max(0, kp1 - kp2 * plasmaGlucose - sensitivity * kp3 * insulin - (kp4 * secretion) / gamma);
  const insulin = zeroOf(
    `the insulin of ${name} at ${fastingMgPerDl} mg/dL`,
    each =>
      made(each) - Fsnc - ke1 * Math.max(0, plasmaGlucose - ke2) - k1 * plasmaGlucose + k2 * tissueAt(each),
    0,
    MOST_INSULIN,
  );
  const plasmaInsulin = insulin * Vi;
  const liverInsulin = (m2 * plasmaInsulin + secretion) / (m1 + extraction(patient, secretion));
  const infusion = (m2 + m4) * plasmaInsulin - m1 * liverInsulin;
  if (infusion <= 0) {
    throw new RangeError(
      `${name} needs no basal insulin at ${fastingMgPerDl} mg/dL; choose a lower one, or a smaller reserve`,
    );
  }
  const tissueGlucose = tissueAt(insulin);
  return { infusion, secretion, insulin, plasmaInsulin, liverInsulin, plasmaGlucose, tissueGlucose };
};

/** The basal rate that holds the patient's fasting glucose, U/min. */
export const type2Basal = (patient: Type2Patient): number =>
  (restOf(patient).infusion * patient.BW) / PMOL_PER_U;
