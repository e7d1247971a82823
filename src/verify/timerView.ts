import { type AnyStateMachine, StateMachine } from 'xstate';
import { ChartRefusal } from './chartRefusal.ts';

/**
 * The test view of a chart: each `after: { d: … }` becomes `on: { 'timer.dElapsed': … }` with the same
 * guards, targets and actions in the same order, and nothing else changes. In the view a timer fires
 * when the explorer says so; which timers run is visible in the active states.
 *
 * The view differs from the running chart in one thing only: it does not ask for timers to be started
 * and cancelled. A test compares both, step by step, over all reachable states.
 */
export const timerView = (machine: AnyStateMachine): AnyStateMachine =>
  new StateMachine(viewOf(machine.config), machine.implementations);

/** The fact that says that a delay is over. */
export const timerFact = (delay: string): string => `timer.${delay}Elapsed`;

type Node = {
  readonly after?: Readonly<Record<string, unknown>> | undefined;
  readonly on?: Readonly<Record<string, unknown>> | undefined;
  readonly states?: Readonly<Record<string, Node>> | undefined;
};

const viewOf = <Config extends Node>(node: Config): Config => {
  const timers = Object.entries(node.after ?? {}).map(
    ([delay, answers]) => [timerFact(delay), answers] as const,
  );
  const doubled = timers.find(([fact]) => node.on?.[fact] !== undefined);
  if (doubled) throw new ChartRefusal(`${doubled[0]} is both a delay and an event of one state`);
  const states = Object.entries(node.states ?? {}).map(([name, child]) => [name, viewOf(child)] as const);
  return {
    ...node,
    after: undefined,
    on: { ...node.on, ...Object.fromEntries(timers) },
    // A state without children must stay one: an empty list would make it compound.
    ...(states.length > 0 ? { states: Object.fromEntries(states) } : {}),
  };
};
