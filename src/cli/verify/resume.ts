import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { FAIRNESS } from '../../../specs/fairness.ts';
import { REPORTS } from '../../verify/reports/reports.ts';
import type { Kept } from '../../verify/walk/kept.ts';
import { EXIT, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import type { Explored } from './explored.ts';
import { hashOf } from './fingerprint.ts';
import { SUBJECTS } from './machines.ts';

/** A command that did not come to its end: machines that are done, and those that are under way. */
export type Unfinished = {
  readonly done: readonly Explored[];
  readonly underWay: readonly UnderWay[];
};

/** One machine whose walks have begun; `fingerprint` is that of all its systems. */
export type UnderWay = {
  readonly name: string;
  readonly fingerprint: string;
  readonly tookMs: number;
  readonly walks: readonly Kept[];
};

/** Another version of this file cannot be read: the walk must be begun anew. */
const VERSION = 2;

/** What is asked, of which systems, and under which assumptions. */
const ASKED = hashOf([SUBJECTS.map(({ name, asked }) => ({ name, asked })), FAIRNESS]);

const event = z.looseObject({ type: z.string() });
const count = z.int().nonnegative();
const finding = z.strictObject({
  checks: count,
  broken: z.strictObject({ state: count, by: event.nullable() }).nullable(),
  parked: z.int(),
});
/** Lists of numbers follow the header as 32-bit words; here stands how many. */
const states = z.strictObject({ contexts: z.array(z.unknown()), words: count });
const walk = z.strictObject({
  chart: states,
  world: states.nullable(),
  pairs: count,
  course: z.strictObject({
    expanded: count,
    steps: count,
    depth: count,
    endOfLevel: count,
    parents: count,
    deadlocks: z.array(count),
    telling: z.array(count),
  }),
  findings: z.array(finding.nullable()),
});
const coverage = z.strictObject({
  states: count,
  steps: count,
  statesNeverActive: z.array(z.string()),
  transitionsNeverTaken: z.array(z.string()),
  eventsNeverAnswered: z.array(z.string()),
  deadlocks: z.array(count),
});
const rulings = z.array(
  z.strictObject({
    property: z.string(),
    system: z.string(),
    checks: count,
    violation: z
      .strictObject({ run: z.array(event), cycle: z.array(event).optional(), isShortest: z.boolean() })
      .nullable(),
  }),
);
const survey = z.strictObject({
  regions: z.array(z.strictObject({ id: z.string(), leaves: count, multiplier: z.number() })),
  events: z.array(z.strictObject({ event: z.string(), situations: count })),
  coverage,
});
const explored = z.strictObject({
  name: z.string(),
  states: count,
  steps: count,
  depth: count,
  complete: z.boolean(),
  whole: z.boolean(),
  tookMs: z.number(),
  memoryMb: z.number(),
  bytesPerState: z.number(),
  rulings,
  survey: survey.nullable(),
  findings: z.record(z.enum(REPORTS), z.array(z.string())).nullable(),
});
const header = z.strictObject({
  islet: z.literal('walks'),
  version: z.literal(VERSION),
  /** Of the properties that were asked. */
  properties: z.string(),
  /** Of what follows the header. */
  digest: z.string(),
  done: z.array(z.strictObject({ fingerprint: z.string(), explored })),
  underWay: z.array(
    z.strictObject({ name: z.string(), fingerprint: z.string(), tookMs: z.number(), walks: z.array(walk) }),
  ),
});
type Header = z.infer<typeof header>;

/** Writes what is needed to go on. `fingerprintOf` tells machines by name. */
export const writeUnfinished = (
  path: string,
  { done, underWay }: Unfinished,
  fingerprintOf: (name: string) => string,
): void => {
  const lists: Int32Array[] = [];
  const put = (list: Int32Array): number => {
    lists.push(list);
    return list.length;
  };
  const open = underWay.map(each => ({
    ...each,
    walks: each.walks.map(({ chart, world, pairs, course, findings }) => ({
      chart: { contexts: [...chart.contexts], words: put(chart.words) },
      world: world && { contexts: [...world.contexts], words: put(world.words) },
      pairs: put(pairs),
      course: { ...course, parents: put(Int32Array.from(course.parents)) },
      findings,
    })),
  }));
  const body = Buffer.concat(
    lists.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  const head = {
    islet: 'walks',
    version: VERSION,
    properties: ASKED,
    digest: digestOf(body),
    done: done.map(each => ({ fingerprint: fingerprintOf(each.name), explored: plain(each) })),
    underWay: open,
  };
  writeFileSync(path, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]));
};

/** Reads it again. Throws a Refusal that names what does not fit: the file, its version, a machine, the properties. */
export const readUnfinished = (path: string, fingerprintOf: (name: string) => string): Unfinished => {
  const bytes = textOf(path, 'walks to go on with');
  const end = bytes.indexOf('\n');
  const head = headerIn(path, bytes.subarray(0, Math.max(0, end)).toString());
  const body = bytes.subarray(end + 1);
  if (digestOf(body) !== head.digest) throw refused(path, 'it is damaged or not complete');
  if (ASKED !== head.properties) throw refused(path, 'other properties were asked of its walks');
  for (const { name, fingerprint } of [
    ...head.underWay,
    ...head.done.map(each => ({ ...each, name: each.explored.name })),
  ])
    if (fingerprintOf(name) !== fingerprint) throw refused(path, `its walk is of another "${name}"`);
  let at = 0;
  const take = (length: number): Int32Array => {
    const list = new Int32Array(length);
    Buffer.from(list.buffer).set(body.subarray(at, at + length * 4));
    at += length * 4;
    return list;
  };
  return {
    done: head.done.map(each => named(path, each.explored)),
    underWay: head.underWay.map(each => ({
      ...each,
      walks: each.walks.map(({ chart, world, pairs, course, findings }) => ({
        chart: { ...chart, words: take(chart.words) },
        world: world && { ...world, words: take(world.words) },
        pairs: take(pairs),
        course: { ...course, parents: take(course.parents) },
        findings,
      })),
    })),
  };
};

const headerIn = (path: string, text: string): Header => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refused(path, 'it is no file of walks');
  }
  const read = header.safeParse(json);
  if (!read.success)
    throw refused(
      path,
      `it is no file of walks of this version (${VERSION}): ${z.prettifyError(read.error)}`,
    );
  return read.data;
};

const refused = (path: string, why: string): Refusal =>
  new Refusal(EXIT.badInput, `${path}: ${why}. Begin anew: islet verify.`);

const digestOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

const plain = (each: Explored) => ({
  ...each,
  rulings: each.rulings.map(({ property, violation, ...ruling }) => ({
    ...ruling,
    property: property.name,
    violation: violation && {
      run: violation.run,
      ...(violation.cycle === undefined ? {} : { cycle: violation.cycle }),
      isShortest: violation.isShortest,
    },
  })),
});

/** Properties by their names again. */
const named = (path: string, { rulings, ...rest }: Header['done'][number]['explored']): Explored => ({
  ...rest,
  rulings: rulings.map(({ property: name, violation, ...ruling }) => {
    const property = SUBJECTS.flatMap(({ asked }) => asked).find(each => each.name === name);
    if (property === undefined) throw refused(path, `there is no property "${name}"`);
    if (violation === null) return { ...ruling, property, violation };
    const { run, cycle, isShortest } = violation;
    return {
      ...ruling,
      property,
      violation: { property, run, ...(cycle === undefined ? {} : { cycle }), isShortest },
    };
  }),
});
