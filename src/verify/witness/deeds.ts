import type { AnyStateMachine } from 'xstate';
import { type Asked, type Event, nameOf } from '../automaton.ts';
import { ChartRefusal } from '../chartRefusal.ts';
import { FINITE, fieldsOf } from '../contextFields.ts';

/** What a state or a transition does: asks the world, raises an event for its own chart, or remembers. */
export type Deed =
  | { readonly asked: Asked }
  | { readonly raised: number }
  /** The number of the context that each context becomes. */
  | { readonly becomes: readonly number[] }
  /** What it computes from the context: a deed for each. */
  | { readonly byContext: readonly Deed[] };

/** Every context that the chart could ever have, numbered. */
export type Contexts = {
  readonly values: readonly unknown[];
  readonly initial: number;
  readonly numberOf: (context: unknown) => number;
};

/** More contexts than this are a quantity, not an enumeration. */
const MOST = 1_000;

/** Closes the initial context under every assignment of the chart, whatever the event. */
export const contextsOf = (
  machine: AnyStateMachine,
  initial: unknown,
  events: readonly Event[],
): Contexts => {
  const values: unknown[] = [initial];
  const numbers = new Map([[JSON.stringify(initial), 0]]);
  const assigns = Object.values<unknown>(machine.implementations.actions ?? {}).filter(isAssign);
  for (let at = 0; at < values.length; at += 1) {
    for (const assign of assigns)
      for (const event of events) {
        const next = assigned(assign, values[at], event);
        const text = JSON.stringify(next);
        if (numbers.has(text)) continue;
        if (values.length === MOST)
          throw new ChartRefusal(
            `cannot export "${machine.id}": its context has no end of values: ${fieldsOf(values)}. ${FINITE}`,
          );
        numbers.set(text, values.length);
        values.push(next);
      }
  }
  return {
    values,
    initial: 0,
    numberOf: context => {
      const number = numbers.get(JSON.stringify(context));
      if (number === undefined) throw new Error(`"${machine.id}" has no context ${JSON.stringify(context)}`);
      return number;
    },
  };
};

export type Doing = {
  readonly at: string;
  readonly event: Event;
  readonly events: readonly Event[];
  readonly contexts: Contexts;
};

/** Actions by name or as objects, as deeds. Whatever is neither asked, raised nor assigned is refused. */
export const deedsOf = (
  machine: AnyStateMachine,
  actions: readonly unknown[],
  { at, event, events, contexts }: Doing,
): readonly Deed[] =>
  actions.map((action): Deed => {
    const { type, found, params } = lookedUp(machine, action);
    if (isAssign(found))
      return {
        becomes: contexts.values.map(context => contexts.numberOf(assigned(found, context, event))),
      };
    const raise = raiseOf(found, at);
    if (raise !== null)
      return perContext(raise.event, contexts, event, raised => ({
        raised: events.findIndex(each => nameOf(each) === nameOf(eventIn(raised, at))),
      }));
    if (typeof found === 'function' && 'resolve' in found)
      throw new ChartRefusal(`cannot export ${at}: it does ${type}`);
    return perContext(params, contexts, event, said => ({
      asked: { type, params: isRecord(said) ? said : {} },
    }));
  });

/** A deed that depends on nothing, or one for each context where it is computed. */
const perContext = (
  value: unknown,
  { values }: Contexts,
  event: Event,
  deed: (value: unknown) => Deed,
): Deed => {
  if (!isComputed(value)) return deed(value);
  return { byContext: values.map(context => deed(value({ context, event }))) };
};

/** The events that actions raise in some context on some event, once each. */
export const raisedAmong = (
  machine: AnyStateMachine,
  actions: readonly unknown[],
  { values }: Contexts,
  events: readonly Event[],
): readonly Event[] => {
  const raised = actions.flatMap((action): readonly Event[] => {
    const raise = raiseOf(lookedUp(machine, action).found, machine.id);
    if (raise === null) return [];
    const { event: what } = raise;
    if (!isComputed(what)) return [eventIn(what, machine.id)];
    return values.flatMap(context => events.map(event => eventIn(what({ context, event }), machine.id)));
  });
  return [...new Map(raised.map(event => [nameOf(event), event])).values()];
};

const lookedUp = (machine: AnyStateMachine, action: unknown) => {
  const type =
    typeof action === 'string'
      ? action
      : isRecord(action) && typeof action.type === 'string'
        ? action.type
        : null;
  const params = isRecord(action) ? action.params : undefined;
  const found: unknown = type === null ? action : machine.implementations.actions?.[type];
  return { type: type ?? 'something without a name', found, params };
};

const raiseOf = (found: unknown, at: string): { readonly event: unknown } | null => {
  if (typeof found !== 'function' || !('type' in found) || found.type !== 'xstate.raise') return null;
  if (!('event' in found) || ('delay' in found && found.delay !== undefined))
    throw new ChartRefusal(`cannot export ${at}: it raises an event after a delay`);
  return { event: found.event };
};

const eventIn = (value: unknown, at: string): Event => {
  if (!isEvent(value)) throw new ChartRefusal(`cannot export ${at}: it raises something that is no event`);
  return value;
};

type Assign = { readonly assignment: unknown };

const isAssign = (found: unknown): found is Assign =>
  typeof found === 'function' && 'type' in found && found.type === 'xstate.assign' && 'assignment' in found;

type Computed = (moment: { readonly context: unknown; readonly event: Event }) => unknown;
const isComputed = (value: unknown): value is Computed => typeof value === 'function';

const assigned = ({ assignment }: Assign, context: unknown, event: Event): unknown => {
  const value = (each: unknown): unknown => (isComputed(each) ? each({ context, event }) : each);
  const patch = isComputed(assignment)
    ? value(assignment)
    : isRecord(assignment)
      ? Object.fromEntries(Object.entries(assignment).map(([field, each]) => [field, value(each)]))
      : {};
  return { ...(isRecord(context) ? context : {}), ...(isRecord(patch) ? patch : {}) };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isEvent = (value: unknown): value is Event => isRecord(value) && typeof value.type === 'string';
