import type { z } from 'zod';
import type { HttpAnswer } from '../../link/http/exchange.ts';
import { ServiceTrouble } from './service.ts';

/** What a number or a text of a stranger is shown as: a text could be our own secret, given back. */
const shown = (value: unknown): string => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : 'an object';
};

const foundAt = (whole: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    whole,
  );

const fieldOf = (path: readonly PropertyKey[]): string =>
  path
    .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the answer';

/** `[3].date = 12: is before 2000`: the first thing that is wrong, and where. */
export const firstIssue = (error: z.ZodError, whole: unknown): string => {
  const [issue] = error.issues;
  const path = issue?.path ?? [];
  return `${fieldOf(path)} = ${shown(foundAt(whole, path))}: ${issue?.message ?? 'is not understood'}`;
};

const damaged = (words: string, remedy: string): ServiceTrouble =>
  new ServiceTrouble('damaged', `${words}. ${remedy}`);

/** Throws what a status says unless it is a success. */
export const mustBeWell = ({ status, retryAfterMs }: HttpAnswer, what: string): void => {
  if (status >= 200 && status < 300) return;
  if (status === 401 || status === 403)
    throw new ServiceTrouble('refused', `${what}: access was refused (${status}). Correct the secret.`);
  if (status === 429 || status >= 500)
    throw new ServiceTrouble(
      'busy',
      `${what}: it cannot answer now (${status}). If this goes on, look at the service.`,
      retryAfterMs,
    );
  if (status >= 300 && status < 400)
    throw damaged(
      `${what}: it points to another address (${status})`,
      'A secret is taken nowhere but where you said: give that address if you trust it.',
    );
  throw damaged(
    `${what}: it knows no such question (${status})`,
    'See that the address is that of the service.',
  );
};

/** The JSON of an answer, by its schema. Throws a ServiceTrouble that names the field. */
export const readAs = <Schema extends z.ZodType>(
  answer: HttpAnswer,
  schema: Schema,
  what: string,
): z.output<Schema> => {
  mustBeWell(answer, what);
  let json: unknown;
  try {
    json = JSON.parse(answer.text);
  } catch {
    throw damaged(`${what}: the answer is not JSON`, 'See that the address is that of the service.');
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  throw damaged(`${what}: ${firstIssue(read.error, json)}`, 'See that the address is that of the service.');
};
