import { type AnyStateMachine, StateMachine } from 'xstate';
import { type Asked, nameOf } from '../automaton.ts';
import { chartOf } from '../chart.ts';
import type { Graph } from '../explore.ts';
import { eachSituation, onceEach } from './situations.ts';

/**
 * Places where the order of regions decides: a step of several regions after which the chart is in another
 * state, or asks for other things, when XState takes them in the opposite order. That is so when two of them
 * raise events, or one writes what another reads. Whoever sorts the regions of a chart anew would change what it
 * does. Of each place: the event, the regions that take part, and what differs.
 */
export const orderMatters = (graph: Graph, input?: unknown): readonly string[] => {
  const { chart } = graph.system;
  const opposite = chartOf(reversed(chart.machine), input);
  const ids = chart.shape.regions.map(({ node }) => node.id);
  const place = ids.map(id => opposite.shape.regions.findIndex(({ node }) => node.id === id));
  const inOpposite = onceEach((state: number): number => {
    const leaves = new Array<number>(ids.length).fill(0);
    for (const [region, other] of place.entries()) leaves[other] = chart.leafIn(state, region);
    return opposite.stateOf(leaves, chart.contextIn(state));
  });
  const oppositeEvent = onceEach(event => opposite.tables.eventNumber(chart.tables.eventOf(event)));
  const regionsOf = graph.labels.map(({ taken }) => ids.filter(id => taken.some(each => isWithin(each, id))));
  const found = new Set<string>();
  eachSituation(
    graph,
    (state, event, edge) => {
      const label = graph.labelOf[edge] ?? 0;
      const outcome = opposite.take(inOpposite(state), oppositeEvent(event));
      const landed = opposite.landed();
      chart.take(state, event);
      const differs = [
        ...(inOpposite(chart.landed()) === landed ? [] : ['where it leads']),
        ...(textOf(graph.labels[label]?.asked ?? []) === textOf(opposite.tables.outcomeAt(outcome).asked)
          ? []
          : ['what is asked']),
      ];
      if (differs.length > 0)
        found.add(`${nameOf(chart.tables.eventOf(event))}, ${regionsOf[label]?.join(' and ')}: ${differs.join(' and ')}`);
    },
    label => (regionsOf[label] ?? []).length > 1,
  );
  return [...found];
};

const isWithin = (transition: string, region: string): boolean =>
  transition.startsWith(`${region} `) || transition.startsWith(`${region}.`);

/** The same chart, its regions in the opposite order. */
const reversed = ({ config, implementations }: AnyStateMachine): AnyStateMachine =>
  new StateMachine(
    { ...config, states: Object.fromEntries(Object.entries(config.states ?? {}).reverse()) },
    implementations,
  );

/** What is asked for, whatever the order. */
const textOf = (asked: readonly Asked[]): string => {
  const known = texts.get(asked);
  if (known !== undefined) return known;
  const text = asked
    .map(({ type, params }) => JSON.stringify([type, params]))
    .sort()
    .join();
  texts.set(asked, text);
  return text;
};
const texts = new WeakMap<readonly Asked[], string>();
