/**
 * How insulin and carbohydrate move glucose, as a chain of first-order steps: two depots under the skin, the action
 * that follows plasma insulin, and two steps of gut. Glucose itself drifts back to where the profile holds it.
 *
 *   depot1' = given − depot1/T_D      depot2' = (depot1 − depot2)/T_D      action' = (depot2/T_D − action)/T_A
 *   gut1' = eaten − gut1/T_G          gut2' = (gut1 − gut2)/T_G
 *   glucose' = −K·action·strength(glucose) + C·gut2/T_G − S·(glucose − held) + disturbance
 *
 * "given" is insulin beside the profile: that of the profile is what holds glucose. The structure is Hovorka's
 * (Physiol Meas 25:905, 2004) with one action in place of three; the times are those of the mean response of the thirty
 * published patients to a small dose and to a meal (measured in `test/simulate/response.test.ts`), not of any scenario.
 */
export const KINETICS = {
  /** Minutes. */
  depot: 45,
  action: 70,
  gut: 50,
  /** Share per minute by which glucose comes back: its half-life is about two hours and a quarter. */
  clearance: 0.005,
} as const;

/**
 * Insulin takes the more glucose away the more there is (Bergman et al., Am J Physiol 236:E667, 1979: in proportion to glucose).
 * A little less than in proportion here; 1 at `reference`, mg/dL, and never below that of `least` or above that of `most`.
 */
export const STRENGTH = { power: 0.8, reference: 150, least: 45, most: 450 } as const;

export const strengthAt = (glucose: number): number =>
  (Math.max(STRENGTH.least, Math.min(STRENGTH.most, glucose)) / STRENGTH.reference) ** STRENGTH.power;

/** U, U and U/min; g and g. Beside the profile, so any of the first three may be below zero. */
export type Body = { depot1: number; depot2: number; action: number; gut1: number; gut2: number };

export const emptyBody = (): Body => ({ depot1: 0, depot2: 0, action: 0, gut1: 0, gut2: 0 });

/** Insulin beside the profile that has yet to act, U. */
export const onBoardOf = ({ depot1, depot2, action }: Body): number =>
  depot1 + depot2 + action * KINETICS.action;

/** One minute on, in place, after insulin beside the profile (U) and carbohydrate (g) have come in. */
export const minuteOf = (body: Body, insulinU: number, carbsG: number): void => {
  const { depot, action, gut } = KINETICS;
  const [leaving, arriving] = [body.depot1 / depot, body.depot2 / depot];
  body.action += (arriving - body.action) / action;
  body.depot1 += insulinU - leaving;
  body.depot2 += leaving - arriving;
  const moving = body.gut1 / gut;
  body.gut2 += moving - body.gut2 / gut;
  body.gut1 += carbsG - moving;
};

/** How far 1 U lowers glucose at most where each U of action takes away 1 mg/dL: less than 1, for glucose drifts back. */
const reached = (): number => {
  const body = emptyBody();
  let [fall, most] = [0, 0];
  for (let minute = 0; minute < 10 * 60; minute += 1) {
    fall += body.action - KINETICS.clearance * fall;
    most = Math.max(most, fall);
    minuteOf(body, minute === 0 ? 1 : 0, 0);
  }
  return most;
};

const REACHED = reached();

export type Gains = { readonly insulin: number; readonly carbs: number };

/** K and C of the equations, mg/dL per U and per g, so that 1 U lowers glucose by `sensitivity` at its lowest. */
export const gainsOf = (sensitivity: number, carbRatio: number): Gains => {
  const insulin = sensitivity / REACHED;
  return { insulin, carbs: insulin / carbRatio };
};
