import { nameOf } from '../../automaton.ts';
import type { Graph } from '../../explore.ts';
import { orderOf } from '../order.ts';

/**
 * A Mealy machine: completely specified, deterministic, state 0 the initial one. In state `s` the input `x`
 * leads to `next[s * inputs + x]` and gives `output[s * inputs + x]`.
 */
export type Mealy = {
  readonly states: number;
  readonly inputs: number;
  readonly next: Int32Array;
  readonly output: Int32Array;
};

/** A word of inputs. */
export type Word = readonly number[];

export const EMPTY: Word = [];

export const after = ({ inputs, next }: Mealy, state: number, word: Word): number => {
  let now = state;
  for (const input of word) now = next[now * inputs + input] ?? 0;
  return now;
};

/** A graph as a Mealy machine, with the names of its inputs, in their order. */
export type Machine = Mealy & {
  readonly events: readonly string[];
  /** The step of the graph that an input makes in a state; -1 where the event cannot come, and nothing happens. */
  readonly edges: Int32Array;
};

/**
 * Input is the event, output what is asked for; with `reported`, also the state that it leads to. An event
 * that the graph does not offer in a state (a timer that does not run) would change nothing there, and is
 * taken so. Throws where an event has two answers in one state: then a test cannot tell what to expect.
 */
export const machineOf = (graph: Graph, reported: boolean, seed: number): Machine => {
  const { chart, world } = graph.system;
  if (world !== null || !graph.complete)
    throw new Error(
      `"${chart.machine.id}": a complete suite needs a whole machine to which any event may be sent; take it alone`,
    );
  const states = graph.states.length;
  const names = graph.labels.map(({ event }) => nameOf(event));
  const events = [...new Set(names)].sort(orderOf(seed));
  const inputs = events.length;
  const next = Int32Array.from({ length: states * inputs }, (_, at) => Math.floor(at / inputs));
  const output = new Int32Array(states * inputs);
  const edges = new Int32Array(states * inputs).fill(-1);
  const outputs = new Map<string, number>([['[]', 0]]);
  const inputOf = names.map(name => events.indexOf(name));
  const asked = graph.labels.map(label => JSON.stringify(label.asked));
  for (let from = 0; from < states; from += 1) {
    const end = graph.first[from + 1] ?? 0;
    for (let edge = graph.first[from] ?? 0; edge < end; edge += 1) {
      const label = graph.labelOf[edge] ?? 0;
      const at = from * inputs + (inputOf[label] ?? 0);
      if ((edges[at] ?? -1) >= 0)
        throw new Error(`"${chart.machine.id}" answers ${names[label]} in two ways in one state`);
      edges[at] = edge;
      const target = graph.targets[edge] ?? 0;
      const text = reported ? `${target} ${asked[label]}` : (asked[label] ?? '');
      next[at] = target;
      output[at] = outputs.get(text) ?? outputs.size;
      outputs.set(text, output[at] ?? 0);
    }
  }
  return { states, inputs, next, output, events, edges };
};
