import type { Mode } from '../../../machines/pump/mode.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { type Chart, chartOf } from '../../../src/verify/chart.ts';
import { timerFact, timerView } from '../../../src/verify/timerView.ts';

/** A path as generated: what happens, in order, from a pump without power. */
export type PumpPath = {
  /** The modes it ends in, in users' words, and the way there. */
  readonly name: string;
  readonly modes: readonly Mode[];
  readonly steps: readonly { readonly event: Event }[];
};

/** The pump's chart as the oracle of the rig: its timers fire when the world says so. */
export const pumpModel: Chart = chartOf(timerView(pumpMachine));

/** An event as the runtime delivers it, in the one spelling: XState's own name of a delay becomes the timer fact. */
export const spelled = (event: Event): Event => {
  const delay = /^xstate\.after\.([A-Za-z]+)\./.exec(event.type)?.[1];
  return delay === undefined ? event : { type: timerFact(delay) };
};

/** Whether the model is in this state, such as `{ motor: 'still' }`. */
export const isIn = (state: number, value: Readonly<Record<string, unknown>>): boolean =>
  pumpModel.snapshot(state).matches(value);

/** Ids of the chart's states that have no states within, in this state of the model. */
export const atomicIn = (state: number): readonly string[] =>
  pumpModel.snapshot(state)._nodes.flatMap(({ type, id }) => (type === 'atomic' ? [id] : []));
