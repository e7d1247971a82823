import type { Moment, Step, Where, Words } from '../../../specs/property.ts';
import type { Graph } from '../explore.ts';
import { judgeOf } from '../judge.ts';
import type { Label } from '../system.ts';

/** A question about a step of a graph, given by its number and the position at which it starts. */
export type Asked = (edge: number, from: number) => boolean;
/** A question about a position of a graph. */
export type Holds = (position: number) => boolean;

/** Conditions on the positions and the steps of a graph. */
export type GraphJudge = {
  readonly where: (condition: Where<Words>) => Holds;
  readonly step: (condition: Step<Words>) => Asked;
  readonly moment: (condition: Moment<Words>) => MomentJudge;
};

export type MomentJudge = {
  /** Whether it is so in this position, whatever happens. */
  readonly inState: Holds;
  /** Whether it is so in this step, or where it leads. */
  readonly atStep: Asked;
  /** Whether it is a condition on steps: then no position meets it. */
  readonly isStep: boolean;
};

export const judgeIn = (graph: Graph): GraphJudge => {
  const { states, targets, labelOf } = graph;
  const judge = judgeOf({ ...graph.system, labelAt: number => labelIn(graph, number) });
  const where = (condition: Where<Words>): Holds => {
    const holds = judge.where(condition);
    return position => holds(states[position] ?? 0);
  };
  const step = (condition: Step<Words>): Asked => {
    const holds = judge.step(condition);
    return (edge, from) => holds(labelOf[edge] ?? 0, states[from] ?? 0, states[targets[edge] ?? 0] ?? 0);
  };
  return {
    where,
    step,
    moment: condition => {
      if (typeof condition === 'object' && 'step' in condition)
        return { inState: () => false, atStep: step(condition.step), isStep: true };
      const inState = where(condition);
      return { inState, atStep: edge => inState(targets[edge] ?? 0), isStep: false };
    },
  };
};

const labelIn = ({ labels }: Graph, number: number): Label => {
  const label = labels[number];
  if (label === undefined) throw new Error(`the graph has no label ${number}`);
  return label;
};
