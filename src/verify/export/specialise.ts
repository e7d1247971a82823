import { answers } from '../footprint.ts';
import type { Condition, Document, Value } from './document.ts';

type Heard = Document['events'][number];

/** The events of a chart that a transition on `descriptor` can be taken by. */
export const heardBy = (descriptor: string, { events }: Document): readonly Heard[] =>
  events.filter(({ type }) => answers(descriptor, type));

/**
 * A condition as it stands where only these events come: guards of the glossary are written out, and what is
 * certain there is left out. `[]` for the events: any may come, and none.
 */
export const specialised = (
  condition: Condition,
  heard: readonly Heard[],
  guards: Document['guards'],
): Condition => {
  const inner = (each: Condition): Condition => specialised(each, heard, guards);
  if ('guard' in condition) {
    const meaning = guards[condition.guard];
    if (meaning === undefined) throw new Error(`no guard "${condition.guard}" in the glossary`);
    return inner(meaning);
  }
  if ('all' in condition) return allOf(condition.all.map(inner));
  if ('any' in condition) return anyOf(condition.any.map(inner));
  if ('not' in condition) return negated(inner(condition.not));
  return 'event' in condition && heard.length > 0 ? among(condition, heard) : condition;
};

const TRUE: Condition = { all: [] };
const FALSE: Condition = { any: [] };
const isTrue = (condition: Condition): boolean => 'all' in condition && condition.all.length === 0;
const isFalse = (condition: Condition): boolean => 'any' in condition && condition.any.length === 0;

const allOf = (conditions: readonly Condition[]): Condition => {
  if (conditions.some(isFalse)) return FALSE;
  const rest = conditions
    .filter(each => !isTrue(each))
    .flatMap(each => ('all' in each ? [...each.all] : [each]));
  const [only, ...more] = rest;
  return only !== undefined && more.length === 0 ? only : { all: rest };
};

const anyOf = (conditions: readonly Condition[]): Condition => {
  if (conditions.some(isTrue)) return TRUE;
  const rest = conditions
    .filter(each => !isFalse(each))
    .flatMap(each => ('any' in each ? [...each.any] : [each]));
  const [only, ...more] = rest;
  return only !== undefined && more.length === 0 ? only : { any: rest };
};

const negated = (condition: Condition): Condition => {
  if (isTrue(condition)) return FALSE;
  if (isFalse(condition)) return TRUE;
  return 'not' in condition ? condition.not : { not: condition };
};

type OfEvent = Extract<Condition, { readonly event: string }>;

const among = ({ event: field, is }: OfEvent, heard: readonly Heard[]): Condition => {
  const values = heard.map((each): readonly Value[] =>
    field === 'type' ? [each.type] : (each.fields?.[field] ?? []),
  );
  const [known, isEverywhere] = [new Set(values.flat()), values.every(each => each.length > 0)];
  const possible = is.filter(value => known.has(value));
  if (possible.length === 0) return FALSE;
  if (isEverywhere && possible.length === known.size) return TRUE;
  return { event: field, is: possible, ...(isEverywhere ? {} : { sometimes: true as const }) };
};
