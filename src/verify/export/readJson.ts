import { z } from 'zod';
import {
  actionsIn,
  type Condition,
  type Document,
  documentSchema,
  type State,
  statesIn,
} from './document.ts';

/** A document from what was read of a file. Throws, with every place, what is no chart or names what is not there. */
export const documentFrom = (json: unknown): Document => {
  const read = documentSchema.safeParse(json);
  if (!read.success) throw new Error(`this is no chart: ${z.prettifyError(read.error)}`);
  const problems = flawsIn(read.data);
  if (problems.length > 0) throw new Error(`this is no chart: ${problems.join('; ')}`);
  return read.data;
};

const flawsIn = (document: Document): readonly string[] => {
  const { root, guards, actions, delays } = document;
  const states = statesIn(root);
  const ids = new Set(states.map(({ id }) => id));
  const known = (id: string, at: string): readonly string[] =>
    ids.has(id) ? [] : [`${at} names the state "${id}", which is not there`];
  const named = (names: object, name: string, what: string, at: string): readonly string[] =>
    Object.hasOwn(names, name) ? [] : [`${at} names the ${what} "${name}", which is not in the glossary`];
  const asked = (condition: Condition, at: string): readonly string[] => {
    if ('guard' in condition) return named(guards, condition.guard, 'guard', at);
    if ('in' in condition) return known(condition.in, at);
    if ('not' in condition) return asked(condition.not, at);
    if ('all' in condition) return condition.all.flatMap(each => asked(each, at));
    return 'any' in condition ? condition.any.flatMap(each => asked(each, at)) : [];
  };
  return [
    ...(ids.size === states.length ? [] : ['two states have the same id']),
    ...states.flatMap(beginningOf),
    ...states.flatMap(({ id, transitions }) =>
      transitions.flatMap(({ event, target, guard, after }) => {
        const at = `"${id}" on ${event}`;
        return [
          ...(target === undefined ? [] : known(target, at)),
          ...(guard === undefined ? [] : asked(guard, at)),
          ...(after === undefined ? [] : named(delays, after, 'delay', at)),
        ];
      }),
    ),
    ...actionsIn(root).flatMap(({ type }) => named(actions, type, 'action', 'the chart')),
    ...Object.entries(guards).flatMap(([name, condition]) => asked(condition, `the guard "${name}"`)),
  ];
};

const beginningOf = ({ id, kind, initial, states }: State): readonly string[] =>
  kind !== 'compound' || states.some(child => child.id === initial)
    ? []
    : [`"${id}" begins in ${initial ?? 'nothing'}, which is no child of it`];
