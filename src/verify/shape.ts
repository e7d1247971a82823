import type { AnyMachineSnapshot, AnyStateMachine, AnyTransitionDefinition, StateValue } from 'xstate';
import { ChartRefusal } from './chartRefusal.ts';

/**
 * What a chart is made of: regions, each in exactly one of its leaves. Whatever would make a state more
 * than that (history, children, delays, eventless transitions, regions within regions) is refused here by
 * name and place: it is never approximated.
 */
export type Shape = {
  readonly machine: AnyStateMachine;
  readonly regions: readonly Region[];
  /** The number of the region that a state node belongs to; -1 for the root of a parallel chart. */
  readonly regionOf: (node: Node) => number;
  /** The leaf in which each region of a snapshot is. */
  readonly leavesOf: (snapshot: AnyMachineSnapshot) => readonly number[];
  /** The value of a state whose regions are in these leaves. */
  readonly valueOf: (leaves: readonly number[]) => StateValue;
};

export type Node = AnyStateMachine['root'];

export type Region = {
  readonly node: Node;
  /** States without children, in the order of the chart. */
  readonly leaves: readonly Node[];
  /** Ids of the states that are active in each leaf, outer before inner. */
  readonly active: readonly (readonly string[])[];
};

export const shapeOf = (machine: AnyStateMachine): Shape => {
  const { root } = machine;
  const isParallel = root.type === 'parallel';
  refuse(root, isParallel);
  const regions = (isParallel ? Object.values(root.states) : [root]).map(regionAt);
  const numbers = new Map<Node, number>();
  const leaves = new Map<Node, number>();
  for (const [number, region] of regions.entries()) {
    for (const node of within(region.node)) numbers.set(node, number);
    for (const [leaf, node] of region.leaves.entries()) leaves.set(node, leaf);
  }
  for (const node of within(root)) for (const each of transitionsAt(node)) stayInside(each, isParallel);

  return {
    machine,
    regions,
    regionOf: node => numbers.get(node) ?? -1,
    leavesOf: snapshot => {
      const found = regions.map(() => -1);
      for (const { id } of snapshot._nodes) {
        const node = machine.getStateNodeById(id);
        const leaf = leaves.get(node);
        if (leaf !== undefined) found[numbers.get(node) ?? 0] = leaf;
      }
      return found;
    },
    valueOf: inLeaves => {
      const values = regions.map((region, number) => valueIn(region, inLeaves[number] ?? 0));
      return isParallel
        ? Object.fromEntries(regions.map(({ node }, number) => [node.key, values[number] ?? {}]))
        : (values[0] ?? {});
    },
  };
};

/** A node and all below it, outer before inner. */
export const within = (node: Node): readonly Node[] => [node, ...Object.values(node.states).flatMap(within)];

export const transitionsAt = (node: Node): readonly AnyTransitionDefinition[] =>
  [...node.transitions.values()].flat();

const regionAt = (node: Node): Region => {
  const leaves = within(node).filter(({ states }) => Object.keys(states).length === 0);
  return { node, leaves, active: leaves.map(leaf => upTo(leaf, node).map(({ id }) => id)) };
};

/** From the outer node down to the inner one, both included. */
const upTo = (inner: Node, outer: Node): readonly Node[] =>
  inner === outer || inner.parent === undefined ? [inner] : [...upTo(inner.parent, outer), inner];

const valueIn = ({ node, leaves }: Region, leaf: number): StateValue => {
  const at = leaves[leaf];
  if (at === undefined) throw new Error(`"${node.id}" has no leaf ${leaf}`);
  const [last, ...outer] = upTo(at, node)
    .slice(1)
    .map(({ key }) => key)
    .reverse();
  return last === undefined ? {} : outer.reduce<StateValue>((value, key) => ({ [key]: value }), last);
};

/** The innermost state that a transition neither leaves nor enters; null when it acts and stays. */
export const domainOf = ({ source, target, reenter }: AnyTransitionDefinition): Node | null => {
  const [to] = target ?? [];
  if (to === undefined) return null;
  const isInner = (node: Node, outer: Node): boolean => node !== outer && upTo(node, outer)[0] === outer;
  if (!reenter && (to === source || isInner(to, source))) return source;
  let outer: Node | undefined = to.parent;
  while (outer !== undefined && !isInner(source, outer)) outer = outer.parent;
  return outer ?? source.machine.root;
};

const refuse = (root: Node, isParallel: boolean): void => {
  for (const node of within(root)) {
    const at = `cannot tabulate "${node.id}"`;
    if (node.type === 'history')
      throw new ChartRefusal(`${at}: a history state remembers what no state shows`);
    if (node.type === 'final')
      throw new ChartRefusal(`${at}: a final state ends the chart or raises an event unseen`);
    if (node.type === 'parallel' && node !== root) throw new ChartRefusal(`${at}: regions within a region`);
    if (node.invoke.length > 0) throw new ChartRefusal(`${at}: it invokes an actor`);
    if ((node.always ?? []).length > 0) throw new ChartRefusal(`${at}: it has a transition without an event`);
    if (node.after.length > 0)
      throw new ChartRefusal(`${at}: it has a delay; take the timer view of the chart`);
    if (isParallel && node === root && transitionsAt(node).length > 0)
      throw new ChartRefusal(`${at}: a parallel chart answers in its regions, not at its root`);
    const own = [...node.transitions.keys()].find(type => type.startsWith('xstate.'));
    if (own !== undefined) throw new ChartRefusal(`${at}: it answers ${own}, which nobody sends`);
  }
};

const stayInside = (transition: AnyTransitionDefinition, isParallel: boolean): void => {
  const { source, target = [], eventType, reenter } = transition;
  const at = `cannot tabulate "${source.id}" on ${eventType}`;
  if (target.length > 1) throw new ChartRefusal(`${at}: it has more than one target`);
  const leavesAll = reenter && source === source.machine.root;
  if (leavesAll || (isParallel && domainOf(transition) === source.machine.root))
    throw new ChartRefusal(`${at}: it leaves its region, and so every other`);
};
