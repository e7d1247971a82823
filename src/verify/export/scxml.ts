import type { Action, Choice, Condition, Document, Raised, State, Transition } from './document.ts';
import { isInternal, statesIn } from './document.ts';
import { ecmascriptOf, literal } from './ecmascript.ts';
import { heardBy, specialised } from './specialise.ts';
import { type Element, xmlOf } from './xml.ts';

export const SCXML = 'http://www.w3.org/2005/07/scxml';
/** Names of our own: what is asked of the world, requirements, tags, and names of guards and actions. */
export const ISLET = 'https://islet.invalid/chart/1';

/**
 * A chart as SCXML 1.0 with the ECMAScript data model, which other interpreters execute: conditions, memory,
 * raised events and delays are standard. What is asked of the world is an element of our own, `islet:ask`.
 */
export const scxmlOf = (document: Document): string => {
  refuse(document);
  const { root, context, events } = document;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    ...xmlOf(
      element(
        'scxml',
        {
          xmlns: SCXML,
          'xmlns:islet': ISLET,
          version: '1.0',
          datamodel: 'ecmascript',
          name: root.id,
          initial: root.id,
        },
        [
          {
            comment:
              'islet:ask is asked of the world that runs the chart; islet:req are the requirements met.',
          },
          { comment: 'A delay is a send on entry that the exit cancels; its event is timer.<delay>Elapsed.' },
          ...events.map(eventOf),
          ...(Object.keys(context).length === 0
            ? []
            : [
                element(
                  'datamodel',
                  {},
                  Object.entries(context).map(([id, { initial, values }]) =>
                    element('data', {
                      id,
                      expr: literal(initial),
                      'islet:values': values.length === 0 ? undefined : JSON.stringify(values),
                    }),
                  ),
                ),
              ]),
          stateOf(root, document),
        ],
      ),
    ),
    '',
  ].join('\n');
};

type Children = Element['children'];

const element = (name: string, attributes: Element['attributes'] = {}, children: Children = []): Element => ({
  name,
  attributes,
  children,
});

/** SCXML matches `a.b` with `a.b.c`, too: two such events would be mixed up. Fields of memory are names there. */
const refuse = ({ root, events, context }: Document): void => {
  const types = [
    ...events.map(({ type }) => type),
    ...statesIn(root).flatMap(({ transitions }) => transitions.map(({ event }) => event)),
  ];
  for (const one of types)
    for (const other of types)
      if (!one.includes('*') && other.startsWith(`${one}.`))
        throw new Error(
          `cannot write SCXML: there "${one}" would be answered by "${other}", too; rename one`,
        );
  for (const field of Object.keys(context))
    if (!/^[A-Za-z]\w*$/.test(field))
      throw new Error(`cannot write SCXML: "${field}" is no name of a variable`);
};

const eventOf = ({ type, fields, raised }: Document['events'][number]): Element =>
  element('islet:event', {
    name: type,
    raised: raised && 'true',
    fields: fields && JSON.stringify(fields),
  });

const stateOf = (state: State, document: Document): Element => {
  const { id, kind, initial, tags, req, description, states } = state;
  const after = [...new Set(state.transitions.flatMap(each => each.after ?? []))];
  const entry = [
    ...state.entry.flatMap(each => deedOf(each, [null, document])),
    ...after.flatMap(delay => sendOf(id, delay, document)),
  ];
  const exit = [
    ...state.exit.flatMap(each => deedOf(each, [null, document])),
    ...after.map(delay => element('cancel', { sendid: sendId(id, delay) })),
  ];
  return element(
    kind === 'parallel' ? 'parallel' : 'state',
    {
      id,
      initial,
      'islet:req': req?.join(' '),
      'islet:tags': tags?.join(' '),
      'islet:description': description,
    },
    [
      ...(entry.length === 0 ? [] : [element('onentry', {}, entry)]),
      ...(exit.length === 0 ? [] : [element('onexit', {}, exit)]),
      ...inOrder(state.transitions).map(each => transitionOf(state, each, document)),
      ...states.map(child => stateOf(child, document)),
    ],
  );
};

/** XState tries what names the event before `source.*`, and longer patterns before shorter; SCXML the first. */
const inOrder = (transitions: readonly Transition[]): readonly Transition[] => {
  const width = ({ event }: Transition): number =>
    event.includes('*') ? event.length : Number.POSITIVE_INFINITY;
  return [...transitions].sort((one, other) => (width(one) === width(other) ? 0 : width(other) - width(one)));
};

const transitionOf = (source: State, transition: Transition, document: Document): Element => {
  const { event, guard, reenter, actions, req, description } = transition;
  const target = targetOf(source, transition);
  return element(
    'transition',
    {
      event,
      type: target !== undefined && isInternal(source, transition) ? 'internal' : undefined,
      cond: guard && textOf(guard, [event, document]),
      target,
      'islet:guard': guard !== undefined && 'guard' in guard ? guard.guard : undefined,
      'islet:reenter': reenter && 'true',
      'islet:req': req?.join(' '),
      'islet:description': description,
    },
    actions.flatMap(each => deedOf(each, [event, document])),
  );
};

/** Where something is done or asked: on which event, null on any and none; and in which chart. */
type Place = readonly [event: string | null, document: Document];

const textOf = (condition: Condition, [event, document]: Place): string =>
  ecmascriptOf(specialised(condition, event === null ? [] : heardBy(event, document), document.guards));

/**
 * Where XState leads back to the source without leaving it, only what is within begins anew; a state without
 * anything within just stays.
 */
const targetOf = (source: State, { target, reenter }: Transition): string | undefined => {
  if (target !== source.id || reenter) return target;
  if (source.kind === 'parallel')
    throw new Error(`cannot write SCXML: "${source.id}" leads to itself without leaving its regions`);
  return source.initial;
};

export const sendId = (state: string, delay: string): string => `${state}.${delay}`;

const sendOf = (state: string, delay: string, document: Document): Children => {
  const length = document.delays[delay];
  if (length === undefined) throw new Error(`no delay "${delay}" in the glossary`);
  return chosen(length, {}, [null, document], milliseconds => [
    element('send', {
      id: sendId(state, delay),
      event: `timer.${delay}Elapsed`,
      delay: `${milliseconds}ms`,
    }),
  ]);
};

/** An action as executable content: what it raises and remembers in standard elements, what it asks in our own. */
const deedOf = (action: Action, place: Place): Children => {
  const { type, params, chosen: depends } = action;
  const deed = place[1].actions[type];
  if (deed === undefined) throw new Error(`no action "${type}" in the glossary`);
  const named = { 'islet:action': type };
  if ('raises' in deed) return chosen(deed.raises, named, place, (event, name) => [raiseOf(event, name)]);
  if ('assigns' in deed) {
    const fields = Object.entries(deed.assigns);
    const [first, ...more] = fields;
    if (first !== undefined && more.length === 0) {
      const [location, choice] = first;
      return chosen(choice, named, place, (value, name) => [
        element('assign', { location, expr: literal(value), ...name }),
      ]);
    }
    return [
      element(
        'if',
        { cond: 'true', ...named },
        fields.flatMap(([location, choice]) => fieldOf(location, choice, fields, place)),
      ),
    ];
  }
  if (depends !== undefined) return chosen(depends, named, place, said => [askOf(type, said)]);
  return [askOf(type, params ?? {})];
};

const fieldOf = (
  location: string,
  choice: Choice<unknown>,
  fields: readonly (readonly [string, Choice<unknown>])[],
  place: Place,
): Children => {
  // One after the other, a field would see what another has just become.
  const others = fields.map(([field]) => field).filter(field => field !== location);
  if (others.some(field => JSON.stringify(choice.cases).includes(`"context":${JSON.stringify(field)}`)))
    throw new Error(`cannot write SCXML: what "${location}" becomes depends on a field that changes with it`);
  return chosen(choice, {}, place, value => [element('assign', { location, expr: literal(value) })]);
};

const askOf = (type: string, params: object): Element =>
  element(
    'islet:ask',
    { type },
    Object.entries(params).map(([name, value]) => element('islet:param', { name, expr: literal(value) })),
  );

/** Only a send can carry something; to oneself, at once, it is a raise. */
const raiseOf = ({ type, ...fields }: Raised, name: Element['attributes']): Element => {
  const params = Object.entries(fields);
  if (params.length === 0) return element('raise', { event: type, ...name });
  return element(
    'send',
    { event: type, target: '#_internal', ...name },
    params.map(([field, value]) => element('param', { name: field, expr: literal(value) })),
  );
};

/** What is done in each case; the name of the action stands on the outermost element. */
const chosen = <Result>(
  { cases, otherwise }: Choice<Result>,
  name: Element['attributes'],
  place: Place,
  content: (result: Result, name: Element['attributes']) => Children,
): Children => {
  const [first, ...more] = cases
    .map(({ when, gives }) => ({ cond: textOf(when, place), gives }))
    .filter(({ cond }) => cond !== 'false');
  if (first === undefined) return content(otherwise, name);
  // A case that is certain where it stands leaves no other.
  if (first.cond === 'true') return content(first.gives, name);
  return [
    element('if', { cond: first.cond, ...name }, [
      ...content(first.gives, {}),
      ...more.flatMap(({ cond, gives }) => [element('elseif', { cond }), ...content(gives, {})]),
      element('else'),
      ...content(otherwise, {}),
    ]),
  ];
};
