/**
 * Glucose of one person with type 1 diabetes: the Bergman minimal model (Bergman et al., Am J Physiol
 * 236:E667, 1979) with two compartments for subcutaneous insulin and two for the gut, as composed and
 * identified in ten people by Kanderian et al., J Diabetes Sci Technol 3:1047, 2009 (PMC2769900).
 * A first picture of how glucose answers to insulin: no exercise, no time of day, no glucagon.
 *
 *   depot'    = infusion − depot/τ1                       insulin under the skin, µU
 *   plasma'   = (depot/(τ1·CI) − plasma)/τ2               insulin in plasma, µU/mL
 *   effect'   = p2·(SI·plasma − effect)                   insulin at work, 1/min
 *   stomach'  = eaten − stomach/τm,  gut' = (stomach − gut)/τm   carbohydrate, mg
 *   glucose'  = EGP + gut/(τm·VG) − (GEZI + effect)·glucose      mg/dL
 */
export type Body = {
  readonly depotUu: number;
  readonly plasmaUuPerMl: number;
  readonly effectPerMin: number;
  readonly stomachMg: number;
  readonly gutMg: number;
  readonly mgPerDl: number;
};

export type Person = {
  /** Time constants of absorption under the skin and into plasma, min. */
  readonly tau1Min: number;
  readonly tau2Min: number;
  /** Clearance of insulin, mL/min. */
  readonly clearanceMlPerMin: number;
  /** Insulin sensitivity, mL/µU/min, and rate of its action, 1/min. */
  readonly sensitivity: number;
  readonly p2PerMin: number;
  /** Glucose effectiveness at zero insulin, 1/min. */
  readonly geziPerMin: number;
  /** Endogenous production at zero insulin, mg/dL/min. */
  readonly egpMgPerDlPerMin: number;
  /** Time to the peak of meal absorption, min, and volume of distribution, dL. */
  readonly mealPeakMin: number;
  readonly volumeDl: number;
  /** Share of the carbohydrate eaten that reaches the blood (Hovorka et al., Physiol Meas 25:905, 2004). */
  readonly availability: number;
};

/** What enters the body, spread evenly over the time advanced. */
export type Intake = { readonly insulinUu: number; readonly carbsG: number };

/** Values of the size Kanderian et al. report for an adult; production is set by `personFor`. */
const ADULT = {
  tau1Min: 49,
  tau2Min: 47,
  clearanceMlPerMin: 2_010,
  sensitivity: 8.11e-4,
  p2PerMin: 1.06e-2,
  geziPerMin: 2.2e-3,
  mealPeakMin: 47,
  volumeDl: 253,
  availability: 0.8,
};

const MINUTE_MS = 60_000;
/** Longest step of integration: the fastest time constant is 47 min, so a minute errs by less than 1e-7. */
const STEP_MS = MINUTE_MS;

/** An adult whom this basal rate holds at this glucose: production is solved from the steady state. */
export const personFor = (basalUuPerHour: number, mgPerDl: number): Person => {
  const effect = ADULT.sensitivity * (basalUuPerHour / 60 / ADULT.clearanceMlPerMin);
  return { ...ADULT, egpMgPerDlPerMin: (ADULT.geziPerMin + effect) * mgPerDl };
};

/** The body that has been at this basal rate for ever. */
export const steadyBody = (person: Person, basalUuPerHour: number): Body => {
  const perMinute = basalUuPerHour / 60;
  const plasmaUuPerMl = perMinute / person.clearanceMlPerMin;
  const effectPerMin = person.sensitivity * plasmaUuPerMl;
  return {
    depotUu: perMinute * person.tau1Min,
    plasmaUuPerMl,
    effectPerMin,
    stomachMg: 0,
    gutMg: 0,
    mgPerDl: person.egpMgPerDlPerMin / (person.geziPerMin + effectPerMin),
  };
};

/**
 * The body `dtMs` later. Pure, and repeatable on any machine: only + − × ÷ (fourth-order Runge-Kutta in
 * equal steps of at most a minute). Throws a RangeError for a negative intake or a time that is not positive.
 */
export const advance = (person: Person, body: Body, intake: Intake, dtMs: number): Body => {
  if (!(dtMs > 0) || !(intake.insulinUu >= 0) || !(intake.carbsG >= 0)) {
    throw new RangeError(`${intake.insulinUu} µU and ${intake.carbsG} g over ${dtMs} ms cannot enter a body`);
  }
  const minutes = dtMs / MINUTE_MS;
  const rates: Rates = {
    insulinUuPerMin: intake.insulinUu / minutes,
    carbsMgPerMin: (intake.carbsG * 1_000 * person.availability) / minutes,
  };
  const steps = Math.ceil(dtMs / STEP_MS);
  let now = body;
  for (let step = 0; step < steps; step += 1) now = rungeKutta(person, now, rates, minutes / steps);
  return now;
};

type Rates = { readonly insulinUuPerMin: number; readonly carbsMgPerMin: number };

const slope = (person: Person, body: Body, rates: Rates): Body => ({
  depotUu: rates.insulinUuPerMin - body.depotUu / person.tau1Min,
  plasmaUuPerMl:
    (body.depotUu / (person.tau1Min * person.clearanceMlPerMin) - body.plasmaUuPerMl) / person.tau2Min,
  effectPerMin: person.p2PerMin * (person.sensitivity * body.plasmaUuPerMl - body.effectPerMin),
  stomachMg: rates.carbsMgPerMin - body.stomachMg / person.mealPeakMin,
  gutMg: (body.stomachMg - body.gutMg) / person.mealPeakMin,
  mgPerDl:
    person.egpMgPerDlPerMin +
    body.gutMg / (person.mealPeakMin * person.volumeDl) -
    (person.geziPerMin + body.effectPerMin) * body.mgPerDl,
});

const rungeKutta = (person: Person, body: Body, rates: Rates, minutes: number): Body => {
  const first = slope(person, body, rates);
  const second = slope(person, along(body, first, minutes / 2), rates);
  const third = slope(person, along(body, second, minutes / 2), rates);
  const fourth = slope(person, along(body, third, minutes), rates);
  const mean = along(along(along(first, second, 2), third, 2), fourth, 1);
  return along(body, mean, minutes / 6);
};

const along = (body: Body, slopes: Body, factor: number): Body => ({
  depotUu: body.depotUu + slopes.depotUu * factor,
  plasmaUuPerMl: body.plasmaUuPerMl + slopes.plasmaUuPerMl * factor,
  effectPerMin: body.effectPerMin + slopes.effectPerMin * factor,
  stomachMg: body.stomachMg + slopes.stomachMg * factor,
  gutMg: body.gutMg + slopes.gutMg * factor,
  mgPerDl: body.mgPerDl + slopes.mgPerDl * factor,
});
