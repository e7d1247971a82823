import type { Condition, Value } from './document.ts';

/**
 * Conditions as ECMAScript, in the few forms that SCXML needs, and back. `In('id')` asks for a state, a plain
 * name for a field of the memory, `_event.name` and `_event.data.field` for the event.
 */

/** Before a field that not every event has: without it, asking for the field would be an error. */
const IF_THERE = "typeof _event === 'object' && _event.data && ";
const IF_ANY = "typeof _event === 'object' && ";

/** Prints a condition. Guards of the glossary must have been written out before. */
export const ecmascriptOf = (condition: Condition): string => {
  if ('guard' in condition) throw new Error(`the guard "${condition.guard}" is not written out`);
  if ('all' in condition) return joined(condition.all, '&&', 'true');
  if ('any' in condition) return joined(condition.any, '||', 'false');
  if ('not' in condition) return `!${negatable(ecmascriptOf(condition.not))}`;
  if ('in' in condition) return `In(${literal(condition.in)})`;
  const [before, path] =
    'context' in condition
      ? ['', condition.context]
      : condition.event === 'type'
        ? [condition.sometimes ? IF_ANY : '', '_event.name']
        : [condition.sometimes ? IF_THERE : '', `_event.data.${condition.event}`];
  const tests = condition.is.map(value => `${before}${path} === ${literal(value)}`);
  const [only, ...more] = tests;
  if (only === undefined) return 'false';
  return more.length === 0 ? only : `(${tests.join(' || ')})`;
};

const joined = (conditions: readonly Condition[], word: '&&' | '||', nothing: string): string => {
  const [only, ...more] = conditions.map(ecmascriptOf);
  if (only === undefined) return nothing;
  return more.length === 0 ? only : [only, ...more].map(bracketed).join(` ${word} `);
};

/** One term stays as it is; whatever is joined is held together. */
const bracketed = (text: string): string => (/&&|\|\|/.test(text) && !isBracketed(text) ? `(${text})` : text);
const negatable = (text: string): string =>
  isBracketed(text) || /^(In\([^)]*\)|true|false)$/.test(text) ? text : `(${text})`;

const isBracketed = (text: string): boolean => /^\([^()]*\)$/.test(text);

/** A value as ECMAScript: JSON, with single quotes so that it can stand in an attribute. */
export const literal = (value: unknown): string => {
  if (typeof value !== 'string') return JSON.stringify(value);
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
};

/** Reads a value of one of those forms back. Throws when it is none. */
export const literalFrom = (text: string): unknown => {
  const quoted = /^'(.*)'$/s.exec(text)?.[1];
  if (quoted === undefined) return JSON.parse(text);
  return JSON.parse(`"${quoted.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`);
};

const TOKEN =
  /\s*(?:(?<ifThere>typeof _event === 'object' && _event\.data && )|(?<ifAny>typeof _event === 'object' && )|(?<in>In\()|(?<punctuation>&&|\|\||!(?!=)|===|[()])|(?<text>'(?:[^'\\]|\\.)*')|(?<word>[\w.$-]+))/y;

/** Reads a condition back. Throws, with the text, when it is no such condition. */
export const conditionFrom = (text: string): Condition => {
  const tokens = tokensOf(text);
  let at = 0;
  const next = (): string => tokens[at] ?? '';
  const take = (expected?: string): string => {
    const token = next();
    if (token === '' || (expected !== undefined && token !== expected))
      throw new Error(
        `cannot read the condition "${text}": ${expected ?? 'more'} is expected, not ${token === '' ? 'its end' : token}`,
      );
    at += 1;
    return token;
  };
  const chain = (word: string, each: () => Condition): readonly Condition[] => {
    const found = [each()];
    while (next() === word) {
      take(word);
      found.push(each());
    }
    return found;
  };
  const any = (): Condition => {
    const found = merged(chain('||', all));
    const [only, ...more] = found;
    return only !== undefined && more.length === 0 ? only : { any: found };
  };
  const all = (): Condition => {
    const found = chain('&&', unary);
    const [only, ...more] = found;
    return only !== undefined && more.length === 0 ? only : { all: found };
  };
  const unary = (): Condition => {
    const token = take();
    if (token === '!') return { not: unary() };
    if (token === 'true') return { all: [] };
    if (token === 'false') return { any: [] };
    if (token === '(') {
      const inner = any();
      take(')');
      return inner;
    }
    if (token === 'In(') {
      const id = literalFrom(take());
      take(')');
      return { in: String(id) };
    }
    const sometimes = token === IF_THERE || token === IF_ANY;
    const path = sometimes ? take() : token;
    take('===');
    return test(path, plain(literalFrom(take())), sometimes);
  };
  const condition = any();
  if (at < tokens.length) throw new Error(`cannot read the condition "${text}": ${next()} is too much`);
  return condition;
};

const tokensOf = (text: string): readonly string[] => {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) throw new Error(`cannot read the condition "${text}" from "${text.slice(from)}" on`);
    tokens.push(found.groups?.ifThere ?? found.groups?.ifAny ?? found[0].trim());
  }
  return tokens;
};

const test = (path: string, value: Value, sometimes: boolean): Condition => {
  const field = path === '_event.name' ? 'type' : /^_event\.data\.(.+)$/.exec(path)?.[1];
  if (field === undefined) return { context: path, is: [value] };
  return { event: field, is: [value], ...(sometimes && { sometimes }) };
};

const plain = (value: unknown): Value => {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`${JSON.stringify(value)} is no plain value`);
};

/** Tests of one field for several values, one after the other, are one test. */
const merged = (conditions: readonly Condition[]): readonly Condition[] => {
  const done: Condition[] = [];
  for (const condition of conditions) {
    const last = done.at(-1);
    if (last !== undefined && 'is' in last && 'is' in condition && isOfSameField(last, condition))
      done.splice(-1, 1, { ...last, is: [...last.is, ...condition.is] });
    else done.push(condition);
  }
  return done;
};

type Test = Extract<Condition, { readonly is: unknown }>;

const isOfSameField = (one: Test, other: Test): boolean =>
  JSON.stringify({ ...one, is: [] }) === JSON.stringify({ ...other, is: [] });
