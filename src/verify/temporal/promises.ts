import type { AnyTransitionDefinition } from 'xstate';
import type { Fairness, Owed } from '../../../specs/fairness.ts';
import { enters, leaves } from '../entering.ts';
import type { Graph } from '../explore.ts';
import { happens } from '../judge.ts';
import { type Node, transitionsAt, within } from '../shape.ts';
import { transitionId } from '../taken.ts';
import type { GraphJudge, Holds } from './judging.ts';

/** What the world is trusted to do in a graph: each promise is a bit. */
export type Promises = {
  readonly weak: number;
  readonly strong: number;
  /** Bits of what is owed at a position: its condition holds, and it can happen. */
  readonly owedIn: (position: number) => number;
  /** Of what is owed where a step of this label starts: bits of what it keeps, or of weak ones breaks off. */
  readonly keptBy: (label: number, owed: number) => number;
};

/** One promise: where it is owed, and on which labels it comes or is broken off. */
type One = {
  readonly strength: Fairness['strength'];
  readonly isDue: Holds;
  readonly comes: readonly boolean[];
  readonly breaksOff: readonly boolean[];
};

/** A number of 32 bits has a sign. */
const MOST = 31;

export const promisesIn = (graph: Graph, judge: GraphJudge, given: readonly Fairness[]): Promises => {
  const { midStep } = graph.system;
  const all = [...given.flatMap(fairness => onesOf(graph, judge, fairness)), ...wholeSteps(graph)];
  if (all.length > MOST)
    throw new Error(
      `a property rests on ${all.length} promises; at most ${MOST} fit, so name fewer assumptions`,
    );
  const bits = (has: (one: One) => boolean): number =>
    all.reduce((sum, one, bit) => (has(one) ? sum | (1 << bit) : sum), 0);
  const { first, labelOf, labels } = graph;
  const comes = Int32Array.from(labels, (_, label) => bits(one => one.comes[label] === true));
  const breaksOff = Int32Array.from(labels, (_, label) => bits(one => one.breaksOff[label] === true));
  const weak = bits(({ strength }) => strength === 'weak');
  const ableIn = (position: number): number => {
    // Amid a step nothing is broken off for not being possible, nor does it begin to be possible.
    if (midStep?.isIn(graph.states[position] ?? 0) === true) return weak;
    let able = 0;
    const last = first[position + 1] ?? 0;
    for (let edge = first[position] ?? 0; edge < last; edge += 1) able |= comes[labelOf[edge] ?? 0] ?? 0;
    return able;
  };
  return {
    weak,
    strong: bits(({ strength }) => strength === 'strong'),
    owedIn: position => {
      const able = ableIn(position);
      let owed = 0;
      for (let bit = 0; bit < all.length; bit += 1)
        if ((able & (1 << bit)) !== 0 && all[bit]?.isDue(position) === true) owed |= 1 << bit;
      return owed;
    },
    keptBy: (label, owed) => ((comes[label] ?? 0) & owed) | (breaksOff[label] ?? 0),
  };
};

const onesOf = (graph: Graph, judge: GraphJudge, { strength, owes }: Fairness): readonly One[] =>
  owes === 'timers' ? timersOf(graph, judge) : owes.map(owed => oneOf(graph, judge, strength, owed));

const oneOf = (
  { labels }: Graph,
  judge: GraphJudge,
  strength: One['strength'],
  { while: condition, comes }: Owed,
): One => ({
  strength,
  isDue: judge.where(condition),
  comes: labels.map(({ event }) => happens(comes, event)),
  breaksOff: [],
});

/** A step that has begun is taken to its end: that is no promise of the world, but what a step is. */
const wholeSteps = ({ system: { midStep }, states, labels }: Graph): readonly One[] =>
  midStep === undefined
    ? []
    : [
        {
          strength: 'weak',
          isDue: position => midStep.isIn(states[position] ?? 0),
          comes: labels.map(({ event }) => midStep.goesOnBy.has(event.type)),
          breaksOff: [],
        },
      ];

/** One promise for each state that has a delay, and each of its delays. */
const timersOf = (graph: Graph, judge: GraphJudge): readonly One[] =>
  within(graph.system.chart.machine.root).flatMap(node => {
    const delays = new Set(transitionsAt(node).map(({ eventType }) => eventType));
    return [...delays]
      .filter(type => type.startsWith('timer.'))
      .flatMap(type => {
        const one = timerOf(graph, judge, node, type);
        return one === null ? [] : [one];
      });
  });

/**
 * A delay elapses once, and not again before its state is entered anew. So it is owed only where its end
 * leaves the state, at once or by what it raises; and one whose end may do nothing now and something later, in
 * the same stay, promises nothing at all: it may have elapsed before.
 */
const timerOf = (graph: Graph, judge: GraphJudge, node: Node, type: string): One | null => {
  const { labels } = graph;
  const all = within(graph.system.chart.machine.root).flatMap(transitionsAt);
  const idsOf = (those: (transition: AnyTransitionDefinition) => boolean): ReadonlySet<string> =>
    new Set(all.filter(those).map(transitionId));
  const own = transitionsAt(node).filter(({ eventType }) => eventType === type);
  const ends = idsOf(transition => own.includes(transition));
  const leaving = idsOf(transition => leaves(transition, node));
  const entering = idsOf(transition => enters(transition, node));
  const isEnd = labels.map(({ event, taken }) => event.type === type && taken.some(id => ends.has(id)));
  const comes = labels.map(({ taken }, label) => isEnd[label] === true && taken.some(id => leaving.has(id)));
  const breaksOff = labels.map(({ taken }) => taken.some(id => entering.has(id)));
  const isSure =
    own.some(({ guard }) => guard === undefined) && isEnd.every((is, label) => !is || comes[label] === true);
  const isActive = judge.where(node.id);
  if (!comes.includes(true) || !(isSure || staysAsItBegan(graph, isActive, comes, breaksOff))) return null;
  return { strength: 'weak', isDue: isActive, comes, breaksOff };
};

/** Whether in no stay in a state its delay becomes able to end it that was not so from the beginning. */
const staysAsItBegan = (
  { first, targets, labelOf }: Graph,
  isActive: Holds,
  comes: readonly boolean[],
  breaksOff: readonly boolean[],
): boolean => {
  const isAble = (position: number): boolean => {
    for (let edge = first[position] ?? 0; edge < (first[position + 1] ?? 0); edge += 1)
      if (comes[labelOf[edge] ?? 0] === true) return true;
    return false;
  };
  for (let from = 0; from < first.length - 1; from += 1) {
    if (!isActive(from) || isAble(from)) continue;
    for (let edge = first[from] ?? 0; edge < (first[from + 1] ?? 0); edge += 1) {
      const to = targets[edge] ?? 0;
      if (breaksOff[labelOf[edge] ?? 0] !== true && isActive(to) && isAble(to)) return false;
    }
  }
  return true;
};
