import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventFromLogic,
  type SnapshotFrom,
  transition,
} from 'xstate';
import { type Ask, answeredOnce } from './answers.ts';
import type { PumpSnapshot } from './state.ts';

/** What a chart asked for while it took one event. */
export type Effect =
  | { readonly type: 'asked'; readonly action: string; readonly params: Readonly<Record<string, unknown>> }
  | {
      readonly type: 'timerStarted';
      readonly delay: string;
      readonly event: string;
      readonly lengthMs: number;
    }
  | { readonly type: 'timerCancelled'; readonly event: string };

/** An event as the charts see it: a type and perhaps one small enumeration. */
export type ChartEvent = { readonly type: string; readonly [detail: string]: string };

/**
 * XState hands back its actions with live references to actors; these are reduced to plain data.
 * `xstate.raise` with a delay starts a timer; without one it was already taken in the same step.
 */
const effectOf = (action: { readonly type: string; readonly params?: unknown }): readonly Effect[] => {
  const params = isRecord(action.params) ? action.params : {};
  if (action.type === 'xstate.raise') {
    const event = isRecord(params.event) ? params.event.type : undefined;
    if (typeof params.delay !== 'number') return [];
    if (typeof event !== 'string') throw new Error('XState raised a delayed event without a type');
    return [{ type: 'timerStarted', delay: delayOf(event), event, lengthMs: params.delay }];
  }
  if (action.type === 'xstate.cancel') {
    if (typeof params.sendId !== 'string') throw new Error('XState cancelled a timer without naming it');
    return [{ type: 'timerCancelled', event: params.sendId }];
  }
  return [{ type: 'asked', action: action.type, params }];
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The delay's name, out of XState's event `xstate.after.<delay>.<state>`. */
export const delayOf = (event: string): string => {
  const name = /^xstate\.after\.([A-Za-z]+)\./.exec(event)?.[1];
  if (name === undefined) throw new Error(`${event} is not a named delay`);
  return name;
};

type Taken<Snapshot> = { readonly next: Snapshot; readonly effects: readonly Effect[] };

/**
 * What XState makes of one event. XState types its own `xstate.after` events away, hence the cast; events
 * reach here sorted by machine.
 */
export const askXState: Ask<Taken<AnyMachineSnapshot>> = (machine, snapshot, event) => {
  const [next, actions] = transition(machine, snapshot, event as EventFromLogic<AnyStateMachine>);
  return { next, effects: actions.flatMap(effectOf) };
};

const answer = answeredOnce(askXState);

/** One event of a chart: the snapshot after it and what the chart asked for, in order. Starts nothing. */
export const takeEvent = <Machine extends AnyStateMachine>(
  machine: Machine,
  snapshot: SnapshotFrom<Machine>,
  event: ChartEvent,
): Taken<SnapshotFrom<Machine>> =>
  // What a machine answers is a snapshot of its own.
  answer(machine, snapshot, event) as Taken<SnapshotFrom<Machine>>;

/** One event of the pump, taken by the chart whose state it is. */
export const takePump = (snapshot: PumpSnapshot, event: ChartEvent): Taken<PumpSnapshot> =>
  takeEvent(snapshot.machine, snapshot, event);
