import type { State } from './insulin.ts';
import type { UvaPatient } from './parameters.ts';

/** What stomach and gut need to know of a patient. */
type Stomach = Pick<UvaPatient, 'kmax' | 'kmin' | 'kabs' | 'b' | 'd'>;

const [SOLID, LIQUID, GUT] = [0, 1, 2] as const;

/**
 * Stomach and gut over a minute, in `steps` equal parts. The solid part empties exponentially and is solved
 * exactly; what is left is one equation for the whole content q of the stomach, by fourth-order Runge-Kutta:
 *
 *   q' = eaten − k(q)·(q − solid),   gut' = k(q)·(q − solid) − kabs·gut
 *   k(q) = kmin + (kmax − kmin)·(1 − 1/(1 + e^{2α(q − bD)}) + 1/(1 + e^{2γ(q − dD)}))
 *
 * which is the published sum of two hyperbolic tangents, with α = 5/(2D(1 − b)), γ = 5/(2Dd).
 */
export const stomachOf = ({ kmax, kmin, kabs, b, d }: Stomach, steps: number) => {
  const h = 1 / steps;
  const range = kmax - kmin;
  const left = Math.exp(-kmax * h);
  const leftAtHalf = Math.exp((-kmax * h) / 2);
  /** Steepness and place of the fall and of the rise of k(q), and D; with both at 0 k is kmax, as before the first meal. */
  const meal = { fall: 0, fallAt: 0, rise: 0, riseAt: 0, isEating: false, atStartMg: 0, eatenMg: 0 };

  /** Notes what is eaten this minute, before the minute passes: D grows while a meal lasts and is kept after it. */
  const eat = (s: State, mg: number): void => {
    if (mg <= 0) {
      meal.isEating = false;
      return;
    }
    if (!meal.isEating) {
      meal.isEating = true;
      meal.atStartMg = s[SOLID] + s[LIQUID];
      meal.eatenMg = 0;
    }
    meal.eatenMg += mg;
    const size = meal.atStartMg + meal.eatenMg;
    meal.fall = 5 / (size * (1 - b));
    meal.rise = 5 / (size * d);
    meal.fallAt = b * size;
    meal.riseAt = d * size;
  };

  const emptying = (q: number): number =>
    kmin +
    range *
      (1 -
        1 / (1 + Math.exp(meal.fall * (q - meal.fallAt))) +
        1 / (1 + Math.exp(meal.rise * (q - meal.riseAt))));

  /** One part on, in place; `mgPerMin` is eaten. */
  const move = (s: State, mgPerMin: number): void => {
    const level = mgPerMin / kmax;
    const solid0 = s[SOLID];
    const solidHalf = level + (solid0 - level) * leftAtHalf;
    const solid1 = level + (solid0 - level) * left;
    const q = solid0 + s[LIQUID];
    const gut = s[GUT];
    if (q === 0 && gut === 0 && mgPerMin === 0) return;
    const out1 = emptying(q) * (q - solid0);
    const gut1 = out1 - kabs * gut;
    const q2 = q + (h / 2) * (mgPerMin - out1);
    const out2 = emptying(q2) * (q2 - solidHalf);
    const gut2 = out2 - kabs * (gut + (h / 2) * gut1);
    const q3 = q + (h / 2) * (mgPerMin - out2);
    const out3 = emptying(q3) * (q3 - solidHalf);
    const gut3 = out3 - kabs * (gut + (h / 2) * gut2);
    const q4 = q + h * (mgPerMin - out3);
    const out4 = emptying(q4) * (q4 - solid1);
    const gut4 = out4 - kabs * (gut + h * gut3);
    s[GUT] = gut + (h / 6) * (gut1 + 2 * gut2 + 2 * gut3 + gut4);
    const after = q + h * mgPerMin - (h / 6) * (out1 + 2 * out2 + 2 * out3 + out4);
    s[SOLID] = solid1;
    s[LIQUID] = after - solid1;
  };
  return { eat, move };
};
