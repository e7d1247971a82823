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
  /** Expanded, for about 95 % (JCGM 100, factor 2), in the same unit; 0 for what is counted. */
  uncertainty: z.number().nonnegative(),
  /** What measured it, with the number of its calibration where it has one. */
  instrument: z.string().min(1),
  outcome: z.enum(['PASS', 'FAIL']),
  /** A limit lies within the uncertainty: the verdict is by the value, and could be the other one. */
  marginal: z.boolean(),
  requirements: z.array(z.string().regex(/^SR-\d{3}$/)),
});
export type Measurement = z.infer<typeof measurementSchema>;

export const phaseSchema = z.strictObject({
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
  version: z.literal(4),
  plan: z.string().min(1),
  station: z.string().min(1),
  /** Who ran it; null where no profile of a rig says. */
  operator: z.string().min(1).nullable(),
  /** Serial number of the pump; null as above. */
  pump: z.string().min(1).nullable(),
  /** Each device with what it is known by. */
  devices: z.array(
    z.strictObject({ name: z.string(), kind: z.string(), serial: z.string(), calibration: z.string() }),
  ),
  /** Of Islet: its version, and the commit where it is run from a working copy. */
  release: z.string().min(1),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .nullable(),
  /** Of the noise of simulated sensors. */
  seed: z.int(),
  simulated: z.boolean(),
  transport: z.enum(['pty', 'memory', 'ports']),
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
  /** Every requirement: measured here, or why not. Empty for a plan that does not ask for them all. */
  requirements: z.array(
    z.strictObject({
      id: z.string().regex(/^SR-\d{3}$/),
      verdict: z.enum(['PASS', 'FAIL', 'EMPTY', 'NOT COVERED']),
      /** Why there is no measurement, or which phase for it did not come to its end; null where its measurements say it all. */
      reason: z.string().min(1).nullable(),
    }),
  ),
  /** What was left out, and why. */
  notes: z.array(z.string()),
  /** Curves for the plots, by name. */
  curves: z.array(
    z.strictObject({
      name: z.string().min(1),
      x: z.string().min(1),
      y: z.string().min(1),
      lines: z.array(
        z.strictObject({
          name: z.string().min(1),
          points: z.array(z.tuple([z.number(), z.number()])),
        }),
      ),
    }),
  ),
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
