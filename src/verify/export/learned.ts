import type { Event } from '../automaton.ts';
import type { Choice, Condition, Value } from './document.ts';

/** What a function of a chart may look at. */
export type Moment = { readonly context: unknown; readonly event: Event };

/**
 * What a function decides, written out. It is asked at every moment there is; the fewest fields on which its
 * answer depends are found, and the answer is said in terms of them.
 * Exact at those moments.
 */
export const choiceOf = <Result>(
  moments: readonly Moment[],
  decide: (moment: Moment) => Result,
): Choice<Result> => {
  const results = moments.map(decide);
  const [first] = results;
  if (first === undefined) throw new Error('a function that is never asked cannot be written out');
  const texts = results.map(text);
  const fields = fieldsOf(moments);
  const distinct = [...new Map(results.map(result => [text(result), result])).entries()];
  const [last, ...others] = distinct.reverse();
  if (last === undefined) return { cases: [], otherwise: first };
  return {
    cases: others.reverse().map(([key, gives]) => ({
      when: conditionOf(
        fields,
        texts.map(each => each === key),
      ),
      gives,
    })),
    otherwise: last[1],
  };
};

/** When a predicate holds, at these moments. */
export const conditionFor = (moments: readonly Moment[], holds: (moment: Moment) => boolean): Condition =>
  conditionOf(fieldsOf(moments), moments.map(holds));

const text = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

/** A field that may decide, and what it is at each moment; undefined where it is not there. */
type Field = {
  readonly of: 'context' | 'event';
  readonly name: string;
  readonly values: readonly (Value | undefined)[];
};

type Row = { readonly moment: number; readonly holds: boolean };

const conditionOf = (fields: readonly Field[], holds: readonly boolean[]): Condition => {
  const rows = holds.map((each, moment) => ({ moment, holds: each }));
  for (let size = 0; size <= fields.length; size += 1)
    for (const chosen of subsets(fields, size)) if (decides(chosen, rows)) return split(chosen, rows);
  throw new Error('a function answers differently at equal moments: it looks at something else');
};

const decides = (fields: readonly Field[], rows: readonly Row[]): boolean => {
  const answers = new Map<string, boolean>();
  return rows.every(({ moment, holds }) => {
    const key = text(fields.map(({ values }) => values[moment]));
    const known = answers.get(key);
    answers.set(key, holds);
    return known === undefined || known === holds;
  });
};

/** Values of the first field that lead to the same rest make one branch. */
const split = ([field, ...rest]: readonly Field[], rows: readonly Row[]): Condition => {
  if (rows.every(({ holds }) => holds)) return { all: [] };
  if (field === undefined || rows.every(({ holds }) => !holds)) return { any: [] };
  const values = [...new Set(rows.map(({ moment }) => field.values[moment]))];
  const branches = new Map<string, { readonly rest: Condition; readonly values: (Value | undefined)[] }>();
  for (const value of values) {
    const under = split(
      rest,
      rows.filter(({ moment }) => field.values[moment] === value),
    );
    const key = text(under);
    const branch = branches.get(key) ?? { rest: under, values: [] };
    branch.values.push(value);
    branches.set(key, branch);
  }
  const parts = [...branches.values()].flatMap(({ rest: under, values: among }): readonly Condition[] => {
    if ('any' in under && under.any.length === 0) return [];
    if (among.length === values.length) return [under];
    const test = among.includes(undefined)
      ? {
          not: is(
            field,
            values.filter(value => !among.includes(value)),
          ),
        }
      : is(field, among);
    return [isAlways(under) ? test : { all: [test, ...('all' in under ? under.all : [under])] }];
  });
  const [only, ...more] = parts;
  return only !== undefined && more.length === 0 ? only : { any: parts };
};

const isAlways = (condition: Condition): boolean => 'all' in condition && condition.all.length === 0;

const is = ({ of, name, values: all }: Field, among: readonly (Value | undefined)[]): Condition => {
  const values = among.filter(value => value !== undefined);
  if (of === 'context') return { context: name, is: values };
  return { event: name, is: values, ...(all.includes(undefined) && { sometimes: true as const }) };
};

/** Fields that differ between moments: what events carry, then what the chart remembers, then which event it is. */
const fieldsOf = (moments: readonly Moment[]): readonly Field[] => {
  const fields = (of: Field['of']): readonly Field[] =>
    [...new Set(moments.flatMap(moment => Object.keys(Object(moment[of]))))].map(name => ({
      of,
      name,
      values: moments.map(moment =>
        plain(name, Object.getOwnPropertyDescriptor(Object(moment[of]), name)?.value),
      ),
    }));
  const [types, carried] = [
    fields('event').filter(({ name }) => name === 'type'),
    fields('event').filter(({ name }) => name !== 'type'),
  ];
  // Before the first event there is none: its type is as absent as its fields.
  const known = types.map(field => ({
    ...field,
    values: field.values.map(type => (type === BEGINNING.type ? undefined : type)),
  }));
  return [...carried, ...fields('context'), ...known].filter(({ values }) => new Set(values).size > 1);
};

/** What XState gives to actions of the states that a chart begins in. */
export const BEGINNING: Event = { type: 'xstate.init' };

/** An object is no value that a condition can name: what depends on one is refused. */
const plain = (name: string, value: unknown): Value | undefined => {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'object') return undefined;
  throw new Error(`"${name}" is ${typeof value}: a chart remembers and hears only plain values`);
};

function* subsets<Item>(items: readonly Item[], size: number, from = 0): Generator<readonly Item[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= items.length - size; at += 1) {
    const item = items[at];
    if (item === undefined) return;
    for (const rest of subsets(items, size - 1, at + 1)) yield [item, ...rest];
  }
}
