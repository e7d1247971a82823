import { z } from 'zod';
import { coverageSchema } from '../../../src/verify/cover/coverage.ts';
import { suiteReportSchema } from './suiteReport.ts';

/** How a phase or a run ended: FAIL is the pump's, ERROR the rig's or an instrument's. */
export const outcomes = ['PASS', 'FAIL', 'ERROR', 'TIMEOUT', 'ABORTED'] as const;
export type Outcome = (typeof outcomes)[number];

const measurementSchema = z.strictObject({
  name: z.string().min(1),
  value: z.number(),
  unit: z.string().min(1),
  /** Inclusive; null where there is no limit on that side. */
  least: z.number().nullable(),
  most: z.number().nullable(),
  outcome: z.enum(['PASS', 'FAIL']),
  requirements: z.array(z.string().regex(/^SR-\d{3}$/)),
});
export type Measurement = z.infer<typeof measurementSchema>;

const phaseSchema = z.strictObject({
  name: z.string().min(1),
  group: z.enum(['setup', 'main', 'teardown']),
  outcome: z.enum([...outcomes, 'SKIPPED']),
  /** Why it did not pass; null when it did. */
  reason: z.string().nullable(),
  durationMs: z.number().nonnegative(),
  measurements: z.array(measurementSchema),
});
export type PhaseRecord = z.infer<typeof phaseSchema>;

/** One path as it was driven. */
const pathSchema = z.strictObject({
  name: z.string().min(1),
  outcome: z.enum(['pass', 'fail', 'error', 'undriven']),
  steps: z.int().nonnegative(),
  driven: z.int().nonnegative(),
  firstDivergence: z.string().nullable(),
});

/** The record of a run, `rig.json`. A reader refuses a version that it does not know. */
export const rigRecordSchema = z.strictObject({
  islet: z.literal('rig'),
  version: z.literal(3),
  plan: z.string().min(1),
  station: z.string().min(1),
  simulated: z.boolean(),
  transport: z.enum(['pty', 'memory']),
  fault: z.string().nullable(),
  /** Wall clock, ISO 8601 in UTC. */
  started: z.iso.datetime(),
  ended: z.iso.datetime(),
  outcome: z.enum(outcomes),
  exitCode: z.int(),
  phases: z.array(phaseSchema),
  paths: z.array(pathSchema),
  transitions: z.strictObject({
    taken: z.int(),
    total: z.int(),
    missing: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
  }),
  /** What became of a suite that was read from a file; null for a plan of the rig's own. */
  suite: suiteReportSchema.nullable(),
  /** What the pump met of its charts, all phases together; `islet coverage` reads it. */
  coverage: coverageSchema,
});
export type RigRecord = z.infer<typeof rigRecordSchema>;

/** The exit code of a run, by its outcome, as `islet help` lists them. */
export const EXIT_OF = { PASS: 0, FAIL: 1, TIMEOUT: 1, ERROR: 4, ABORTED: 130 } as const satisfies Record<
  Outcome,
  number
>;

/** The worst outcome decides; what ended the run from outside goes before everything, then the rig's own troubles. */
export const worstOf = (all: readonly Outcome[]): Outcome =>
  (['ABORTED', 'ERROR', 'TIMEOUT', 'FAIL'] as const).find(outcome => all.includes(outcome)) ?? 'PASS';
