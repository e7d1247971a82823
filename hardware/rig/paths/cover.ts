import type { Event } from '../../../src/verify/automaton.ts';
import { nameOf } from '../../../src/verify/automaton.ts';
import { type Bench, benchAfter, newBench } from './bench.ts';
import { feasible } from './feasible.ts';
import { type PumpPath, pumpModel } from './pumpModel.ts';

type Node = {
  readonly state: number;
  readonly bench: Bench;
  readonly parent: Node | null;
  readonly event: Event | null;
};

export type Cover = {
  readonly paths: readonly PumpPath[];
  /** Transitions of the pump that some path takes. */
  readonly transitions: ReadonlySet<string>;
  /** Atomic states of the pump, by id, that some path visits. */
  readonly states: ReadonlySet<string>;
  /** Situations of pump and bench that were looked at. */
  readonly situations: number;
};

/**
 * Shortest paths, found breadth first in what the bench can make happen, that together take every
 * transition and visit every state of the pump that can be reached so. A path that is the beginning
 * of another is left out. `most` bounds the situations looked at.
 */
export const coverPump = (most = 400_000): Cover => {
  const root: Node = { state: pumpModel.initial, bench: newBench, parent: null, event: null };
  const seen = new Set([keyOf(root.state, root.bench)]);
  const transitions = new Set<string>();
  const states = new Set<string>();
  const goals: Node[] = [];
  let level: Node[] = [root];
  while (level.length > 0 && seen.size < most) {
    const next: Node[] = [];
    for (const node of level) {
      for (const move of feasible(node.state, node.bench)) {
        const edge = pumpModel.step(node.state, move.event);
        const ready = { ...node.bench, forced: [...node.bench.forced, ...move.with] };
        const bench = benchAfter(ready, node.state, move.event, edge);
        if (edge.taken.length === 0 && bench.forced.length === node.bench.forced.length && move.with.length === 0) continue;
        const reached: Node = { state: edge.target, bench, parent: node, event: move.event };
        const fresh = edge.taken.filter(id => !transitions.has(id));
        const visited = idsOf(edge.target).filter(id => !states.has(id));
        for (const id of fresh) transitions.add(id);
        for (const id of visited) states.add(id);
        if (fresh.length + visited.length > 0) goals.push(reached);
        const key = keyOf(edge.target, bench);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(reached);
      }
    }
    level = next;
  }
  return { paths: pathsTo(goals), transitions, states, situations: seen.size };
};

const keyOf = (state: number, bench: Bench): string => `${state} ${JSON.stringify(bench)}`;

const idsOf = (state: number): readonly string[] =>
  pumpModel
    .snapshot(state)
    ._nodes.filter(node => node.type === 'atomic')
    .map(node => node.id);

const eventsOf = (goal: Node): readonly Event[] => {
  const events: Event[] = [];
  for (let node: Node | null = goal; node !== null; node = node.parent) if (node.event) events.push(node.event);
  return events.reverse();
};

const pathsTo = (goals: readonly Node[]): readonly PumpPath[] => {
  const all = goals.map(eventsOf).map(events => ({ events, name: events.map(nameOf).join(' > ') }));
  return all
    .filter(({ name }, at) => !all.some((other, j) => j !== at && other.name.startsWith(`${name} >`)))
    .map(({ events, name }) => ({ name, steps: events.map(event => ({ event })) }));
};
