import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { hazards } from '../../specs/hazards.ts';

/** What is known of a requirement besides its sentence: why it is there, and what shows that it is kept. */
export type Trace = {
  readonly hazards: readonly { readonly id: string; readonly name: string; readonly harm: string }[];
  readonly rationale: string;
  readonly verified: readonly string[];
  /** `shown`, or what is still missing. */
  readonly status: string;
  readonly properties: readonly string[];
  readonly scenarios: readonly string[];
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  /** By the id of a state or transition, what met it: `exploration`, `paths`, … */
  readonly met: Readonly<Record<string, readonly string[]>>;
};

/** The table that `npm run trace` writes. */
export const TRACEABILITY = fileURLToPath(
  new URL('../../specs/generated/traceability.json', import.meta.url),
);

const tableSchema = z.array(
  z.object({
    id: z.string(),
    hazards: z.array(z.string()),
    rationale: z.string(),
    verified: z.array(z.string()),
    status: z.string(),
    properties: z.array(z.string()),
    scenarios: z.array(z.string()),
    tests: z.array(z.object({ file: z.string(), title: z.string() })),
    elements: z.array(z.object({ id: z.string(), metBy: z.array(z.string()) })),
  }),
);

/** Traces by the id of their requirement. Throws, with the path, when the file is missing or holds no table. */
export const tracesIn = (path: string = TRACEABILITY): Readonly<Record<string, Trace>> => {
  const read = tableSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!read.success) throw new Error(`${path}: ${z.prettifyError(read.error)}`);
  return Object.fromEntries(
    read.data.map(({ id, elements, hazards: named, ...rest }) => [
      id,
      {
        ...rest,
        hazards: named.map(hazardOf),
        met: Object.fromEntries(elements.map(element => [element.id, element.metBy])),
      },
    ]),
  );
};

const hazardOf = (id: string): Trace['hazards'][number] => {
  const [, { name, harm } = { name: id, harm: '' }] =
    Object.entries(hazards).find(([own]) => own === id) ?? [];
  return { id, name, harm };
};
