import type { Field, Form } from '../requestForms.ts';

/** What has been typed, by path: text as it stands in the entry; a list has how many rows it has, under its own path. */
export type Draft = Readonly<Record<string, string>>;

/** Stands for an answer that is nothing (`null`), which no person can type. */
export const NOTHING = '\u0000';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * The request that was typed. What is left empty is left out; what is no number where one is wanted goes as it was typed, so that
 * the pump says what is wrong with it.
 */
export const bodyOf = ({ fixed, fields }: Form, draft: Draft): Json =>
  nested([
    ...Object.entries(fixed),
    ...fields.flatMap(field => typedIn(field, draft, field.path).map(value => [field.path, value] as const)),
  ]);

/** None or one value: what is left out has none. */
const typedIn = ({ entry, isOptional }: Field, draft: Draft, at: string): readonly Json[] => {
  const typed = draft[at] ?? '';
  if (typed === NOTHING) return [null];
  if (entry.kind === 'rows') {
    const count = rowsIn(draft, at);
    // An empty list is an answer where a list may be empty; else it is none.
    if (count === 0 && isOptional && (typed === '' || entry.least > 0)) return [];
    const rows = Array.from({ length: count }, (_, row) =>
      nested(
        entry.fields.flatMap(field =>
          typedIn(field, draft, `${at}.${row}.${field.path}`).map(value => [field.path, value] as const),
        ),
      ),
    );
    return [rows];
  }
  if (typed === '') return [];
  if (entry.kind === 'number') return [Number.isFinite(Number(typed)) ? Number(typed) : typed];
  if (entry.kind === 'toggle') return [typed === 'true'];
  return [typed];
};

export const rowsIn = (draft: Draft, at: string): number => Number(draft[at] ?? '0');

/** `a.b` beside `a.c` is one object `a`. */
const nested = (entries: readonly (readonly [string, Json])[]): Json => {
  const names = [...new Set(entries.map(([path]) => path.split('.', 1)[0] ?? path))];
  return Object.fromEntries(
    names.map(name => {
      const whole = entries.find(([path]) => path === name);
      if (whole) return [name, whole[1]];
      const inside = entries.flatMap(([path, value]) =>
        path.startsWith(`${name}.`) ? [[path.slice(name.length + 1), value] as const] : [],
      );
      return [name, nested(inside)];
    }),
  );
};

/** A value as a draft has it, under this path: the other way round. */
export const draftOf = (value: unknown, at: string): Draft => {
  if (value === null) return { [at]: NOTHING };
  if (Array.isArray(value))
    return Object.assign(
      { [at]: String(value.length) },
      ...value.map((each: unknown, row) => draftOf(each, `${at}.${row}`)),
    );
  if (typeof value !== 'object') return value === undefined ? {} : { [at]: String(value) };
  return Object.assign({}, ...Object.entries(value).map(([name, each]) => draftOf(each, `${at}.${name}`)));
};

/** Without one row of a list; those after it move up. */
export const withoutRow = (draft: Draft, at: string, row: number): Draft => {
  const moved = Object.entries(draft).flatMap(([path, value]): readonly (readonly [string, string])[] => {
    if (!path.startsWith(`${at}.`)) return [[path, value]];
    const [number = '', ...rest] = path.slice(at.length + 1).split('.');
    const place = Number(number);
    if (place === row) return [];
    return [[[at, place > row ? place - 1 : place, ...rest].join('.'), value]];
  });
  return { ...Object.fromEntries(moved), [at]: String(rowsIn(draft, at) - 1) };
};

/** Forms with each of these words in their title, group, request or fields; all of them for no words. */
export const formsWith = (forms: readonly Form[], words: string): readonly Form[] => {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = ({ id, group, title, fields }: Form): string =>
    [id, group, title, ...fields.map(({ label }) => label)].join(' ').toLowerCase();
  return forms.filter(form => wanted.every(word => textOf(form).includes(word)));
};

/** `0.05 to 25 U in steps of 0.05 U`; the names of a choice; what a text may be. */
export const entryWords = ({
  entry,
  unit,
  isOptional,
}: Pick<Field, 'entry' | 'unit' | 'isOptional'>): string => {
  const optional = isOptional ? '; may be left out' : '';
  const each = unit === null ? '' : ` ${unit}`;
  if (entry.kind === 'number') {
    const steps = entry.step === null || entry.step === 1 ? '' : ` in steps of ${entry.step}${each}`;
    const most =
      entry.most >= Number.MAX_SAFE_INTEGER ? `at least ${entry.least}` : `${entry.least} to ${entry.most}`;
    return `${most}${each}${steps}${optional}`;
  }
  if (entry.kind === 'choice') return `${entry.options.join(', ')}${optional}`;
  if (entry.kind === 'toggle') return `yes or no${optional}`;
  if (entry.kind === 'rows') return `${entry.least} to ${entry.most} of them${optional}`;
  return `${entry.least > 0 ? 'a name' : 'text'}${entry.most === null ? '' : `, at most ${entry.most} characters`}${optional}`;
};
