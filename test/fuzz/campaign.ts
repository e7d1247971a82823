import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { breadth } from '../support/breadth.ts';
import type { Mark, Tally } from './tally.ts';
import { type Stride, shrink, walk } from './walk.ts';

/** What a run walks through; `test/deep` does four times as many, from other seeds. `FUZZ_FACTS` asks for more. */
export const FACTS = Number(process.env.FUZZ_FACTS ?? breadth(150_000, 500_000));
const FACTS_A_WALK = 2_000;

export type Campaign = {
  readonly facts: number;
  readonly refused: number;
  /** Kinds of facts that were taken, with how often. */
  readonly kinds: ReadonlyMap<string, number>;
  /** What the pump did on the way. */
  readonly tally: Tally;
  /** Each walk that broke something, as a transcript of what it needs. */
  readonly broken: readonly string[];
};

/** Walks from seeds `first`, `first + by`, …; `FUZZ_SEED` moves all of them to another place. */
export const campaign = (first: number, by: number, facts = FACTS): Campaign => {
  const base = Number(process.env.FUZZ_SEED ?? 0);
  const kinds = new Map<string, number>();
  const broken: string[] = [];
  const tally = new Map<Mark, number>();
  let taken = 0;
  let refused = 0;
  for (let seed = base + first; taken < facts && broken.length < 3; seed += by) {
    const walked = walk(seed, FACTS_A_WALK);
    taken += walked.strides.length;
    refused += walked.refused;
    for (const { fact } of walked.strides) kinds.set(fact.type, (kinds.get(fact.type) ?? 0) + 1);
    for (const [mark, count] of walked.tally) tally.set(mark, (tally.get(mark) ?? 0) + count);
    if (walked.broken !== null) broken.push(keep(seed, walked.broken.says, shrink(walked.strides)));
  }
  return { facts: taken, refused, kinds, tally, broken };
};

/** Leaves the shortest walk found where a person can read it and run it again. */
const keep = (seed: number, says: string, strides: readonly Stride[]): string => {
  const text = transcript(seed, says, strides);
  const folder = join(import.meta.dirname, '../../reports/fuzz');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `seed-${seed}.txt`), text);
  return text;
};

/** The strides in the words of a scenario. */
const transcript = (seed: number, says: string, strides: readonly Stride[]): string =>
  [
    `# Seed ${seed}: ${says}`,
    ...strides.flatMap(({ waitMs, fact: { type, ...fields } }) => [
      ...(waitMs > 0 ? [`> wait ${waitMs} ms`] : []),
      ['>', type, ...Object.entries(fields).map(([name, value]) => `${name}=${inText(value)}`)].join(' '),
    ]),
    '',
  ].join('\n');

const inText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
