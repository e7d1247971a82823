/**
 * The UVA/Padova model of type 1 diabetes as published in 2008 (Kovatchev et al., JDST 3:44, 2009; Dalla Man et al.,
 * IEEE TBME 54:1740, 2007). Insulin is linear and solved exactly (`insulin.ts`), stomach and gut depend on nothing
 * else (`stomach.ts`), and what is left are three equations for glucose:
 *
 *   Gp' = max(0, kp1 − kp2·Gp − kp3·Id) + Ra − Fsnc − ke1·max(0, Gp − ke2) − k1·Gp + k2·Gt
 *   Gt' = −(Vm0 + Vmx·X)·Gt/(Km0 + Gt) + k1·Gp − k2·Gt
 *   Gs' = ksc·(Gp − Gs)
 *
 * Each is held still while its state is below zero, as the reference does: plasma glucose that has come below zero
 * stays there for good, so whoever counts outcomes counts such a run as failed.
 */
import { type Body, type Influence, USUAL } from '../body.ts';
import { ID, IP, insulinStep, moveInsulin, type State, X } from './insulin.ts';
import { PMOL_PER_U, type UvaPatient } from './parameters.ts';
import { stomachOf } from './stomach.ts';

const [GUT, GP, GT, GS] = [2, 3, 4, 12] as const;

/**
 * Steps of fourth-order Runge-Kutta in a minute for glucose, and twice as many for the stomach: measured, 0.003 mg/dL
 * at worst from the reference, and 0.006 from a solution in steps of two seconds over random days of all thirty (one
 * step: 0.1 at twice the speed; four: 0.0013 at half; decision 0032).
 */
const STEPS = 2;

/**
 * A body in the patient's steady state. Its `minute` throws a RangeError for an intake that is negative or not a number.
 * `steps` are for those who measure what a step costs in accuracy.
 */
export const uvaBody = (patient: UvaPatient, steps = STEPS): Body => {
  const { BW, Vg, Vi, Vmx, Vm0, Km0, Fsnc, k1, k2, kp1, kp2, kp3, ke1, ke2, ksc, f, kabs } = patient;
  const s = Float64Array.from(patient.start) as State;
  const insulin = insulinStep(patient, 1 / (2 * steps));
  const stomach = stomachOf(patient, 2 * steps);
  const h = 1 / steps;
  const appearance = (f * kabs) / BW;

  const plasmaSlope = (plasma: number, tissue: number, supply: number, appearing: number): number =>
    plasma < 0
      ? 0
      : Math.max(0, supply - kp2 * plasma) +
        appearing -
        Fsnc -
        ke1 * Math.max(0, plasma - ke2) -
        k1 * plasma +
        k2 * tissue;
  const tissueSlope = (plasma: number, tissue: number, most: number): number =>
    tissue < 0 ? 0 : (-most * tissue) / (Km0 + tissue) + k1 * plasma - k2 * tissue;
  const skinSlope = (plasma: number, skin: number): number => (skin < 0 ? 0 : ksc * (plasma - skin));

  const minute = (insulinU: number, eatenG: number, influence: Influence = USUAL): void => {
    if (!(insulinU >= 0 && eatenG >= 0)) {
      throw new RangeError(`${insulinU} U and ${eatenG} g cannot enter a body; both must be at least 0`);
    }
    const u = (insulinU * PMOL_PER_U) / BW;
    const mg = eatenG * 1_000;
    stomach.eat(s, mg);
    const basalUptake = Vm0 * influence.uptake;
    const action = Vmx * influence.sensitivity;
    const hepatic = kp3 * influence.sensitivity;
    const made = kp1 + influence.productionMgPerKgPerMin;
    // What drives glucose, at the beginning, the middle and the end of a step.
    let supply = made - hepatic * s[ID];
    let most = basalUptake + action * s[X];
    let appearing = appearance * s[GUT];
    for (let step = 0; step < steps; step += 1) {
      moveInsulin(s, insulin, u);
      stomach.move(s, mg);
      const supplyHalf = made - hepatic * s[ID];
      const mostHalf = basalUptake + action * s[X];
      const appearingHalf = appearance * s[GUT];
      moveInsulin(s, insulin, u);
      stomach.move(s, mg);
      const supplyEnd = made - hepatic * s[ID];
      const mostEnd = basalUptake + action * s[X];
      const appearingEnd = appearance * s[GUT];

      const [p, t, g] = [s[GP], s[GT], s[GS]];
      const p1 = plasmaSlope(p, t, supply, appearing);
      const t1 = tissueSlope(p, t, most);
      const g1 = skinSlope(p, g);
      const [pHalf, tHalf] = [p + (h / 2) * p1, t + (h / 2) * t1];
      const p2 = plasmaSlope(pHalf, tHalf, supplyHalf, appearingHalf);
      const t2 = tissueSlope(pHalf, tHalf, mostHalf);
      const g2 = skinSlope(pHalf, g + (h / 2) * g1);
      const [pAgain, tAgain] = [p + (h / 2) * p2, t + (h / 2) * t2];
      const p3 = plasmaSlope(pAgain, tAgain, supplyHalf, appearingHalf);
      const t3 = tissueSlope(pAgain, tAgain, mostHalf);
      const g3 = skinSlope(pAgain, g + (h / 2) * g2);
      const [pEnd, tEnd] = [p + h * p3, t + h * t3];
      s[GP] = p + (h / 6) * (p1 + 2 * (p2 + p3) + plasmaSlope(pEnd, tEnd, supplyEnd, appearingEnd));
      s[GT] = t + (h / 6) * (t1 + 2 * (t2 + t3) + tissueSlope(pEnd, tEnd, mostEnd));
      s[GS] = g + (h / 6) * (g1 + 2 * (g2 + g3) + skinSlope(pEnd, g + h * g3));
      supply = supplyEnd;
      most = mostEnd;
      appearing = appearingEnd;
    }
  };
  return {
    minute,
    glucoseMgPerDl: () => s[GS] / Vg,
    plasmaMgPerDl: () => s[GP] / Vg,
    insulinPmolPerL: () => s[IP] / Vi,
    states: () => Array.from(s),
  };
};
