import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { ChartEvent } from './charts.ts';

/** A pure question to a machine: what it does in this state with this event. */
export type Ask<Answer> = (
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: ChartEvent,
) => Answer;

/** Answers that are kept of each machine. A month of an ordinary pump asks for some thousand. */
export const KEPT_MOST = 20_000;

/**
 * The same question, put once for each state and event and answered from memory after that. Nothing is
 * in the memory that the machine has not answered itself. States that XState would persist alike are one
 * object, so that a state that is reached again is known again. A memory that is full begins anew.
 * A question that throws is put again.
 */
export const answeredOnce = <Answer extends { readonly next: AnyMachineSnapshot }>(
  ask: Ask<Answer>,
  most = KEPT_MOST,
): Ask<Answer> => {
  const memories = new WeakMap<AnyStateMachine, Memory<Answer>>();
  return (machine, snapshot, event) => {
    const memory = memories.get(machine) ?? emptyMemory<Answer>();
    memories.set(machine, memory);
    const answers = answersIn(memory, snapshot);
    const key = keyOf(event);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const asked = ask(machine, snapshot, event);
    // A chart that broke off is no state to come back to.
    if (asked.next.status !== 'active') return asked;
    const answer = { ...asked, next: sameState(memory, asked.next) };
    answers.set(key, answer);
    memory.kept += 1;
    if (memory.kept >= most) memories.delete(machine);
    return answer;
  };
};

/** Most events are nothing but their type. */
const keyOf = (event: ChartEvent): string => {
  for (const detail in event) if (detail !== 'type') return JSON.stringify(event);
  return event.type;
};

type Memory<Answer> = {
  /** Each state as one object, by what XState would persist of it. */
  readonly states: Map<string, AnyMachineSnapshot>;
  readonly answers: WeakMap<AnyMachineSnapshot, Map<string, Answer>>;
  kept: number;
};

const emptyMemory = <Answer>(): Memory<Answer> => ({ states: new Map(), answers: new WeakMap(), kept: 0 });

const answersIn = <Answer>(memory: Memory<Answer>, snapshot: AnyMachineSnapshot): Map<string, Answer> => {
  const known = memory.answers.get(snapshot);
  if (known !== undefined) return known;
  const answers = memory.answers.get(sameState(memory, snapshot)) ?? new Map<string, Answer>();
  memory.answers.set(snapshot, answers);
  return answers;
};

const sameState = <Answer>({ states }: Memory<Answer>, snapshot: AnyMachineSnapshot): AnyMachineSnapshot => {
  const key = JSON.stringify(snapshot.machine.getPersistedSnapshot(snapshot));
  const known = states.get(key) ?? snapshot;
  states.set(key, known);
  return known;
};
