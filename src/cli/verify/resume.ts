import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { EXIT, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import { hashOfSources } from '../sources.ts';
import { SUBJECTS } from './machines.ts';
import type { Ruling } from './rulings.ts';
import { type Header, header, type Unfinished, VERSION } from './unfinished.ts';

/**
 * Everything that a walk rests on, as one number: the charts and all that their guards and actions call, the
 * world and the order in which it speaks, what is asked, the engine, and the XState that answered it.
 */
export const rulesNow = (): string => {
  const { dependencies } = z
    .looseObject({ dependencies: z.looseObject({ xstate: z.string() }) })
    .parse(JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')));
  const sources = hashOfSources([
    'machines',
    'specs',
    'src/domain',
    'src/runtime',
    'src/verify',
    'src/cli/verify',
  ]);
  return `${sources}, XState ${dependencies.xstate}`;
};

/** Writes what is needed to go on. Throws a Refusal where the file cannot be written. */
export const writeUnfinished = (path: string, { done, underWay, runs, asides }: Unfinished): void => {
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
  const head: z.input<typeof header> = {
    islet: 'walks',
    version: VERSION,
    rules: rulesNow(),
    digest: digestOf(lists.map(bytesOf)),
    done: done.map(each => ({ ...each, rulings: each.rulings.map(plain) })) as Header['done'],
    underWay: open as Header['underWay'],
    runs: runs.map(each => ({ ...each, rulings: each.rulings.map(plain) })) as Header['runs'],
    asides: asides as Header['asides'],
  };
  // Piece by piece: this may be written because memory is short.
  write(path, [Buffer.from(`${JSON.stringify(head)}\n`), ...lists.map(bytesOf)]);
};

const write = (path: string, pieces: readonly Buffer[]): void => {
  try {
    const file = openSync(path, 'w');
    try {
      for (const piece of pieces) for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
    } finally {
      closeSync(file);
    }
  } catch (failure) {
    throw new Refusal(
      EXIT.environment,
      `${path}: cannot be written (${failure instanceof Error ? failure.message : failure}), so what is not finished has to be begun anew. Name a file in a folder with room with --keep.`,
    );
  }
};

/** Reads it again. Throws a Refusal that names what does not fit: the file, its version, or what it rests on. */
export const readUnfinished = (path: string): Unfinished => {
  const bytes = textOf(path, 'walks to go on with');
  const end = bytes.indexOf('\n');
  const head = headerIn(path, bytes.subarray(0, Math.max(0, end)).toString());
  const body = bytes.subarray(end + 1);
  if (digestOf([body]) !== head.digest) throw refused(path, 'it is damaged or not complete');
  if (rulesNow() !== head.rules)
    throw refused(path, 'its walks rest on other charts, other properties or another engine than these');
  let at = 0;
  const take = (length: number): Int32Array => {
    const list = new Int32Array(length);
    Buffer.from(list.buffer).set(body.subarray(at, at + length * 4));
    at += length * 4;
    return list;
  };
  const named = namedIn(path);
  return {
    done: head.done.map(each => ({ ...each, rulings: each.rulings.map(named) })),
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
    runs: head.runs.map(each => ({ ...each, rulings: each.rulings.map(named) })),
    asides: head.asides,
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

export const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

const digestOf = (pieces: readonly Uint8Array[]): string => {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
};

const plain = ({ property, violation, ...ruling }: Ruling) => ({
  ...ruling,
  property: property.name,
  violation: violation && {
    run: violation.run,
    ...(violation.cycle === undefined ? {} : { cycle: violation.cycle }),
    isShortest: violation.isShortest,
  },
});

/** Properties by their names again. */
const namedIn =
  (path: string) =>
  ({ property: name, violation, ...ruling }: Header['runs'][number]['rulings'][number]): Ruling => {
    const property = SUBJECTS.flatMap(({ asked }) => asked).find(each => each.name === name);
    if (property === undefined) throw refused(path, `there is no property "${name}"`);
    if (violation === null) return { ...ruling, property, violation };
    const { run, cycle, isShortest } = violation;
    return {
      ...ruling,
      property,
      violation: { property, run, ...(cycle === undefined ? {} : { cycle }), isShortest },
    };
  };
