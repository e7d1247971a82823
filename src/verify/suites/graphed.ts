import { nameOf } from '../automaton.ts';
import type { Graph } from '../explore.ts';
import { unless } from './charted.ts';
import { stateNames, stepName } from './names.ts';
import type { Net } from './net.ts';
import { NOTHING, type Observer, plainObserver } from './observer.ts';

/** Goals on the state graph itself. */

/** More goals than this are not met one by one. */
const MOST = 50_000;

const mustBeFew = (count: number, what: string, instead: string): void => {
  if (count > MOST) throw new Error(`${count} ${what} are more than ${MOST} goals; ${instead}`);
};

/** Every state of the graph is reached. */
export const positionObserver = (graph: Graph): Observer => {
  const { length } = graph.states;
  mustBeFew(length, 'states of the graph', 'ask for the criterion "answers" or for one of the chart');
  const { goals, numbers } = ordered(stateNames(graph));
  const each = numbers.map(number => [number]);
  return plainObserver({
    name: 'states of the graph',
    goals,
    whyNot: () => unless(graph, 'no walk leads there'),
    reads: 'target',
    atOnce: each[0] ?? NOTHING,
    meets: edge => each[graph.targets[edge] ?? 0] ?? NOTHING,
  });
};

/** Every step of the graph is taken. */
export const stepObserver = ({ graph, first, edges }: Net): Observer => {
  const all = edges ?? Int32Array.from(graph.targets.keys());
  mustBeFew(all.length, 'steps of the graph', 'ask for the criterion "answers" or for one of the chart');
  const states = stateNames(graph);
  const names: string[] = [];
  for (let from = 0; from < graph.states.length; from += 1)
    for (let index = first[from] ?? 0; index < (first[from + 1] ?? 0); index += 1)
      names.push(stepName(states, graph, from, all[index] ?? 0));
  const { goals, numbers } = ordered(names);
  const byEdge = new Map<number, readonly number[]>();
  for (const [index, edge] of all.entries()) byEdge.set(edge, [numbers[index] ?? 0]);
  return plainObserver({
    name: 'steps of the graph',
    goals,
    whyNot: () => unless(graph, 'no walk leads there'),
    reads: 'all',
    atOnce: NOTHING,
    meets: edge => byEdge.get(edge) ?? NOTHING,
  });
};

/** Every distinct answer is given: an event with the transitions it takes and what is asked for. */
export const answerObserver = (graph: Graph): Observer => {
  const names = graph.labels.map(({ event, taken, asked }) =>
    taken.length === 0
      ? ''
      : [
          nameOf(event),
          taken.join(' + '),
          JSON.stringify(asked.map(({ type, params }) => [type, params])),
        ].join(' | '),
  );
  const goals = [...new Set(names.filter(name => name !== ''))].sort();
  const numbers = new Map(goals.map((name, number) => [name, [number]] as const));
  const byLabel = names.map(name => numbers.get(name) ?? NOTHING);
  return plainObserver({
    name: 'answers',
    goals,
    whyNot: () => unless(graph, 'no step gives it'),
    reads: 'label',
    atOnce: NOTHING,
    meets: edge => byLabel[graph.labelOf[edge] ?? 0] ?? NOTHING,
  });
};

/** Names in their order, and the place of each in it. */
const ordered = (
  names: readonly string[],
): { readonly goals: readonly string[]; readonly numbers: readonly number[] } => {
  const order = [...names.keys()].sort((a, b) => ((names[a] ?? '') < (names[b] ?? '') ? -1 : 1));
  const numbers: number[] = [];
  for (const [number, at] of order.entries()) numbers[at] = number;
  return { goals: order.map(at => names[at] ?? ''), numbers };
};
