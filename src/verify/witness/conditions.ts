import { type AnyStateMachine, and, not, or } from 'xstate';
import type { Event } from '../automaton.ts';
import { ChartRefusal } from '../chartRefusal.ts';
import type { Contexts } from './deeds.ts';

/** A guard, written out: over leaves of regions, and over the numbers of contexts for one event. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly region: number; readonly leaves: readonly number[] }
  | { readonly contexts: readonly number[] };

type Node = AnyStateMachine['root'];

export type Reading = {
  readonly at: string;
  readonly event: Event;
  readonly contexts: Contexts;
  readonly place: (node: Node) => { readonly region: number; readonly leaves: readonly number[] };
};

const TRUE: Condition = { all: [] };

/** How XState tells its own compound guards apart. */
const CHECKS = { all: checkOf(and([])), any: checkOf(or([])), not: checkOf(not('')) };

function checkOf(guard: unknown): unknown {
  return typeof guard === 'function' && 'check' in guard ? guard.check : null;
}

/** A guard as a condition. A function is asked for every context there is, and sees nothing else. */
export const conditionOf = (machine: AnyStateMachine, guard: unknown, reading: Reading): Condition => {
  if (guard === undefined || guard === null) return TRUE;
  const found = resolved(machine, guard, reading.at);
  const each = (guards: unknown): readonly Condition[] =>
    Array.isArray(guards) ? guards.map((one: unknown) => conditionOf(machine, one, reading)) : [];
  if (typeof found !== 'function') return conditionOf(machine, found, reading);
  if (!('check' in found)) return { contexts: asked(found, reading) };
  const inner = 'guards' in found ? each(found.guards) : [];
  if (found.check === CHECKS.all) return { all: inner };
  if (found.check === CHECKS.any) return { any: inner };
  const [only] = inner;
  if (found.check === CHECKS.not && only !== undefined) return { not: only };
  if ('stateValue' in found && typeof found.stateValue === 'string' && found.stateValue.startsWith('#')) {
    const node = machine.getStateNodeById(found.stateValue.slice(1));
    return node === machine.root ? TRUE : reading.place(node);
  }
  throw new ChartRefusal(`cannot export ${reading.at}: cannot see what its guard asks; say stateIn('#id')`);
};

const resolved = (machine: AnyStateMachine, guard: unknown, at: string): unknown => {
  if (typeof guard === 'object' && guard !== null && 'params' in guard)
    throw new ChartRefusal(`cannot export ${at}: its guard has parameters`);
  const name = typeof guard === 'object' && guard !== null && 'type' in guard ? guard.type : guard;
  if (typeof name !== 'string') return guard;
  const found: unknown = machine.implementations.guards?.[name];
  if (found === undefined) throw new ChartRefusal(`cannot export ${at}: no guard "${name}"`);
  return found;
};

type Predicate = (moment: { readonly context: unknown; readonly event: Event }) => unknown;

const asked = (predicate: object, { event, contexts }: Reading): readonly number[] =>
  contexts.values.flatMap((context, number) =>
    (predicate as Predicate)({ context, event }) === true ? [number] : [],
  );
