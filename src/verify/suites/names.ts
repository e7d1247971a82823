import { nameOf } from '../automaton.ts';
import type { Chart } from '../chart.ts';
import type { Graph } from '../explore.ts';

/** Texts that tell the states of a graph apart: `motor.still life.off`, its context, and where its world is. */
export const stateNames = ({ system, states }: Graph): readonly string[] => {
  const { chart, chartState, world, worldState } = system;
  const seen = new Map<string, number>();
  return Array.from(states, state => {
    const own = nameIn(chart, chartState(state));
    const name = world === null ? own : `${own} in ${nameIn(world, worldState(state))}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} #${times}`;
  });
};

const nameIn = (chart: Chart, state: number): string => {
  const { regions, machine } = chart.shape;
  const leaves = regions.map(({ leaves }, region) => {
    const id = leaves[chart.leafIn(state, region)]?.id ?? '';
    return id.startsWith(`${machine.id}.`) ? id.slice(machine.id.length + 1) : id;
  });
  const context = JSON.stringify(chart.contextIn(state) ?? {});
  return [...leaves, ...(context === '{}' ? [] : [context])].join(' ');
};

/** The name of a step: where it begins, and the event. Where an event has two answers, where it leads, too. */
export const stepName = (names: readonly string[], graph: Graph, from: number, edge: number): string => {
  const event = graph.labels[graph.labelOf[edge] ?? 0]?.event;
  const name = `${names[from]} | ${event === undefined ? '' : nameOf(event)}`;
  const end = graph.first[from + 1] ?? 0;
  for (let other = graph.first[from] ?? 0; other < end; other += 1)
    if (other !== edge && isSameEvent(graph, other, edge))
      return `${name} | ${names[graph.targets[edge] ?? 0]}`;
  return name;
};

const isSameEvent = ({ labels, labelOf }: Graph, one: number, other: number): boolean => {
  const [a, b] = [one, other].map(edge => labels[labelOf[edge] ?? 0]?.event);
  return a !== undefined && b !== undefined && (a === b || nameOf(a) === nameOf(b));
};
