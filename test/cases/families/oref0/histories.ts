import { z } from 'zod';
import { STOP_MINUTES } from '../../../../src/automation/oref/iob.ts';
import { historyJson } from '../../../../src/interop/openaps/history.ts';
import { family } from '../../family.ts';
import { instant } from '../loop/shapes.ts';
import { comparable, insulinProfileJson } from './insulin.ts';

const numbers = z.array(z.number());

const expectedJson = z.object({
  minutes_ahead: numbers,
  iob_U: numbers,
  activity_U_per_min: numbers,
  basal_iob_U: numbers,
  bolus_iob_U: numbers,
  iob_zero_temp_U: numbers,
  activity_zero_temp: numbers,
});

const input = z.object({
  clock: instant,
  raw_oref0: z.object({ history: z.array(z.unknown()), profile: insulinProfileJson }),
});

/** Insulin on board over whole histories, now and ahead. */
export const histories = family({
  file: 'oref0/iob_history.json',
  schema: z.object({ input, expected: expectedJson }),
  measures: {
    'insulin on board': { tolerance: 0.05, unit: 'U' },
    activity: { tolerance: 0.0005, unit: 'U/min' },
  },
  compare: ({ input, expected }, check) => {
    const { history, profile } = input.raw_oref0;
    // From an empty history oref0 counts no stop of basal either.
    const stop = history.length === 0 ? 0 : STOP_MINUTES;
    const all = comparable(check, historyJson.parse(history), input.clock, profile, 1, stop);
    const steps = expected.minutes_ahead.flatMap(ahead => all[ahead / 5] ?? []);
    const iob = 'insulin on board';
    check.series(
      iob,
      iob,
      steps.map(({ total }) => total.iob),
      expected.iob_U,
    );
    check.series(
      iob,
      'of basal',
      steps.map(({ total }) => total.basalIob),
      expected.basal_iob_U,
    );
    check.series(
      iob,
      'of boluses',
      steps.map(({ total }) => total.bolusIob),
      expected.bolus_iob_U,
    );
    check.series(
      iob,
      'without basal',
      steps.map(({ zeroTemp }) => zeroTemp.iob),
      expected.iob_zero_temp_U,
    );
    check.series(
      'activity',
      'activity',
      steps.map(({ total }) => total.activity),
      expected.activity_U_per_min,
    );
    check.series(
      'activity',
      'activity without basal',
      steps.map(({ zeroTemp }) => zeroTemp.activity),
      expected.activity_zero_temp,
    );
  },
});
