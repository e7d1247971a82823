import { stepOf } from '../explore.ts';
import { numbers } from '../packed.ts';
import type { Net } from './net.ts';
import { NOTHING, type Observer } from './observer.ts';
import { START, search, type Walk } from './search.ts';
import { thinned } from './thin.ts';

/** What a suite is made of: a graph, what is to be met in it, and the shortest way to each. */
export type Hunt = {
  readonly net: Net;
  /** By observer, the steps that it tells apart. */
  readonly lanes: readonly Net[];
  /** In the order of their names, whatever order the chart has its regions in. */
  readonly observers: readonly Observer[];
  /** By observer and goal, from the initial state; null where there is no way, empty where none is needed. */
  readonly nearest: readonly (readonly (Walk | null)[])[];
};

export const huntOf = (net: Net, unsorted: readonly Observer[]): Hunt => {
  const observers = [...unsorted].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const tree = observers.every(({ reads }) => reads === 'all') ? null : treeOf(net);
  const lanes = observers.map(observer => thinned(net, observer));
  const nearest = observers.map((observer, index) =>
    tree === null || observer.reads === 'all'
      ? searched(lanes[index] ?? net, observer)
      : looked(observer, observer.reads === 'label' ? tree.labels : tree.targets, tree.walkBy),
  );
  return { net, lanes, observers, nearest };
};

/** The shortest walks to all states, and the first steps in that order: of each label, and to each state. */
type Tree = {
  readonly labels: Iterable<number>;
  readonly targets: Iterable<number>;
  /** The shortest walk that ends in a step. */
  readonly walkBy: (edge: number) => Walk;
};

const treeOf = ({ graph, first, edges }: Net): Tree => {
  const { targets, labelOf } = graph;
  /** The step by which a state was first met, and one. */
  const parents = new Int32Array(graph.states.length);
  const queue = numbers();
  const labels = numbers();
  const isKnown = new Uint8Array(graph.labels.length);
  queue.push(START);
  for (let head = 0; head < queue.size(); head += 1) {
    const position = queue.at(head);
    const end = first[position + 1] ?? 0;
    for (let index = first[position] ?? 0; index < end; index += 1) {
      const edge = edges === null ? index : (edges[index] ?? 0);
      const label = labelOf[edge] ?? 0;
      if (isKnown[label] === 0) {
        isKnown[label] = 1;
        labels.push(edge);
      }
      const target = targets[edge] ?? 0;
      if (target === START || parents[target] !== 0) continue;
      parents[target] = edge + 1;
      queue.push(target);
    }
  }
  const walkBy = (last: number): Walk => {
    const walk = [last];
    for (let { from } = stepOf(graph, last); from !== START; ) {
      const edge = (parents[from] ?? 0) - 1;
      walk.push(edge);
      from = stepOf(graph, edge).from;
    }
    return walk.reverse();
  };
  return {
    labels: labels.all(),
    targets: queue
      .all()
      .subarray(1)
      .map(position => (parents[position] ?? 0) - 1),
    walkBy,
  };
};

/** Looks at each step that can be the first to meet a goal, nearest first. */
const looked = (
  { goals, atOnce, meets, begin }: Observer,
  steps: Iterable<number>,
  walkBy: (edge: number) => Walk,
): readonly (Walk | null)[] => {
  const nearest: (Walk | null)[] = goals.map((_, goal) => (atOnce.includes(goal) ? NOTHING : null));
  let missing = nearest.filter(walk => walk === null).length;
  for (const edge of steps) {
    if (missing === 0) break;
    for (const goal of meets(begin, edge)) {
      if (nearest[goal] !== null) continue;
      nearest[goal] = walkBy(edge);
      missing -= 1;
    }
  }
  return nearest;
};

const searched = (net: Net, observer: Observer): readonly (Walk | null)[] => {
  const nearest: (Walk | null)[] = observer.goals.map((_, goal) =>
    observer.atOnce.includes(goal) ? NOTHING : null,
  );
  let missing = nearest.filter(walk => walk === null).length;
  if (missing === 0) return nearest;
  search(net, observer, { position: START, memory: observer.begin }, ({ goal, walk }) => {
    if (nearest[goal] !== null) return 'on';
    nearest[goal] = walk();
    missing -= 1;
    return missing === 0 ? 'enough' : 'on';
  });
  return nearest;
};
