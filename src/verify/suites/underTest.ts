import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import type { Asked, Event } from '../automaton.ts';
import { activeStates } from '../coverage.ts';
import { timerView } from '../timerView.ts';
import { subjectNamed } from './machines.ts';

/** What a step shows: states that have become active, outer before inner, and what is asked for. */
export type Shown = { readonly now: readonly string[]; readonly asks: readonly Asked[] };

/**
 * A chart under test, stepped by XState's own `transition()`: each event is taken, and what it shows is told.
 * States are told by what they leave and enter; a test that begins anew and is right so far knows the rest.
 */
export type UnderTest = { readonly take: (event: Event & Readonly<Record<string, unknown>>) => Shown };

/** A machine anew, by the name that `islet suite --list` has for it. */
export const underTest = (name: string): UnderTest => {
  const subject = subjectNamed(name);
  if (subject === undefined) throw new Error(`there is no machine "${name}"; islet suite --list names all`);
  const view = timerView(subject.chart);
  let snapshot: AnyMachineSnapshot = initialTransition(view, subject.input)[0];
  return {
    take: event => {
      const before = new Set(activeStates(snapshot));
      const [after, actions] = transition(view, snapshot, event);
      snapshot = after;
      return {
        now: activeStates(after).filter(id => !before.has(id)),
        asks: actions
          .filter(({ type }) => !type.startsWith('xstate.'))
          .map(({ type, params }) => ({ type, params: isRecord(params) ? params : {} })),
      };
    },
  };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
