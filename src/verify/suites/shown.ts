import type { AnyMachineSnapshot } from 'xstate';
import type { Asked, Event } from '../automaton.ts';
import { activeStates } from '../coverage.ts';

/** What a step of a chart shows: states that have become active, outer before inner, and what is asked for. */
export type Shown = { readonly now: readonly string[]; readonly asks: readonly Asked[] };

/** A step of a generated test: what happens, and what it shows. */
export type TestStep = Shown & { readonly event: Event };

type Action = { readonly type: string; readonly params?: unknown };

/** What XState made of one event. */
export const shownBy = (
  before: AnyMachineSnapshot,
  after: AnyMachineSnapshot,
  actions: readonly Action[],
): Shown => {
  const was = new Set(activeStates(before));
  return {
    now: activeStates(after).filter(id => !was.has(id)),
    asks: actions
      .filter(({ type }) => !type.startsWith('xstate.'))
      .map(({ type, params }) => ({ type, params: isRecord(params) ? params : {} })),
  };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
