import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** What the witnesses said, as it is kept in `reports/witness.json`. */
const answer = z.strictObject({
  /** Who answered. */
  by: z.enum(['SPIN', 'Rumur', 'ABC']),
  /** Names of the properties asked of it. */
  asked: z.array(z.string()),
  /** What it counted; null for a proof, which lists no states. */
  states: z.number().int().nullable(),
  steps: z.number().int().nullable(),
  /** Whether it printed the steps rounded. */
  isRounded: z.boolean(),
  /** Steps of its circuit that were compared with the chart; null where there is none. */
  compared: z.number().int().nullable(),
  /** Names of the properties that it found broken. */
  broken: z.array(z.string()),
  /** Each property on which Islet says the opposite, in words. A record before there were such has none. */
  differences: z.array(z.string()).default([]),
  agrees: z.boolean(),
  tookMs: z.number(),
});

const question = z.strictObject({
  name: z.string(),
  /** What Islet counted. */
  states: z.number().int(),
  steps: z.number().int(),
  answers: z.array(answer),
});

const record = z.strictObject({
  version: z.literal(1),
  /** SHA-256 of the charts and the properties asked. */
  model: z.string(),
  /** Name and version of every tool. */
  tools: z.record(z.string(), z.string()),
  tookMs: z.number(),
  questions: z.array(question),
  /** How many properties there are, and how many of them somebody else was asked. */
  properties: z.strictObject({ all: z.number().int(), asked: z.number().int() }),
  unasked: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
  disagreements: z.number().int(),
});

export type WitnessAnswer = z.infer<typeof answer>;
export type WitnessQuestion = z.infer<typeof question>;
export type WitnessRecord = z.infer<typeof record>;

export const RECORD = 'reports/witness.json';

export const writeRecord = (written: WitnessRecord, file = RECORD): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(written, null, 1)}\n`);
};

/** The last record; null when there is none, or it is of another version. Throws on a file that is no record. */
export const readRecord = (file = RECORD): WitnessRecord | null => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const read = record.safeParse(JSON.parse(text));
  if (!read.success) throw new Error(`${file} is no record of witnesses: ${z.prettifyError(read.error)}`);
  return read.data;
};

/** One line for a page: whether the witnesses agree, and whether what they saw is this very model. */
export const agreementOf = (kept: WitnessRecord | null, model: string): string => {
  if (kept === null) return 'witnesses: not asked; islet verify --independent asks them';
  const { properties, disagreements, tools } = kept;
  const who = Object.entries(tools)
    .filter(([name]) => name !== 'gcc')
    .map(([name, version]) => `${name} ${version.replace(/ .*/, '')}`)
    .join(', ');
  const said = `${properties.asked} of ${properties.all} properties asked of ${who}: ${disagreements} disagreements`;
  return kept.model === model
    ? `witnesses: ${said}, on this very model`
    : `witnesses: ${said}, but on ANOTHER model; islet verify --independent asks them anew`;
};
