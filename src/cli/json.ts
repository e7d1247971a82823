import type { z } from 'zod';
import type { Refusal } from './exits.ts';
import { badInput, type Problem } from './problems.ts';

/** JSON that a person gives us: what is wrong with it is said by file, line, field, value and remedy. */

/** What a text says in JSON. Throws a Refusal that names the line. */
export const jsonIn = (path: string, text: string, remedy: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    // Of what is missing at the end no position is told; nor is it of a text so short that it is quoted whole.
    const at = Number(/position (\d+)/.exec(why)?.[1] ?? (/end of JSON/.test(why) ? text.length : 0));
    const line = text.slice(0, at).split('\n').length;
    throw bad(path, line, 'JSON', text.slice(at) || 'nothing more', why, remedy);
  }
};

/** More of them are not read by anybody. */
const MOST_PROBLEMS = 8;

/** The value, if it is of this shape. Throws a Refusal that names the fields that are not. */
export const checkedJson = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  value: unknown,
  remedy: string,
): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw badInput(
    result.error.issues
      .slice(0, MOST_PROBLEMS)
      .map(issue =>
        problemOf(
          path,
          null,
          issue.path.join('.') || 'the whole file',
          JSON.stringify(inside(value, issue.path)) ?? 'nothing',
          issue.message,
          remedy,
        ),
      ),
  );
};

const inside = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (within, key) => (typeof within === 'object' && within !== null ? Reflect.get(within, key) : undefined),
    value,
  );

/** The refusal of one field of a file. */
export const bad = (...parts: Parameters<typeof problemOf>): Refusal => badInput([problemOf(...parts)]);

const problemOf = (
  file: string,
  line: number | null,
  field: string,
  value: string,
  problem: string,
  remedy: string,
): Problem => ({ file, line, field, value: shortened(value), unit: null, allowed: null, problem, remedy });

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
