/**
 * Type 2 diabetes with insulin from a pump: the meal model of Dalla Man et al., IEEE TBME 54:1740, 2007, with its
 * secretion, and the subcutaneous insulin of the model of 2008. Beside what `../uva/model.ts` says:
 *
 *   Il' = −(m1 + m3)·Il + m2·Ip + S,   m3 = m1·HE/(1 − HE),   HE = m6 − m5·S,   S = γ·Ipo
 *   Ipo' = −γ·Ipo + reserve·max(0, Y + K·max(0, G') + Sb),   Y' = −α·(Y − max(−Sb, β·(G − h)))
 *   EGP = max(0, kp1 − kp2·Gp − kp3·Id − kp4·Ipo)
 *
 * Ours: the factor `reserve`, which makes secretion fail; the factor `sensitivity` on Vmx and kp3; h at the fasting
 * glucose that the basal rate holds; no secretion below zero.
 */
import { type Body, type Influence, USUAL } from '../body.ts';
import { rungeKutta, type Slope } from '../rungeKutta.ts';
import type { State } from '../uva/insulin.ts';
import { stomachOf } from '../uva/stomach.ts';
import type { Type2Patient } from './parameters.ts';
import { extraction, publishedInsulin, restOf } from './rest.ts';

const PMOL_PER_U = 6_000;
/** Steps in a minute. The fastest rate is that of insulin in the liver, about 1.5/min. */
const STEPS = 4;

/** Where the states stand: the thirteen of the model of type 1, then portal insulin and the answer of secretion. */
const [GUT, GP, GT, IP, X, I1, ID, IL, SC1, SC2, GS, IPO, Y] = [
  2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
] as const;
const SIZE = 15;

/** A body at its fasting glucose, held there by `type2Basal`. Its `minute` refuses what is negative. */
export const type2Body = (patient: Type2Patient): Body => {
  const { BW, Vg, Vi, Vmx, Vm0, Km0, Fsnc, k1, k2, kp1, kp2, kp3, kp4, ke1, ke2, ksc, f, kabs } = patient;
  const { m1, m2, m4, p2u, ki, kd, ka1, ka2, K, alpha, beta, gamma, reserve, sensitivity } = patient;
  const rest = restOf(patient);
  const counted = publishedInsulin(patient);
  const wholeSecretion = rest.secretion / reserve;
  const s = new Float64Array(SIZE);
  s[GP] = rest.plasmaGlucose;
  s[GT] = rest.tissueGlucose;
  s[IP] = rest.plasmaInsulin;
  s[X] = rest.insulin - counted;
  s[I1] = rest.insulin;
  s[ID] = rest.insulin;
  s[IL] = rest.liverInsulin;
  s[SC1] = rest.infusion / (ka1 + kd);
  s[SC2] = (kd * (s[SC1] ?? 0)) / ka2;
  s[GS] = rest.plasmaGlucose;
  s[IPO] = rest.secretion / gamma;
  // Stomach and gut have their own method; here they only stand beside the rest.
  const food = new Float64Array(13) as State;
  const stomach = stomachOf(patient, 2 * STEPS);
  const step = rungeKutta(SIZE);
  const now = { u: 0, appearing: 0, sensitivity: 1, uptake: 1, production: 0 };
  const slope: Slope = (state, out) => {
    const at = (index: number): number => state[index] ?? 0;
    const [gp, gt, ip, il, ipo] = [at(GP), at(GT), at(IP), at(IL), at(IPO)];
    const acts = sensitivity * now.sensitivity;
    const made = Math.max(0, kp1 + now.production - kp2 * gp - acts * kp3 * at(ID) - kp4 * ipo);
    const most = Math.max(0, now.uptake * Vm0 + acts * Vmx * at(X));
    const gpSlope =
      gp < 0 ? 0 : made + now.appearing - Fsnc - ke1 * Math.max(0, gp - ke2) - k1 * gp + k2 * gt;
    const secreted = gamma * ipo;
    const answer = Math.max(-wholeSecretion, beta * (gp / Vg - patient.fastingMgPerDl));
    const asked = at(Y) + K * Math.max(0, gpSlope / Vg) + wholeSecretion;
    out[GP] = gpSlope;
    out[GT] = gt < 0 ? 0 : (-most * gt) / (Km0 + gt) + k1 * gp - k2 * gt;
    out[GS] = ksc * (gp - at(GS));
    out[IP] = -(m2 + m4) * ip + m1 * il + ka1 * at(SC1) + ka2 * at(SC2);
    out[IL] = -(m1 + extraction(patient, secreted)) * il + m2 * ip + secreted;
    out[X] = p2u * (ip / Vi - counted - at(X));
    out[I1] = ki * (ip / Vi - at(I1));
    out[ID] = ki * (at(I1) - at(ID));
    out[SC1] = now.u - (ka1 + kd) * at(SC1);
    out[SC2] = kd * at(SC1) - ka2 * at(SC2);
    out[IPO] = reserve * Math.max(0, asked) - secreted;
    out[Y] = -alpha * (at(Y) - answer);
  };
  const minute = (insulinU: number, eatenG: number, influence: Influence = USUAL): void => {
    if (!(insulinU >= 0 && eatenG >= 0)) {
      throw new RangeError(`${insulinU} U and ${eatenG} g cannot enter a body; both must be at least 0`);
    }
    const mg = eatenG * 1_000;
    stomach.eat(food, mg);
    now.u = (insulinU * PMOL_PER_U) / BW;
    now.sensitivity = influence.sensitivity;
    now.uptake = influence.uptake;
    now.production = influence.productionMgPerKgPerMin;
    for (let part = 0; part < STEPS; part += 1) {
      // What appears at the middle of a step stands for the whole of it: measured, 0.0002 mg/dL at worst.
      stomach.move(food, mg);
      now.appearing = (f * kabs * food[GUT]) / BW;
      step(s, slope, 1 / STEPS);
      stomach.move(food, mg);
    }
  };
  return {
    minute,
    glucoseMgPerDl: () => (s[GS] ?? 0) / Vg,
    plasmaMgPerDl: () => (s[GP] ?? 0) / Vg,
    insulinPmolPerL: () => (s[IP] ?? 0) / Vi,
    states: () => [food[0], food[1], food[GUT], ...s.subarray(GP)],
  };
};
