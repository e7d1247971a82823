import { z } from 'zod';
import { uvaBody } from '../../../../src/simulate/uva/model.ts';
import { uvaPatient } from '../../../../src/simulate/uva/parameters.ts';
import { type Family, family } from '../../family.ts';

const numbers = z.array(z.number());
const runs = z.array(z.tuple([z.number().int().min(0), z.number().min(0)])).min(1);

const schema = z.object({
  patient: z.string(),
  minutes: z.number().int().positive(),
  insulin_U_per_min: runs,
  cho_g_per_min: runs,
  sample_every_min: z.number().int().positive(),
  G_sub_mgdl: numbers.min(2),
  G_plasma_mgdl: numbers.min(2),
  I_plasma_pmolL: numbers.min(2),
  states_every_min: z.number().int().positive(),
  states: z.array(numbers.length(13)).min(1),
  x_final: numbers.length(13),
  env_hist_sample_min: z.number().int().positive().optional(),
  env_BG_mgdl: numbers.optional(),
});

const INSULIN_EVERY_MIN = 15;

/** A list of `[start, value]` as one value for each minute. */
const perMinute = (list: z.infer<typeof runs>, minutes: number): Float64Array => {
  const out = new Float64Array(minutes);
  for (const [start, value] of list) out.fill(value, start);
  return out;
};

/** How near glucose must come: mg/dL, or a share of values that leave all physiology behind. */
type Nearness = { readonly tolerance: number; readonly relativeTo?: number };

const trajectory = (scenario: string, glucose: Nearness): Family => {
  const unit = glucose.relativeTo === undefined ? 'mg/dL' : 'relative';
  return family({
    file: `simglucose/trajectory_${scenario}.json`,
    schema,
    measures: {
      glucose: { ...glucose, unit },
      plasma: { ...glucose, tolerance: 2 * glucose.tolerance, unit },
      insulin: { tolerance: 1e-5, unit: 'relative', relativeTo: 1 },
      // Once glucose is held below zero it stays where the steps of a solver happened to leave it.
      states: { tolerance: scenario === 'extreme_low' ? 1 : 0.01, unit: 'relative', relativeTo: 1 },
    },
    compare: (example, check) => {
      const { minutes, sample_every_min: every } = example;
      const body = uvaBody(uvaPatient(example.patient));
      const insulin = perMinute(example.insulin_U_per_min, minutes);
      const eaten = perMinute(example.cho_g_per_min, minutes);
      const [sub, plasma, pmol]: [number[], number[], number[]] = [[], [], []];
      const states: number[][] = [];
      const everyMinute: number[] = [];
      for (let minute = 0; minute <= minutes; minute += 1) {
        everyMinute.push(body.glucoseMgPerDl());
        if (minute % every === 0) {
          sub.push(body.glucoseMgPerDl());
          plasma.push(body.plasmaMgPerDl());
        }
        if (minute % INSULIN_EVERY_MIN === 0) pmol.push(body.insulinPmolPerL());
        if (minute % example.states_every_min === 0) states.push([...body.states()]);
        if (minute < minutes) body.minute(insulin[minute] ?? Number.NaN, eaten[minute] ?? Number.NaN);
      }
      check.series('glucose', 'glucose under the skin', sub, example.G_sub_mgdl);
      check.series('plasma', 'glucose in plasma', plasma, example.G_plasma_mgdl);
      check.series('insulin', 'insulin in plasma', pmol, example.I_plasma_pmolL);
      check.same('how many states', states.length, example.states.length);
      for (const [index, expected] of example.states.entries())
        check.series('states', `states ${index}`, states[index] ?? [], expected);
      check.series('states', 'the last states', body.states(), example.x_final);
      // The environment's own history is the mean over each sample time.
      const { env_BG_mgdl: history, env_hist_sample_min: span } = example;
      if (history === undefined || span === undefined) return;
      const means = history.map((first, index) => {
        if (index === 0) return first;
        const end = index * span;
        return everyMinute.slice(end - span + 1, end + 1).reduce((sum, each) => sum + each, 0) / span;
      });
      check.series('glucose', 'the mean over a sample time', means, history);
    },
  });
};

/** The nine scenarios; tolerances are half of those of the folder's README where that gives 0.02 mg/dL. */
export const trajectories: readonly Family[] = [
  trajectory('basal', { tolerance: 1e-6 }),
  trajectory('bb3meals', { tolerance: 0.01 }),
  trajectory('extreme_high', { tolerance: 1e-4, relativeTo: 1 }),
  trajectory('extreme_low', { tolerance: 0.5 }),
  trajectory('missed_meal', { tolerance: 0.01 }),
  trajectory('over_bolus', { tolerance: 0.01 }),
  trajectory('random1', { tolerance: 0.01 }),
  trajectory('random2', { tolerance: 0.01 }),
  trajectory('suspend', { tolerance: 0.01 }),
];
