import { z } from 'zod';
import { REPORTS } from '../../verify/reports/reports.ts';
import type { Kept } from '../../verify/walk/kept.ts';
import type { AsideFound } from './aside.ts';
import type { RunsFound, Walked } from './explored.ts';

/** A command that did not come to its end: what is done, and walks that are under way. */
export type Unfinished = {
  /** Machines whose walks are complete. */
  readonly done: readonly Walked[];
  readonly underWay: readonly UnderWay[];
  /** What is known of whole runs. The graphs that say more are built anew: they are a hundred times as large. */
  readonly runs: readonly OfRuns[];
  readonly asides: readonly AsideFound[];
};

/** One machine whose walks have begun. */
export type UnderWay = { readonly name: string; readonly tookMs: number; readonly walks: readonly Kept[] };
export type OfRuns = RunsFound & { readonly name: string };

export const NOTHING_DONE: Unfinished = { done: [], underWay: [], runs: [], asides: [] };

const event = z.looseObject({ type: z.string() });
const count = z.int().nonnegative();
const finding = z.strictObject({
  checks: count,
  broken: z.strictObject({ state: count, by: event.nullable() }).nullable(),
  parked: z.int(),
});
/** Lists of numbers follow the header as 32-bit words; here stands how many. */
const states = z.strictObject({ contexts: z.array(z.unknown()), words: count });
const course = z.strictObject({
  expanded: count,
  steps: count,
  depth: count,
  endOfLevel: count,
  deadlocks: z.array(count),
  telling: z.array(count),
});
const walk = z.strictObject({
  chart: states,
  world: states.nullable(),
  pairs: count,
  course: course.extend({ parents: count }),
  findings: z.array(finding.nullable()),
});
const farStates = states.extend({ words: z.array(z.int()) });
/** What is left of a walk whose states are on disk, in files of their own. */
export const farHeader = z.strictObject({
  islet: z.literal('far walk'),
  version: z.literal(1),
  rules: z.string(),
  chart: farStates,
  world: farStates.nullable(),
  course: course.extend({ met: count }),
  findings: z.array(finding.nullable()),
  /** SHA-256 of each file, as far as it is meant. */
  digests: z.record(z.string(), z.string()),
});
const coverage = z.strictObject({
  states: count,
  steps: count,
  statesNeverActive: z.array(z.string()),
  transitionsNeverTaken: z.array(z.string()),
  eventsNeverAnswered: z.array(z.string()),
  deadlocks: z.array(count),
});
const ruling = z.strictObject({
  property: z.string(),
  system: z.string(),
  checks: count,
  violation: z
    .strictObject({ run: z.array(event), cycle: z.array(event).optional(), isShortest: z.boolean() })
    .nullable(),
});
const survey = z.strictObject({
  regions: z.array(z.strictObject({ id: z.string(), leaves: count, multiplier: z.number() })),
  events: z.array(z.strictObject({ event: z.string(), situations: count })),
  coverage,
  deadlocks: z.array(z.string()),
});
const walked = z.strictObject({
  name: z.string(),
  states: count,
  steps: count,
  depth: count,
  complete: z.boolean(),
  tookMs: z.number(),
  memoryMb: z.number(),
  bytesPerState: z.number(),
  far: z
    .strictObject({
      diskMb: z.number(),
      notAsked: z.array(z.string()),
      deadlocks: z.array(z.string()),
      failure: z.string().nullable(),
    })
    .nullable(),
  rulings: z.array(ruling),
  survey: survey.nullable(),
});
const ofRuns = z.strictObject({
  name: z.string(),
  rulings: z.array(ruling),
  findings: z.record(z.enum(REPORTS), z.array(z.string())).nullable(),
});
const suite = z.strictObject({ name: z.string(), tests: count, events: count, kills: count });
const mutantCount = z.strictObject({
  machine: z.string(),
  states: count,
  mutants: count,
  killed: count,
  equivalent: count,
  refused: count,
  suites: z.array(suite),
  survivors: count,
});
const suiteRow = z.union([
  z.strictObject({
    machine: z.string(),
    criterion: z.string(),
    extra: count.nullable(),
    goals: count,
    infeasible: count,
    tests: count,
    steps: count,
    length: z.number(),
    bound: z.number(),
    ratio: z.number().nullable(),
    onePerGoal: z.number(),
  }),
  z.strictObject({
    machine: z.string(),
    criterion: z.string(),
    extra: count.nullable(),
    refused: z.string(),
  }),
]);
const difference = z.strictObject({
  free: count,
  planted: count,
  beyond: count,
  transitions: z.array(z.string()),
  together: z.array(z.tuple([z.string(), z.string()])),
});
const aside = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mutants'), machine: z.string(), count: mutantCount }),
  z.strictObject({
    kind: z.literal('suites'),
    machine: z.string(),
    criteria: z.array(z.string()),
    rows: z.array(suiteRow),
  }),
  z.strictObject({ kind: z.literal('difference'), difference }),
]);

/** Another version of the file cannot be read: all must be begun anew. */
export const VERSION = 8;

/** The first line of the file; lists of numbers follow it. */
export const header = z.strictObject({
  islet: z.literal('walks'),
  version: z.literal(VERSION),
  /** Of everything that the walks rest on. */
  rules: z.string(),
  /** Of what follows the header. */
  digest: z.string(),
  done: z.array(walked),
  underWay: z.array(z.strictObject({ name: z.string(), tookMs: z.number(), walks: z.array(walk) })),
  runs: z.array(ofRuns),
  asides: z.array(aside),
});
export type Header = z.infer<typeof header>;
