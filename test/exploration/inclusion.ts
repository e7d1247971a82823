import type { Graph } from '../../src/verify/explore.ts';
import type { Label, System } from '../../src/verify/system.ts';

/** What was compared, and the first step of the plant that the free world does not have, if there is one. */
export type Inclusion = { readonly compared: number; readonly differs: string | null };

/** A step that only the world takes: the pump hears nothing of it, asks nothing, and stays as it is. */
const OF_WORLD = -1;
/** A step whose event, questions and transitions the free world never has together. */
const STRANGE = -2;

/**
 * Whether each step in the plant is a step of the free world, seen from the pump: from the same state, by the same
 * event, asking the same, taking the same transitions, to the same state. Then every run there is, step by step, a
 * run here, and what is true of each state and step of the pump here is true of it there.
 */
export const includedIn = (free: Graph, plant: Graph): Inclusion => {
  const positions = positionsOf(free, plant.system);
  const own = Int32Array.from(plant.states, state => positions[plant.system.chartState(state)] ?? -1);
  const strange = own.indexOf(-1);
  if (strange >= 0)
    return { compared: 0, differs: `state ${strange} of the plant is none of the free world` };
  const labels = labelsOf(free, plant);
  /** By label of the free world: where it leads from the state at hand, and one; 0 where it leads nowhere. */
  const leads = new Int32Array(free.labels.length);
  let compared = 0;
  for (const [here, states] of byPosition(own, free.states.length).entries()) {
    if (states.length === 0) continue;
    leads.fill(0);
    for (const edge of edgesOf(free, here)) leads[free.labelOf[edge] ?? 0] = (free.targets[edge] ?? 0) + 1;
    for (const from of states)
      for (let edge = plant.first[from] ?? 0; edge < (plant.first[from + 1] ?? 0); edge += 1) {
        const label = labels[plant.labelOf[edge] ?? 0] ?? STRANGE;
        const to = own[plant.targets[edge] ?? 0] ?? 0;
        compared += 1;
        if (label === OF_WORLD ? to === here : label !== STRANGE && leads[label] === to + 1) continue;
        return { compared, differs: wordsOf(plant, edge, from) };
      }
  }
  return { compared, differs: null };
};

/** By number of a chart's state in the plant, where the same state is in the graph of the free world. */
const positionsOf = (free: Graph, { chart }: System): Int32Array => {
  const here = new Map<string, number>();
  for (const [position, state] of free.states.entries())
    here.set(keyOf(free.system.chart, free.system.chartState(state)), position);
  return Int32Array.from({ length: chart.size() }, (_, state) => here.get(keyOf(chart, state)) ?? -1);
};

/** Leaves and context: the whole of a state. */
const keyOf = (chart: System['chart'], state: number): string =>
  JSON.stringify([
    chart.shape.regions.map((_, region) => chart.leafIn(state, region)),
    chart.contextIn(state),
  ]);

/** By label of the plant, that of the free world by which the pump does the same. */
const labelsOf = (free: Graph, plant: Graph): Int32Array => {
  const { id } = free.system.chart.machine;
  const ofPump = ({ event, asked, taken }: Label): string =>
    JSON.stringify([event, asked, taken.filter(each => each.startsWith(`${id}.`))]);
  const known = new Map(free.labels.map((label, number) => [ofPump(label), number]));
  const heard = new Set(free.labels.map(({ event }) => JSON.stringify(event)));
  return Int32Array.from(plant.labels, label => {
    const number = known.get(ofPump(label));
    if (number !== undefined) return number;
    const isQuiet = label.asked.length === 0 && label.taken.every(each => !each.startsWith(`${id}.`));
    return isQuiet && !heard.has(JSON.stringify(label.event)) ? OF_WORLD : STRANGE;
  });
};

/** States of the plant by the state of the pump that they have. */
const byPosition = (own: Int32Array, count: number): readonly Int32Array[] => {
  const sizes = new Int32Array(count);
  for (const position of own) sizes[position] = (sizes[position] ?? 0) + 1;
  const lists = Array.from(sizes, size => new Int32Array(size));
  const filled = new Int32Array(count);
  for (const [state, position] of own.entries()) {
    const list = lists[position];
    const at = filled[position] ?? 0;
    if (list !== undefined) list[at] = state;
    filled[position] = at + 1;
  }
  return lists;
};

const edgesOf = ({ first }: Graph, position: number): readonly number[] => {
  const from = first[position] ?? 0;
  return Array.from({ length: (first[position + 1] ?? 0) - from }, (_, index) => from + index);
};

const wordsOf = ({ labels, labelOf }: Graph, edge: number, from: number): string => {
  const label = labels[labelOf[edge] ?? 0];
  return `from state ${from} of the plant: ${JSON.stringify(label)}`;
};
