import { type AnyStateMachine, and, not, or } from 'xstate';
import { z } from 'zod';
import { type Event, nameOf } from '../automaton.ts';
import { ChartRefusal } from '../chartRefusal.ts';
import type { Action, Choice, Condition, Deed, Document, Params } from './document.ts';
import { choiceOf, conditionFor, type Moment } from './learned.ts';
import { isRecord, plainValue, read } from './plain.ts';

/** What a chart names: where, and by which events it may be asked there. */
export type Uses = {
  readonly guards: readonly (readonly [guard: unknown, events: readonly Event[]])[];
  readonly actions: readonly (readonly [action: unknown, events: readonly Event[]])[];
  readonly delays: readonly string[];
  /** Whatever may come, and the beginning. */
  readonly all: readonly Event[];
};

export type Glossary = Pick<Document, 'guards' | 'actions' | 'delays'> & {
  /** An action where it is done. */
  readonly said: (action: unknown) => Action;
};

type Moments = (events: readonly Event[]) => readonly Moment[];

/** Everything that the states of a chart name, written out. */
export const glossaryOf = (machine: AnyStateMachine, uses: Uses, at: Moments): Glossary => {
  const known = machine.implementations;
  // What no event leads to is still there, and has to be written out.
  const moments: Moments = events => at(events.length > 0 ? events : uses.all);
  const guards = eventsByName(uses.guards.map(([guard, events]) => [guardNames(machine, guard), events]));
  const actions = eventsByName(uses.actions.map(([action, events]) => [[nameIn(action)], events]));
  return {
    guards: Object.fromEntries(
      [...guards].map(([name, events]) => {
        const found: unknown = known.guards?.[name];
        if (found === undefined) throw new ChartRefusal(`cannot export "${machine.id}": no guard "${name}"`);
        return [name, isPredicate(found) ? written(name, found, moments(events)) : guardSaid(machine, found)];
      }),
    ),
    actions: Object.fromEntries(
      [...actions].map(([name, events]) => [name, deedOf(machine, name, moments(events))]),
    ),
    delays: Object.fromEntries(
      [...new Set(uses.delays)].map(name => {
        const found: unknown = known.delays?.[name] ?? Number(name);
        return [name, choiceOf(moments(uses.all), moment => lengthOf(name, computed(found, moment)))];
      }),
    ),
    said: action => {
      const type = nameIn(action);
      const params = read(action, 'params');
      if (params === undefined) return { type };
      if (typeof params !== 'function') return { type, params: paramsSchema.parse(params) };
      const asked = moments(actions.get(type) ?? []);
      return { type, chosen: choiceOf(asked, moment => paramsSchema.parse(computed(params, moment))) };
    },
  };
};

/** Several uses of one name: all their events, once each. */
const eventsByName = (
  uses: readonly (readonly [names: readonly string[], events: readonly Event[]])[],
): ReadonlyMap<string, readonly Event[]> => {
  const found = new Map<string, Map<string, Event>>();
  for (const [names, events] of uses)
    for (const name of names) {
      const known = found.get(name) ?? new Map<string, Event>();
      for (const event of events) known.set(nameOf(event), event);
      found.set(name, known);
    }
  return new Map([...found].map(([name, events]) => [name, [...events.values()]]));
};

const written = (name: string, predicate: Computed, moments: readonly Moment[]): Condition => {
  try {
    return conditionFor(moments, moment => predicate(moment) === true);
  } catch (problem) {
    throw new ChartRefusal(`cannot export the guard "${name}": ${String(problem)}`);
  }
};

const deedOf = (machine: AnyStateMachine, name: string, moments: readonly Moment[]): Deed => {
  const found: unknown = machine.implementations.actions?.[name];
  const type = read(found, 'type');
  if (type === 'xstate.raise') {
    if (read(found, 'delay') !== undefined)
      throw new ChartRefusal(`cannot export the action "${name}": it raises an event after a delay`);
    return { raises: choiceOf(moments, moment => eventSchema.parse(computed(read(found, 'event'), moment))) };
  }
  if (type === 'xstate.assign') return { assigns: assigned(name, read(found, 'assignment'), moments) };
  if (read(found, 'resolve') !== undefined)
    throw new ChartRefusal(`cannot export the action "${name}": it does ${String(type)}`);
  return { asks: true };
};

const assigned = (
  name: string,
  assignment: unknown,
  moments: readonly Moment[],
): Readonly<Record<string, Choice<ReturnType<typeof plainValue>>>> => {
  if (!isRecord(assignment))
    throw new ChartRefusal(
      `cannot export the action "${name}": it assigns by one function; say it field by field`,
    );
  return Object.fromEntries(
    Object.entries(assignment).map(([field, value]) => [
      field,
      choiceOf(moments, moment => plainValue(computed(value, moment))),
    ]),
  );
};

/** A guard where it is asked: by its name, or as what it is made of. */
export const guardSaid = (machine: AnyStateMachine, guard: unknown): Condition => {
  const name = guardName(guard);
  if (name !== null) return { guard: name };
  const parts = partsOf(machine, guard);
  const inner = parts.guards.map(each => guardSaid(machine, each));
  if (parts.check === CHECKS.all) return { all: inner };
  if (parts.check === CHECKS.any) return { any: inner };
  const [only] = inner;
  if (parts.check === CHECKS.not && only !== undefined) return { not: only };
  if (parts.state !== null) return { in: parts.state };
  throw new ChartRefusal(
    `cannot export "${machine.id}": cannot see what a guard asks; name it, or say stateIn('#id')`,
  );
};

/** All guards that one names, those within others included. */
const guardNames = (machine: AnyStateMachine, guard: unknown): readonly string[] => {
  if (guard === undefined || guard === null) return [];
  const name = guardName(guard);
  if (name === null) return partsOf(machine, guard).guards.flatMap(each => guardNames(machine, each));
  const found: unknown = machine.implementations.guards?.[name];
  return [name, ...(found === undefined || isPredicate(found) ? [] : guardNames(machine, found))];
};

const guardName = (guard: unknown): string | null => {
  if (isRecord(guard) && guard.params !== undefined)
    throw new ChartRefusal('cannot export a guard with parameters');
  const name = isRecord(guard) ? guard.type : guard;
  return typeof name === 'string' ? name : null;
};

const partsOf = (machine: AnyStateMachine, guard: unknown) => {
  const guards = read(guard, 'guards');
  const state = read(guard, 'stateValue');
  return {
    check: read(guard, 'check'),
    guards: Array.isArray(guards) ? guards.map((each: unknown) => each) : [],
    state:
      typeof state === 'string' && state.startsWith('#') ? machine.getStateNodeById(state.slice(1)).id : null,
  };
};

/** How XState tells its own compound guards apart. */
const CHECKS = { all: read(and([]), 'check'), any: read(or([]), 'check'), not: read(not(''), 'check') };

type Computed = (moment: Moment) => unknown;
const isPredicate = (found: unknown): found is Computed =>
  isComputed(found) && read(found, 'check') === undefined;
const isComputed = (value: unknown): value is Computed => typeof value === 'function';
const computed = (value: unknown, moment: Moment): unknown => (isComputed(value) ? value(moment) : value);

const nameIn = (action: unknown): string => {
  const name = isRecord(action) ? action.type : action;
  if (typeof name !== 'string') throw new ChartRefusal('cannot export an action without a name');
  return name;
};

const lengthOf = (name: string, value: unknown): number => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new ChartRefusal(`cannot export the delay "${name}": ${String(value)} is no number of milliseconds`);
};

const paramsSchema: z.ZodType<Params> = z.record(z.string(), z.json());
const eventSchema = z
  .looseObject({ type: z.string() })
  .catchall(z.union([z.string(), z.number(), z.boolean(), z.null()]));
