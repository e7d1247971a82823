import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Coverage, coverageSchema, merged } from '../../../src/verify/cover/coverage.ts';
import { type PhaseRecord, phaseSchema, rigRecordSchema } from './record.ts';

/** What a phase left besides its measurements: curves, weighings, and what was left out. */
const keptSchema = z.strictObject({
  curves: rigRecordSchema.shape.curves,
  weights: z.array(z.tuple([z.string(), z.array(z.strictObject({ atMs: z.number(), massUg: z.number() }))])),
  notes: z.array(z.string()),
  /** Of the suite that was driven; null for a phase that drove none. */
  driven: z
    .strictObject({
      paths: rigRecordSchema.shape.paths,
      transitions: rigRecordSchema.shape.transitions,
    })
    .nullable(),
});
export type Kept = {
  readonly curves: z.infer<typeof keptSchema>['curves'];
  readonly weights: z.infer<typeof keptSchema>['weights'];
  readonly notes: readonly string[];
  readonly driven: z.infer<typeof keptSchema>['driven'];
};

export const NOTHING: Kept = { curves: [], weights: [], notes: [], driven: null };

const lineSchema = z.strictObject({ phase: phaseSchema, kept: keptSchema, coverage: coverageSchema });
const headSchema = z.strictObject({
  islet: z.literal('rig progress'),
  version: z.literal(1),
  run: z.unknown(),
});

/** A folder holds no run that can be gone on with. `message` names the file, what it holds and the remedy. */
export class NoProgress extends Error {
  override readonly name = 'NoProgress';
}

export type Progress = {
  /** Phases of the main part that passed in an earlier attempt, by name. */
  readonly passed: ReadonlyMap<string, PhaseRecord>;
  /** Of those, and of what was added. */
  readonly coverage: () => Coverage;
  readonly add: (phase: PhaseRecord, kept: Kept, coverage: Coverage) => void;
  /** Of all attempts. */
  readonly kept: () => Kept;
  readonly failures: () => number;
};

/**
 * Keeps each phase as it ends, so that a run that is ended early can be gone on with: only what passed counts, set-up and teardown are
 * always done again. Throws NoProgress for a folder of another plan, profile or fault.
 */
export const progressIn = (folder: string, run: unknown): Progress => {
  const path = join(folder, 'progress.jsonl');
  const head = { islet: 'rig progress', version: 1, run } as const;
  const earlier = existsSync(path) ? linesIn(path, JSON.stringify(head)) : [];
  if (earlier.length === 0 && !existsSync(path)) appendFileSync(path, `${JSON.stringify(head)}\n`);
  let failures = 0;
  let all: Kept = NOTHING;
  const met: Coverage[] = [];
  const keep = ({ curves, weights, notes, driven }: Kept): void => {
    all = {
      driven: driven ?? all.driven,
      curves: [...all.curves, ...curves],
      weights: [...all.weights, ...weights],
      notes: [...all.notes, ...notes],
    };
  };
  const passed = new Map<string, PhaseRecord>();
  for (const { phase, kept, coverage } of earlier) {
    if (phase.group !== 'main' || phase.outcome !== 'PASS') continue;
    passed.set(phase.name, phase);
    met.push(coverage);
    keep(kept);
  }
  return {
    passed,
    coverage: () => merged(met),
    add: (phase, kept, coverage) => {
      if (passed.has(phase.name)) return;
      if (phase.outcome !== 'PASS' && phase.outcome !== 'SKIPPED') failures += 1;
      met.push(coverage);
      keep(kept);
      appendFileSync(path, `${JSON.stringify({ phase, kept, coverage })}\n`);
    },
    kept: () => all,
    failures: () => failures,
  };
};

const linesIn = (path: string, head: string): readonly z.infer<typeof lineSchema>[] => {
  const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n');
  // A last line that was cut off is a phase that did not end.
  const whole = rest.slice(0, -1);
  try {
    headSchema.parse(JSON.parse(first));
    if (first !== head)
      throw new NoProgress(
        `${path}: it is of another plan, profile or fault (${first.slice(0, 60)}…). Resume with the same, or begin a new run.`,
      );
    return whole.map(line => lineSchema.parse(JSON.parse(line)));
  } catch (failure) {
    if (failure instanceof NoProgress) throw failure;
    throw new NoProgress(`${path}: it holds no progress of a run. Begin a new one.`);
  }
};
