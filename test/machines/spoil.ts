import { type AnyStateMachine, StateMachine } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';

/** One state of a chart that may be written to: broken on purpose. */
type Node = {
  on: Record<string, unknown>;
  after: Record<string, unknown>;
  entry?: unknown;
  exit?: unknown;
};

type StateConfig = {
  readonly on?: object | undefined;
  readonly after?: object | undefined;
  readonly states?: Readonly<Record<string, StateConfig>> | undefined;
};

export type At = (path: string) => Node;

/** The pump with one thing wrong. `at('motor.still')` is the state to spoil. */
export const pumpWith = (spoil: (at: At) => void): AnyStateMachine => spoilt(pumpMachine, spoil);

/** Any chart with one thing wrong. What is written in it as a function stays as it is. */
export const spoilt = (machine: AnyStateMachine, spoil: (at: At) => void): AnyStateMachine => {
  const config = copied(machine.config);
  spoil(path => {
    const node = path
      .split('.')
      .reduce<StateConfig | undefined>((from, name) => from?.states?.[name], config);
    if (node === undefined) throw new Error(`${machine.id} has no state ${path}`);
    const on: Record<string, unknown> = { ...node.on };
    const after: Record<string, unknown> = { ...node.after };
    return Object.assign(node, { on, after });
  });
  return new StateMachine(config, machine.implementations);
};

/** A copy of a chart's config that may be written to: of all that is plain data in it. */
const copied = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(each => copied(each)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copied(each)])) as Value;
};

export const without =
  (path: string, ...events: readonly string[]) =>
  (at: At) => {
    const { on } = at(path);
    for (const event of events) {
      if (!(event in on)) throw new Error(`${path} has no answer to ${event} that could be missing`);
      delete on[event];
    }
  };
export const answers = (path: string, event: string, answer: unknown) => (at: At) => {
  at(path).on[event] = answer;
};
export const enters = (path: string, entry: unknown) => (at: At) => {
  at(path).entry = entry;
};

export const alarm = (name: string) => ({ type: 'raiseAlarm', params: { alarm: name } });
