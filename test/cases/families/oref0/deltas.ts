import { z } from 'zod';
import { glucoseStatus, type Sample } from '../../../../src/automation/oref/deltas.ts';
import type { Check } from '../../check.ts';
import { family } from '../../family.ts';

const sampleJson = z
  .object({
    date: z.number(),
    sgv: z.number().optional(),
    glucose: z.number().optional(),
    device: z.string().optional(),
    noise: z.number().optional(),
    type: z.string().optional(),
  })
  .transform(
    (json): Sample => ({
      atMs: json.date,
      glucose: json.glucose ?? json.sgv ?? Number.NaN,
      device: json.device ?? null,
      noise: json.noise ?? Number.NaN,
      kind: json.type === 'cal' ? 'calibration' : 'reading',
    }),
  );

const expectedJson = z.object({
  glucose: z.number(),
  date: z.number(),
  delta: z.number(),
  short_avgdelta: z.number(),
  long_avgdelta: z.number(),
  last_cal: z.number(),
});

const measures = {
  glucose: { tolerance: 0.01, unit: 'mg/dL' },
  change: { tolerance: 0.01, unit: 'mg/dL per 5 min' },
  time: { tolerance: 0.5, unit: 'ms' },
} as const;

const compare = (
  samples: readonly Sample[],
  expected: z.infer<typeof expectedJson>,
  check: Check<keyof typeof measures>,
): void => {
  const status = glucoseStatus(samples.filter(({ glucose }) => glucose > 0));
  check.near('glucose', 'glucose', status.glucose, expected.glucose);
  check.near('change', 'change', status.delta, expected.delta);
  check.near('change', 'short change', status.shortDelta, expected.short_avgdelta);
  check.near('change', 'long change', status.longDelta, expected.long_avgdelta);
  check.near('time', 'time', status.atMs, expected.date);
  check.same('calibration', status.calibratedBack, expected.last_cal);
};

export const deltas = family({
  file: 'oref0/glucose_delta.json',
  schema: z.object({
    input: z.object({ samples_newest_first: z.array(sampleJson) }),
    expected: expectedJson,
  }),
  measures,
  compare: ({ input, expected }, check) => compare(input.samples_newest_first, expected, check),
});

export const ownDeltas = family({
  file: 'oref0/own_tests_get_last_glucose.json',
  schema: z.object({ input: z.object({ data: z.array(sampleJson) }), expected: expectedJson }),
  measures,
  compare: ({ input, expected }, check) => compare(input.data, expected, check),
});
