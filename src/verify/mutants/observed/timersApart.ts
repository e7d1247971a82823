import type { AnyStateMachine } from 'xstate';
import { once } from '../../../runtime/once.ts';
import type { Asked } from '../../automaton.ts';
import type { Chart } from '../../chart.ts';
import { timerFact } from '../../timerView.ts';

/** Some of the delays of two charts, a bit for each. */
export type Delays = number;

/** More delays than bits cannot be told apart. */
const MOST_DELAYS = 29;

/**
 * Timers of an original and of a mutant side by side. A timer is in step as long as both have started and ended it in the same steps:
 * then it ends for both at once, or runs for neither. One that is out of step ends for each by itself.
 */
export type Timers = {
  /** The delay whose end an event says; 0 where it says none. */
  readonly endedBy: (type: string) => Delays;
  /** What the original, or the mutant, may wait for in a state of its own. */
  readonly waits: (chart: Chart, state: number) => Delays;
  /** Which are out of step after a step of these two, of which one may have taken none. */
  readonly apartAfter: (before: Delays, own: Did, its: Did) => Delays;
};

type Node = AnyStateMachine['root'];

/** What a chart asked for in a step, and the delay whose end it took by it: that timer runs no more, unless it is started anew. */
export type Did = { readonly asked: readonly Asked[]; readonly ended: Delays };

/** The timers of a chart and of a mutant of it, both as views that show them. Null where they cannot be told apart. */
export const timersOf = (original: AnyStateMachine, mutant: AnyStateMachine): Timers | null => {
  if (isDoubled(mutant)) return null;
  const delays = [...new Set([...nodesOf(original.root), ...nodesOf(mutant.root)].flatMap(delaysOf))];
  if (delays.length > MOST_DELAYS) return null;
  const bitOf = new Map(delays.map((delay, index) => [delay, 1 << index]));
  const byFact = new Map(delays.map((delay, index) => [timerFact(delay), 1 << index]));
  const bits = (names: readonly string[]): Delays =>
    names.reduce((all, name) => all | (bitOf.get(name) ?? 0), 0);
  /** By region and leaf. What the whole chart waits for, each leaf does. */
  const byLeaf = once(({ shape, machine }: Chart): readonly (readonly Delays[])[] =>
    shape.regions.map(({ leaves }) =>
      leaves.map(leaf => bits([machine.root, ...pathOf(leaf)].flatMap(delaysOf))),
    ),
  );
  return {
    endedBy: type => byFact.get(type) ?? 0,
    waits: (chart, state) => {
      let waits = 0;
      for (const [region, leaves] of byLeaf(chart).entries())
        waits |= leaves[chart.leafIn(state, region)] ?? 0;
      return waits;
    },
    apartAfter: (before, own, its) => {
      let apart = before;
      for (const [delay, bit] of bitOf) {
        const [one, other] = [own, its].map(did => lastOf(did, delay, bit));
        if (one !== other) apart |= bit;
        else if (one !== null) apart &= ~bit;
      }
      return apart;
    },
  };
};

/** What is done last to a timer in a step; null where nothing is. */
const lastOf = ({ asked, ended }: Did, delay: string, bit: Delays): string | null =>
  asked.findLast(each => isOfTimer(each) && each.params.delay === delay)?.type ??
  ((ended & bit) === 0 ? null : 'timer.cancelled');

export const isOfTimer = ({ type }: Asked): boolean => type === 'timer.started' || type === 'timer.cancelled';

const nodesOf = (node: Node): readonly Node[] => [node, ...Object.values(node.states).flatMap(nodesOf)];

/** A view shows what a state waits for by what it asks for at its beginning. */
const delaysOf = ({ entry }: Node): readonly string[] =>
  entry.flatMap(action => {
    if (typeof action !== 'object' || !('params' in action) || action.type !== 'timer.started') return [];
    const { params } = action;
    const delay: unknown =
      typeof params === 'object' && params !== null && 'delay' in params ? params.delay : null;
    return typeof delay === 'string' ? [delay] : [];
  });

/** Whether a chart may wait for one delay in two of its states at once: which of them ends, a fact does not say. */
const isDoubled = once((chart: AnyStateMachine): boolean => {
  const byDelay = Map.groupBy(
    nodesOf(chart.root).flatMap(node => delaysOf(node).map(delay => ({ node, delay }))),
    ({ delay }) => delay,
  );
  return [...byDelay.values()].some(all =>
    all.some(({ node }, index) => all.slice(index + 1).some(other => areAtOnce(node, other.node))),
  );
});

const pathOf = (node: Node): readonly Node[] =>
  node.parent === undefined ? [node] : [...pathOf(node.parent), node];

/** Whether two states may be active at once: one within the other, or in two regions. */
const areAtOnce = (one: Node, other: Node): boolean => {
  const [path, its] = [pathOf(one), pathOf(other)];
  const parts = path.findIndex((node, index) => node !== its[index]);
  if (parts < 0 || its[parts] === undefined) return true;
  return path[parts - 1]?.type === 'parallel';
};
