import type { AnyStateMachine } from 'xstate';
import { transitionsOf } from '../coverage.ts';
import { within } from '../shape.ts';
import { transitionId } from '../taken.ts';

/** Requirement ids (`meta.req`) by the ids of states and transitions of a chart. */
export const requirementsOf = (machine: AnyStateMachine): ReadonlyMap<string, readonly string[]> =>
  new Map([
    ...within(machine.root).map(({ id, meta }) => [id, idsIn(meta)] as const),
    ...transitionsOf(machine).map(each => [transitionId(each), idsIn(each.meta)] as const),
  ]);

const idsIn = (meta: unknown): readonly string[] =>
  typeof meta === 'object' && meta !== null && 'req' in meta && Array.isArray(meta.req)
    ? meta.req.map(String)
    : [];
