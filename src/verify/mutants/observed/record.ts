import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Fate } from './fate.ts';

/** What became of every mutant of every chart when they were last put before the whole pump: `npm run mutants`. */
const RECORD = fileURLToPath(new URL('../../../../specs/generated/chartMutants.json', import.meta.url));

/** How large a suite is that the mutants of a chart are put before. */
export type Size = {
  readonly machine: string;
  readonly name: string;
  readonly tests: number;
  readonly steps: number;
};

export type Record = { readonly suites: readonly Size[]; readonly fates: readonly Fate[] };

const seen = z.strictObject({
  suite: z.string(),
  test: z.string(),
  step: z.int().positive(),
  event: z.string(),
  says: z.string(),
});
const fate = z.strictObject({
  machine: z.string(),
  mutant: z.string(),
  verdict: z.enum(['killed', 'equivalent', 'refused']),
  because: z.string().nullable(),
  seen: seen.nullable(),
  proved: z.boolean(),
  by: z.array(z.string()),
  met: z.boolean(),
  tells: z.string().exactOptional(),
});
const record = z.strictObject({
  version: z.literal(1),
  suites: z.array(z.strictObject({ machine: z.string(), name: z.string(), tests: z.int(), steps: z.int() })),
  fates: z.array(fate),
});

/** The record. Throws with the file and the field where it is none. */
export const readRecord = (): Record => {
  const read = record.safeParse(JSON.parse(readFileSync(RECORD, 'utf8')));
  if (!read.success)
    throw new Error(`${RECORD}: ${z.prettifyError(read.error)}\nWrite it anew: npm run mutants`);
  return read.data;
};

/** One line for each mutant, so that a difference is read line by line. */
export const writeRecord = ({ suites, fates }: Record): void =>
  writeFileSync(
    RECORD,
    `{"version":1,"suites":${JSON.stringify(suites)},"fates":[\n${fates.map(each => JSON.stringify(each)).join(',\n')}\n]}\n`,
  );
