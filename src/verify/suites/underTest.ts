import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import type { Event } from '../automaton.ts';
import { timerView } from '../timerView.ts';
import { subjectNamed } from './machines.ts';
import { type Shown, shownBy } from './shown.ts';

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
      const before = snapshot;
      const [after, actions] = transition(view, before, event);
      snapshot = after;
      return shownBy(before, after, actions);
    },
  };
};
