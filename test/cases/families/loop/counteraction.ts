import { z } from 'zod';
import { counteraction } from '../../../../src/automation/effects/glucose.ts';
import { family } from '../../family.ts';
import { readings, timed, velocities } from './shapes.ts';

export const counteractions = family({
  file: 'loop/counteraction.json',
  schema: z.object({
    input: z.object({ glucose: readings, insulin_effect: timed }),
    expected: z.object({ velocities }),
  }),
  measures: { velocity: { tolerance: 1e-6, unit: 'mg/dL/min', relativeTo: 1 } },
  compare: ({ input, expected }, check) => {
    const { base, v } = input.insulin_effect;
    const ours = counteraction(input.glucose, { startMs: base ?? 0, values: Float64Array.from(v) });
    check.same('how many', ours.length, expected.velocities.length);
    for (const [index, theirs] of expected.velocities.entries()) {
      check.same(`start [${index}]`, ours[index]?.startMs ?? null, theirs.startMs);
      check.same(`end [${index}]`, ours[index]?.endMs ?? null, theirs.endMs);
      check.near('velocity', `[${index}]`, ours[index]?.perMinute ?? Number.NaN, theirs.perMinute);
    }
  },
});
