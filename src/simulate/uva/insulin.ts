import { exponential } from '../matrix.ts';
import type { UvaPatient } from './parameters.ts';

/** Where the insulin states stand in the vector of thirteen. */
export const [IP, X, I1, ID, IL, SC1, SC2] = [5, 6, 7, 8, 9, 10, 11] as const;

/** Order within the linear system; the last two columns are the infusion (pmol/kg/min) and the number one. */
const [sc1, sc2, ip, il, x, i1, id, infusion, one] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const SIZE = 9;

/**
 * The insulin half of the model is linear, and its input is constant over a minute: this gives its exact
 * solution over `minutes`, as coefficients "to from" (`sc2Sc1`: what of depot 1 is in depot 2 then).
 */
export const insulinStep = (patient: UvaPatient, minutes: number) => {
  const { kd, ka1, ka2, m1, m2, m4, m30, Vi, p2u, Ib, ki } = patient;
  const rates = new Float64Array(SIZE * SIZE);
  const rate = (to: number, from: number, perMinute: number): void => {
    rates[to * SIZE + from] = perMinute * minutes;
  };
  rate(sc1, sc1, -(kd + ka1));
  rate(sc1, infusion, 1);
  rate(sc2, sc1, kd);
  rate(sc2, sc2, -ka2);
  rate(ip, sc1, ka1);
  rate(ip, sc2, ka2);
  rate(ip, ip, -(m2 + m4));
  rate(ip, il, m1);
  rate(il, ip, m2);
  rate(il, il, -(m1 + m30));
  rate(x, ip, p2u / Vi);
  rate(x, x, -p2u);
  rate(x, one, -p2u * Ib);
  rate(i1, ip, ki / Vi);
  rate(i1, i1, -ki);
  rate(id, i1, ki);
  rate(id, id, -ki);
  const solved = exponential(rates, SIZE);
  const of = (to: number, from: number): number => solved[to * SIZE + from] ?? 0;
  return {
    sc1Sc1: of(sc1, sc1),
    sc1U: of(sc1, infusion),
    sc2Sc1: of(sc2, sc1),
    sc2Sc2: of(sc2, sc2),
    sc2U: of(sc2, infusion),
    ipSc1: of(ip, sc1),
    ipSc2: of(ip, sc2),
    ipIp: of(ip, ip),
    ipIl: of(ip, il),
    ipU: of(ip, infusion),
    ilSc1: of(il, sc1),
    ilSc2: of(il, sc2),
    ilIp: of(il, ip),
    ilIl: of(il, il),
    ilU: of(il, infusion),
    xSc1: of(x, sc1),
    xSc2: of(x, sc2),
    xIp: of(x, ip),
    xIl: of(x, il),
    xX: of(x, x),
    xU: of(x, infusion),
    xOne: of(x, one),
    i1Sc1: of(i1, sc1),
    i1Sc2: of(i1, sc2),
    i1Ip: of(i1, ip),
    i1Il: of(i1, il),
    i1I1: of(i1, i1),
    i1U: of(i1, infusion),
    idSc1: of(id, sc1),
    idSc2: of(id, sc2),
    idIp: of(id, ip),
    idIl: of(id, il),
    idI1: of(id, i1),
    idId: of(id, id),
    idU: of(id, infusion),
  } as const;
};

export type InsulinStep = ReturnType<typeof insulinStep>;

/** The thirteen states. Each index is there, which a plain Float64Array does not say. */
export type State = Float64Array & {
  [Index in 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12]: number;
};

/** Insulin one step on, in place. `u` pmol/kg/min. */
export const moveInsulin = (s: State, c: InsulinStep, u: number): void => {
  const [a, b, p, l] = [s[SC1], s[SC2], s[IP], s[IL]];
  const delayed = s[I1];
  s[ID] = c.idSc1 * a + c.idSc2 * b + c.idIp * p + c.idIl * l + c.idI1 * delayed + c.idId * s[ID] + c.idU * u;
  s[I1] = c.i1Sc1 * a + c.i1Sc2 * b + c.i1Ip * p + c.i1Il * l + c.i1I1 * delayed + c.i1U * u;
  s[X] = c.xSc1 * a + c.xSc2 * b + c.xIp * p + c.xIl * l + c.xX * s[X] + c.xU * u + c.xOne;
  s[IP] = c.ipSc1 * a + c.ipSc2 * b + c.ipIp * p + c.ipIl * l + c.ipU * u;
  s[IL] = c.ilSc1 * a + c.ilSc2 * b + c.ilIp * p + c.ilIl * l + c.ilU * u;
  s[SC2] = c.sc2Sc1 * a + c.sc2Sc2 * b + c.sc2U * u;
  s[SC1] = c.sc1Sc1 * a + c.sc1U * u;
};
