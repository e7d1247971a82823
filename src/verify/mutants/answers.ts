import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { type Event, keyOf } from '../automaton.ts';
import { firstMicrostep, takenTransitions, transitionId } from '../taken.ts';

/** What a step shows: where it leads and what it asks for; or how the chart broke off. */
export type Shown = { readonly state: string; readonly asked: string };

export type First = Shown & {
  /** Events raised, in order. */
  readonly raised: string;
  readonly taken: string;
};

/** What one chart answers, by XState's own word. */
export type Answering = {
  /** Before anything that it raises is taken. */
  readonly first: (before: AnyMachineSnapshot, event: Event) => First;
  /** The whole step. */
  readonly whole: (before: AnyMachineSnapshot, event: Event) => Shown;
};

type Given = { readonly type: string; readonly params?: unknown };

const RAISE = 'xstate.raise';

export const answeringOf = (machine: AnyStateMachine): Answering => {
  /** The state as this chart knows it. */
  const own = ({ value, context, machine: of }: AnyMachineSnapshot, same: AnyMachineSnapshot) =>
    of === machine ? same : machine.resolveState({ value, context });
  return {
    first: (before, event) =>
      orBroken({ raised: '', taken: '' }, () => {
        const { snapshot, taken, actions } = firstMicrostep(machine, own(before, before), event);
        return {
          ...shownOf(snapshot, actions),
          raised: textOf(actions.filter(({ type }) => type === RAISE)),
          taken: taken.map(transitionId).join('\n'),
        };
      }),
    whole: (before, event) =>
      orBroken({}, () => {
        const { snapshot, actions } = takenTransitions(machine, own(before, before), event);
        return shownOf(snapshot, actions);
      }),
  };
};

export const isSame = (one: Shown, other: Shown): boolean =>
  one.state === other.state && one.asked === other.asked;

const shownOf = (snapshot: AnyMachineSnapshot, actions: readonly Given[]): Shown => ({
  state: snapshot.status === 'active' ? keyOf(snapshot) : `broken off: ${String(snapshot.error)}`,
  asked: textOf(actions.filter(({ type }) => !type.startsWith('xstate.'))),
});

const textOf = (actions: readonly Given[]): string =>
  actions.length === 0 ? '' : JSON.stringify(actions.map(({ type, params }) => [type, params]));

/** A chart that throws has answered, too: nothing can come after it. */
const orBroken = <More>(more: More, ask: () => Shown & More): Shown & More => {
  try {
    return ask();
  } catch (broken) {
    return {
      state: `broken off: ${broken instanceof Error ? broken.message : String(broken)}`,
      asked: '',
      ...more,
    };
  }
};
