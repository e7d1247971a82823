import { type Forecast, type Forecaster, tenths } from '../forecast.ts';
import { type Considered, consider, type Person } from './consider.ts';
import { left, of, TRUST } from './estimate.ts';
import { KINETICS, minuteOf, strengthAt } from './kinetics.ts';
import { STEP_MIN, STEPS } from './plan.ts';

/** What each cause has moved glucose by, mg/dL. */
type Moved = { insulin: number; carbs: number; momentum: number; profile: number; back: number };

const NAMES = {
  insulin: 'insulin on board',
  carbs: 'carbohydrates',
  momentum: 'momentum, not explained',
  profile: 'a profile that is off',
  back: 'back to where the profile holds',
} as const satisfies Readonly<Record<keyof Moved, string>>;

const causes = ['insulin', 'carbs', 'momentum', 'profile', 'back'] as const;

/**
 * The equations of `outlookOf`, with each cause kept apart: they are linear in what flows in once the strength of insulin is
 * known, so the causes sum to the outlook (tested). Hands each step to `at`.
 */
const live = (
  { now, gains, profile }: Considered,
  at: (step: number, glucose: number, moved: Moved) => void,
): void => {
  const { estimate } = now;
  const body = { ...now.body };
  const factor = (state: 'insulin' | 'carbs'): number => Math.exp(of(estimate, state));
  const [insulin, carbs] = [gains.insulin * factor('insulin'), gains.carbs * factor('carbs')];
  const first = of(estimate, 'glucose');
  const moved: Moved = { insulin: 0, carbs: 0, momentum: 0, profile: 0, back: 0 };
  const glucoseNow = (): number => causes.reduce((sum, cause) => sum + moved[cause], first);
  let [drift, meal] = [of(estimate, 'drift'), of(estimate, 'meal')];
  const fading = left(1, TRUST.driftMin);
  at(0, first, moved);
  for (let minute = 0; minute < STEPS * STEP_MIN; minute += 1) {
    const flows: Moved = {
      insulin: -insulin * body.action * strengthAt(glucoseNow()),
      carbs: carbs * (body.gut2 / KINETICS.gut),
      momentum: drift,
      profile: gains.insulin * (profile[minute] ?? 0) * of(estimate, 'basal'),
      back: -KINETICS.clearance * (first - TRUST.held),
    };
    for (const cause of causes) moved[cause] += flows[cause] - KINETICS.clearance * moved[cause];
    drift = fading * (drift + meal / TRUST.driftMin);
    meal *= fading;
    minuteOf(body, 0, 0);
    if ((minute + 1) % STEP_MIN === 0) at((minute + 1) / STEP_MIN, glucoseNow(), moved);
  }
};

/** What glucose does if only the profile is given, and why. */
export const outlook = (considered: Considered): Forecast => {
  const glucose = new Float64Array(STEPS + 1);
  const by = causes.map(() => new Float64Array(STEPS + 1));
  live(considered, (step, value, moved) => {
    glucose[step] = value;
    for (const [index, cause] of causes.entries()) {
      const course = by[index];
      if (course !== undefined) course[step] = moved[cause];
    }
  });
  return {
    stepMs: STEP_MIN * 60_000,
    glucose: tenths(glucose),
    effects: causes.map((cause, index) => ({ name: NAMES[cause], mgPerDl: tenths(by[index] ?? []) })),
    courses: [],
  };
};

/** What Islet's controller expects for a person. */
export const predictiveForecaster =
  (person: Person): Forecaster =>
  (history, therapy, nowMs) => {
    const considered = consider(person, history, therapy, nowMs);
    return typeof considered === 'string' ? null : outlook(considered);
  };
