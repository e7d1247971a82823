import { z } from 'zod';
import { STOP_MINUTES, type Total } from '../../../../src/automation/oref/iob.ts';
import { historyJson } from '../../../../src/interop/openaps/history.ts';
import type { Check } from '../../check.ts';
import { family } from '../../family.ts';
import { instant } from '../loop/shapes.ts';
import { comparable, insulinProfileJson } from './insulin.ts';
import { autosensJson } from './read.ts';

const totalJson = z.object({
  iob: z.number(),
  activity: z.number(),
  basaliob: z.number(),
  bolusiob: z.number(),
  netbasalinsulin: z.number(),
  bolusinsulin: z.number(),
});

const measures = {
  insulin: { tolerance: 0.0015, unit: 'U' },
  activity: { tolerance: 0.00015, unit: 'U/min' },
} as const;

const compareTotal = (
  check: Check<keyof typeof measures>,
  when: string,
  got: Total,
  expected: z.infer<typeof totalJson>,
): void => {
  check.near('insulin', `on board ${when}`, got.iob, expected.iob);
  check.near('insulin', `of basal ${when}`, got.basalIob, expected.basaliob);
  check.near('insulin', `of boluses ${when}`, got.bolusIob, expected.bolusiob);
  check.near('insulin', `basal that acts ${when}`, got.netBasalUnits, expected.netbasalinsulin);
  check.near('insulin', `boluses that act ${when}`, got.bolusUnits, expected.bolusinsulin);
  check.near('activity', `activity ${when}`, got.activity, expected.activity);
};

/** Every call that oref0's tests of insulin on board make. */
export const ownIob = family({
  file: 'oref0/own_tests_iob.json',
  schema: z.object({
    input: z.object({
      inputs: z.object({
        clock: instant,
        history: historyJson,
        profile: insulinProfileJson,
        autosens: autosensJson.nullish(),
      }),
    }),
    expected: z.object({
      ticks_min: z.array(z.number()),
      ticks: z.array(totalJson.extend({ iobWithZeroTemp: totalJson })),
    }),
  }),
  measures,
  compare: ({ input: { inputs }, expected }, check) => {
    const { history, clock, profile, autosens } = inputs;
    const all = comparable(check, history, clock, profile, autosens ?? 1, STOP_MINUTES);
    for (const [index, minutes] of expected.ticks_min.entries()) {
      const got = all[minutes / 5];
      const wanted = expected.ticks[index];
      if (got === undefined || wanted === undefined) {
        check.same(`a step at ${minutes} min`, got !== undefined, wanted !== undefined);
        continue;
      }
      compareTotal(check, `at ${minutes} min`, got.total, wanted);
      compareTotal(check, `without basal at ${minutes} min`, got.zeroTemp, wanted.iobWithZeroTemp);
    }
  },
});
