import { type AnyStateMachine, StateMachine } from 'xstate';
import { alphabetOf, RAISED } from '../alphabet.ts';
import type { Event } from '../automaton.ts';
import { chartOf } from '../chart.ts';
import { openSystem, type System } from '../system.ts';
import { timerView } from '../timerView.ts';

/** Names of the regions of a parallel chart. */
export const regionNames = (machine: AnyStateMachine): readonly string[] => Object.keys(machine.root.states);

/** What the rest of the chart is like, as far as a region's guards can tell. */
export type Outside = 'permitted' | 'forbidden';

/**
 * One region of a parallel chart as a chart of its own, in which guards that ask about other regions always
 * have the answer that permits most, or the one that permits least. What other regions raise for it comes
 * from outside. Guards that ask nothing of other regions stay as they are.
 */
export const regionAlone = (
  machine: AnyStateMachine,
  region: string,
  outside: Outside,
): { readonly chart: AnyStateMachine; readonly system: () => System } => {
  const state = machine.config.states?.[region];
  if (state === undefined) throw new Error(`"${machine.id}" has no region ${region}`);
  const within = `#${machine.id}.${region}`;
  const guards = Object.fromEntries(
    Object.entries(machine.implementations.guards).map(([name, guard]) => [
      name,
      fixed(machine, guard, within, outside === 'permitted'),
    ]),
  );
  const chart: AnyStateMachine = new StateMachine(
    { ...machine.config, states: { [region]: state } },
    { ...machine.implementations, guards: guards as AnyStateMachine['implementations']['guards'] },
  );
  return {
    chart,
    system: () => {
      const view = timerView(chart);
      const raised = [...RAISED].filter(type => view.events.some(known => known === type));
      const alphabet: readonly Event[] = [...alphabetOf(view), ...raised.map(type => ({ type }))];
      return openSystem(chartOf(view), alphabet);
    },
  };
};

/** A guard in which each question about a state outside has the answer that makes the guard so. */
const fixed = (machine: AnyStateMachine, guard: unknown, within: string, wanted: boolean): unknown => {
  if (typeof guard === 'string') return fixed(machine, machine.implementations.guards[guard], within, wanted);
  if (typeof guard !== 'function' || !('check' in guard)) return guard;
  if ('stateValue' in guard && typeof guard.stateValue === 'string') {
    const isInside = guard.stateValue === within || guard.stateValue.startsWith(`${within}.`);
    return isInside ? guard : wanted ? isSo : isNotSo;
  }
  if (!('guards' in guard) || !Array.isArray(guard.guards)) return guard;
  const isTurned = guard.name === 'not';
  const parts = guard.guards.map((part: unknown) =>
    fixed(machine, part, within, isTurned ? !wanted : wanted),
  );
  return Object.assign(guardLike(guard), { guards: parts });
};

const isSo = (): boolean => true;
const isNotSo = (): boolean => false;

/** A guard of the same kind: `and`, `or` and `not` keep what they combine beside them. */
const guardLike = (guard: object): object => {
  const copy = (): never => {
    throw new Error('a guard that combines others is not called');
  };
  Object.defineProperty(copy, 'name', { value: 'name' in guard ? guard.name : '' });
  return Object.assign(copy, guard);
};
