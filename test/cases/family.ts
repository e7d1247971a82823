import { z } from 'zod';
import { type Check, checking, type Measure, type Verdict } from './check.ts';

/** Reference cases of one kind: a JSON array in one file, each case with its `id`, `input` and `expected`. */
export type Family = {
  /** Below the folder of cases, with forward slashes. */
  readonly file: string;
  readonly measures: Readonly<Record<string, Measure>>;
  /** What of the expected values is not compared, each with its reason: it is said in the report. */
  readonly notCompared: readonly string[];
  /** Reads, runs and compares one case; a case that does not fit the schema is a wrong one. */
  readonly judge: (raw: unknown) => Verdict<string>;
};

type Definition<C, M extends string> = {
  readonly file: string;
  /** `input`, `expected` and whatever else the case needs; `id` is read for all. */
  readonly schema: z.ZodType<C>;
  readonly measures: Readonly<Record<M, Measure>>;
  readonly notCompared?: readonly string[];
  readonly compare: (example: C, check: Check<M>) => void;
};

const named = z.looseObject({ id: z.string() });

const idOf = (raw: unknown): string => named.safeParse(raw).data?.id ?? '(without an id)';

const firstLine = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** A family from its schema and its comparison. What throws while it runs is wrong, with its words. */
export const family = <C, M extends string>(definition: Definition<C, M>): Family => ({
  file: definition.file,
  measures: definition.measures,
  notCompared: definition.notCompared ?? [],
  judge: raw => {
    const { check, verdict } = checking(idOf(raw), definition.measures);
    const read = definition.schema.safeParse(raw);
    if (!read.success) check.same(`unreadable: ${z.prettifyError(read.error)}`, false, true);
    else
      try {
        definition.compare(read.data, check);
      } catch (error) {
        check.same(`threw ${firstLine(error)}`, false, true);
      }
    const found = verdict();
    const wrong = found.compared === 0 ? [...found.wrong, 'nothing was compared'] : found.wrong;
    return { ...found, wrong, worst: new Map<string, number>(found.worst) };
  },
});
