import { misfitOf } from '../../../hardware/rig/run/suitePlan.ts';
import type { SuiteFile } from '../../../hardware/rig/run/suiteReport.ts';
import { EXIT, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import { bad } from '../json.ts';
import { suiteIn } from '../suite/read.ts';

const ANEW =
  'Generate it anew with this version of Islet: islet suite pump --criterion NAME --format json --out FILE.';

/**
 * What a rig is to run: a plan by its name, or the suite in a file. Throws a Refusal for neither and for both, and
 * one that names field, value and remedy for a file that holds no suite, or one that was made of another chart.
 */
export const planOf = (plan: string | undefined, file: string | undefined): string | SuiteFile => {
  if (file === undefined) {
    if (plan !== undefined) return plan;
    throw new Refusal(
      EXIT.badInput,
      'plan = nothing: it is missing. Name one of those that islet rig list names, or a suite by --suite FILE.',
    );
  }
  if (plan !== undefined)
    throw new Refusal(
      EXIT.badInput,
      `plan = ${plan}: a suite is run instead of a plan. Leave the plan out, or --suite ${file}.`,
    );
  const suite = suiteIn(file, textOf(file, 'suite').toString());
  const misfit = misfitOf(suite);
  if (misfit === null) return { file, suite };
  throw bad(file, null, misfit.field, misfit.value, misfit.problem, ANEW);
};
