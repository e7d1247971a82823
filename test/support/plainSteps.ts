import { type AnyMachineSnapshot, transition } from 'xstate';
import { type Event, keyOf, nameOf } from '../../src/verify/automaton.ts';
import type { Chart } from '../../src/verify/chart.ts';
import { answers } from '../../src/verify/footprint.ts';
import { takenTransitions } from '../../src/verify/taken.ts';

/** What a comparison found: the first step that differs, in words, or null. */
export type Comparison = { readonly compared: number; readonly difference: string | null };

/** One step as XState itself takes it: by `transition()`, and what was taken by its inspection. */
const plainly = (chart: Chart, before: AnyMachineSnapshot, event: Event): string => {
  // An event that no active state names changes nothing, in XState as elsewhere; most are of this kind.
  if (
    !before._nodes.some(({ transitions }) =>
      [...transitions.keys()].some(descriptor => answers(descriptor, event.type)),
    )
  )
    return JSON.stringify([keyOf(before), [], []]);
  const [after, actions] = transition(chart.machine, before, event);
  const asked = actions
    .filter(({ type }) => !type.startsWith('xstate.'))
    .map(({ type, params }) => [type, params ?? {}]);
  const { taken } = takenTransitions(chart.machine, before, event);
  return JSON.stringify([keyOf(after), asked, taken.map(({ id }) => id)]);
};

const byTable = (chart: Chart, state: number, event: Event): string => {
  const { target, asked, taken } = chart.step(state, event);
  return JSON.stringify([chart.key(target), asked.map(({ type, params }) => [type, params]), taken]);
};

/** What differs between a step by tables and the same by XState, in words; null where they agree. */
export const stepDifference = (chart: Chart, state: number, event: Event): string | null => {
  const plain = plainly(chart, chart.snapshot(state), event);
  const table = byTable(chart, state, event);
  return plain === table ? null : `${nameOf(event)} in ${chart.key(state)}: XState ${plain}, tables ${table}`;
};

/** How far a comparison goes: all of the first states, then one in `stride`, and none beyond `last`. */
export type Extent = { readonly all: number; readonly stride: number; readonly last: number };

/** Compares the steps of the states that a chart's tables reach with XState's own, breadth first. */
export const differenceOf = (chart: Chart, events: readonly Event[], extent: Extent): Comparison => {
  const keys = new Map<string, number>();
  let compared = 0;
  for (let state = 0; state < Math.min(chart.size(), extent.last); state += 1) {
    if (state >= extent.all && state % extent.stride !== 0) {
      for (const event of events) chart.step(state, event);
      continue;
    }
    const key = chart.key(state);
    const twin = keys.get(key);
    if (twin !== undefined) return { compared, difference: `${state} and ${twin} are one state: ${key}` };
    keys.set(key, state);
    for (const event of events) {
      compared += 1;
      const difference = stepDifference(chart, state, event);
      if (difference !== null) return { compared, difference };
    }
  }
  return { compared, difference: null };
};
