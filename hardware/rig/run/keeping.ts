import { pumpMachine } from '../../../machines/pump/pump.ts';
import type { Curve } from '../acceptance/keep.ts';
import type { Weight } from '../measure/mass.ts';
import type { PathResult } from '../paths/pathResult.ts';
import type { SuiteResult } from '../paths/suite.ts';
import { transitionsOf } from '../paths/transitions.ts';
import { UNDRIVEN } from '../paths/undriven.ts';
import { type Kept, NOTHING } from './progress.ts';
import type { RigRecord } from './record.ts';

/** What the phases leave behind besides their measurements. */
export const keeping = () => {
  let now: Kept = NOTHING;
  const results: PathResult[] = [];
  return {
    results,
    keepSuite: (result: SuiteResult): void => {
      now = { ...now, driven: driven(result), notes: [...now.notes, ...(result.notes ?? [])] };
    },
    keep: {
      curve: (curve: Curve): void => {
        now = { ...now, curves: [...now.curves, curve] };
      },
      weights: (series: string, weights: readonly Weight[]): void => {
        now = { ...now, weights: [...now.weights, [series, [...weights]]] };
      },
      note: (line: string): void => {
        now = { ...now, notes: [...now.notes, line] };
      },
    },
    /** Since it was last asked. */
    take: (): Kept => {
      const taken = now;
      now = NOTHING;
      return taken;
    },
  };
};

/** A suite that was driven, as the record has it; one without a path when none was. */
export const driven = (suite: SuiteResult | null): Pick<RigRecord, 'paths' | 'transitions'> => ({
  paths:
    suite?.results.map(({ name, outcome, steps, driven: done, firstDivergence }) => ({
      name,
      outcome,
      steps,
      driven: done,
      firstDivergence,
    })) ?? [],
  transitions: {
    taken: suite?.transitions.taken ?? 0,
    total: transitionsOf(pumpMachine).length,
    missing: (suite?.transitions.missing ?? []).map(id => ({
      id,
      reason: UNDRIVEN.get(id) ?? suite?.reasons?.get(id) ?? 'not taken in this run',
    })),
  },
});
