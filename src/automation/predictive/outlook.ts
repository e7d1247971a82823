import {
  copyOf,
  type Estimate,
  glucoseVariance,
  left,
  of,
  spreadOn,
  TRUST,
  type Unsure,
} from './estimate.ts';
import { type Body, type Gains, KINETICS, minuteOf, strengthAt } from './kinetics.ts';
import { STEP_MIN, STEPS } from './plan.ts';

/** How uncertain the effect of insulin on board and of food in the gut is, as a share of it; ours. */
const DOUBT = { insulin: 0.05, carbs: 0.05 } as const;

/** What is believed now: the estimate, and where insulin and food are. */
export type Now = { readonly estimate: Estimate; readonly body: Body };

/** What is to come if only the profile is given: glucose at each step, its standard deviation (mg/dL), and how strong insulin is there. */
export type Expected = {
  readonly glucose: Float64Array;
  readonly deviation: Float64Array;
  readonly strength: Float64Array;
};

/**
 * Lets what is on board and in the gut run its course. Strength is that of the target at most: a plan must not count on
 * insulin taking more away just because glucose is high while it is planned.
 */
export const outlookOf = (
  { estimate, body }: Now,
  profile: Float64Array,
  gains: Gains,
  unsure: Unsure,
  target: number,
): Expected => {
  const out = {
    glucose: new Float64Array(STEPS + 1),
    deviation: new Float64Array(STEPS + 1),
    strength: new Float64Array(STEPS + 1),
  };
  const ahead = { ...body };
  const doubt = copyOf(estimate);
  const [insulin, carbs] = [
    gains.insulin * Math.exp(of(estimate, 'insulin')),
    gains.carbs * Math.exp(of(estimate, 'carbs')),
  ];
  let glucose = of(estimate, 'glucose');
  let drift = of(estimate, 'drift');
  let meal = of(estimate, 'meal');
  let [byInsulin, byCarbs] = [0, 0];
  const fading = left(1, TRUST.driftMin);
  out.glucose[0] = glucose;
  for (let step = 1; step <= STEPS; step += 1) {
    let whole = 0;
    for (let minute = (step - 1) * STEP_MIN; minute < step * STEP_MIN; minute += 1) {
      const taken = insulin * ahead.action;
      const brought = carbs * (ahead.gut2 / KINETICS.gut);
      const usual = gains.insulin * (profile[minute] ?? 0);
      whole += usual;
      glucose +=
        brought -
        taken * strengthAt(glucose) -
        KINETICS.clearance * (glucose - TRUST.held) +
        drift +
        usual * of(estimate, 'basal');
      byInsulin -= taken + KINETICS.clearance * byInsulin;
      byCarbs += brought - KINETICS.clearance * byCarbs;
      drift = fading * (drift + meal / TRUST.driftMin);
      meal *= fading;
      minuteOf(ahead, 0, 0);
    }
    spreadOn(doubt, STEP_MIN, whole, unsure);
    out.glucose[step] = glucose;
    out.strength[step] = strengthAt(Math.min(glucose, target));
    out.deviation[step] = Math.sqrt(
      glucoseVariance(doubt) + (DOUBT.insulin * byInsulin) ** 2 + (DOUBT.carbs * byCarbs) ** 2,
    );
  }
  return out;
};
