import { type AnyStateMachine, StateMachine } from 'xstate';

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
  readonly after?: Readonly<Record<string, unknown>>;
  readonly on?: Readonly<Record<string, unknown>>;
  readonly states?: Readonly<Record<string, Node>>;
};

const viewOf = <Config extends Node>(node: Config): Omit<Config, 'after'> => {
  const { after, ...rest } = node;
  const timers = Object.entries(after ?? {}).map(([delay, transitions]) => [timerFact(delay), transitions]);
  for (const [fact] of timers) {
    if (typeof fact === 'string' && node.on?.[fact] !== undefined) throw new Error(`${fact} is both a delay and an event`);
  }
  return {
    ...rest,
    ...(timers.length > 0 || node.on ? { on: { ...node.on, ...Object.fromEntries(timers) } } : {}),
    ...(node.states
      ? { states: Object.fromEntries(Object.entries(node.states).map(([name, child]) => [name, viewOf(child)])) }
      : {}),
  };
};
