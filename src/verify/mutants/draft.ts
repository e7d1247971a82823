import { type AnyStateMachine, type AnyTransitionDefinition, StateMachine } from 'xstate';
import type { Node } from '../shape.ts';
import { delayOf } from '../taken.ts';
import { timerFact } from '../timerView.ts';

/** One way to answer an event, in the one spelling: targets by id, actions as a list. */
export type Answer = {
  readonly target?: readonly string[] | undefined;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
  readonly reenter?: boolean;
  readonly meta?: unknown;
};

/** What a state answers, by event or by delay; candidates in their order. */
export type Answers = Readonly<Record<string, readonly Answer[]>>;

/** A state of a chart that may be changed: what XState takes as config, in one spelling. */
export type StateDraft = {
  readonly initial?: unknown;
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly on: Answers;
  readonly after: Answers;
  readonly states: Readonly<Record<string, StateDraft>>;
};

/** Guards by name that stand for those of the glossary. */
export type Guards = Readonly<Record<string, unknown>>;

/** A chart that may be changed. Whatever is not changed is shared with the chart it was made of. */
export type Draft = {
  readonly of: AnyStateMachine;
  /** As it was before any change. */
  readonly from: StateDraft;
  readonly root: StateDraft;
  readonly guards: Guards;
};

/** The same chart, ready to be changed. */
export const draftOf = (machine: AnyStateMachine): Draft => {
  const root = stateOf(machine.root);
  return { of: machine, from: root, root, guards: {} };
};

const stateOf = (node: Node): StateDraft => {
  const lists = [...node.transitions.values()].filter(([first]) => first !== undefined);
  const named = (waits: boolean): Answers =>
    Object.fromEntries(
      lists.flatMap(list => {
        const [first] = list;
        if (first === undefined) return [];
        const delay = delayOf(first);
        return (delay !== null) === waits ? [[delay ?? first.eventType, list.map(answerOf)]] : [];
      }),
    );
  return {
    ...node.config,
    entry: listed(node.config.entry),
    exit: listed(node.config.exit),
    on: named(false),
    after: named(true),
    states: Object.fromEntries(Object.entries(node.states).map(([key, child]) => [key, stateOf(child)])),
  };
};

const answerOf = ({ target, guard, actions, reenter, meta }: AnyTransitionDefinition): Answer => ({
  ...(target === undefined ? {} : { target: target.map(({ id }) => `#${id}`) }),
  ...(guard === undefined ? {} : { guard }),
  actions,
  reenter,
  ...(meta === undefined ? {} : { meta }),
});

/** One thing or several, as XState lets them be written. */
const listed = (some: unknown): readonly unknown[] => {
  if (some === undefined) return [];
  return Array.isArray(some) ? some : [some];
};

/** The chart with one state changed. */
export const changed = (
  draft: Draft,
  path: readonly string[],
  change: (state: StateDraft) => StateDraft,
): Draft => ({ ...draft, root: changedAt(draft.root, path, change) });

const changedAt = (
  state: StateDraft,
  [key, ...rest]: readonly string[],
  change: (state: StateDraft) => StateDraft,
): StateDraft => {
  if (key === undefined) return change(state);
  const child = state.states[key];
  if (child === undefined) throw new Error(`no state ${key} to change`);
  return { ...state, states: { ...state.states, [key]: changedAt(child, rest, change) } };
};

/** The chart that the runtime takes. Throws what XState throws of a config that makes no chart. */
export const machineOf = ({ of, root, guards }: Draft): AnyStateMachine =>
  built(of, configOf(root, plain), guards);

/**
 * The chart as tests see it: each delay as the fact that ends it, as in the timer view, and each start and
 * end of a timer as something asked for, so that a timer begun anew is no secret.
 */
export const viewOf = ({ of, root, guards }: Draft): AnyStateMachine =>
  built(of, configOf(root, withTimersShown), guards);

const built = (of: AnyStateMachine, config: object, guards: Guards): AnyStateMachine => {
  const { implementations } = of;
  const known = { ...implementations.guards, ...guards } as typeof implementations.guards;
  return new StateMachine(config as typeof of.config, { ...implementations, guards: known });
};

const configOf = (state: StateDraft, spelled: (state: StateDraft) => object): object => {
  const states = Object.entries(state.states).map(([key, child]) => [key, configOf(child, spelled)] as const);
  // A state without children must stay one: an empty list would make it compound.
  return { ...spelled(state), states: states.length > 0 ? Object.fromEntries(states) : undefined };
};

const plain = (state: StateDraft): object => state;

const withTimersShown = ({ entry, exit, on, after, ...state }: StateDraft): object => {
  const delays = Object.keys(after);
  const doubled = delays.find(delay => on[timerFact(delay)] !== undefined);
  if (doubled !== undefined)
    throw new Error(`${timerFact(doubled)} is both a delay and an event of one state`);
  const shown = (type: string) => delays.map(delay => ({ type, params: { delay } }));
  return {
    ...state,
    entry: [...entry, ...shown('timer.started')],
    exit: [...exit, ...shown('timer.cancelled')],
    on: { ...on, ...Object.fromEntries(delays.map(delay => [timerFact(delay), after[delay] ?? []])) },
  };
};
