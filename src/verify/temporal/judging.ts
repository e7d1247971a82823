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
  readonly labels: (condition: Step<Words>) => Labels;
  readonly moment: (condition: Moment<Words>) => MomentJudge;
};

/** Labels of which some step may be of a kind; null when a label alone rules nothing out. */
export type Labels = Uint8Array | null;

export type MomentJudge = {
  readonly labels: Labels;
  /** Whether it is so in this position, whatever happens. */
  readonly inState: Holds;
  /** Whether it is so in this step, or where it leads. */
  readonly atStep: Asked;
};

/** The same answers, worked out once for each position: steps ask for those of both their ends, again and again. */
const noted = (holds: Holds, count: number): Holds => {
  const answers = new Uint8Array(count);
  for (let position = 0; position < count; position += 1) answers[position] = holds(position) ? 1 : 0;
  return position => answers[position] === 1;
};

/** Labels of some of these kinds. */
export const together = (all: readonly Labels[]): Labels =>
  all.reduce((one, other) => one && other && one.map((is, label) => is | (other[label] ?? 0)));

export const judgeIn = (graph: Graph): GraphJudge => {
  const { states, targets, labelOf } = graph;
  const judge = judgeOf({ ...graph.system, labelAt: number => labelIn(graph, number) });
  const where = (condition: Where<Words>): Holds => {
    const holds = judge.where(condition);
    return position => holds(states[position] ?? 0);
  };
  const labels = (condition: Step<Words>): Uint8Array => {
    const isLike = judge.label(condition);
    return Uint8Array.from(graph.labels, (_, label) => (isLike(label) ? 1 : 0));
  };
  const step = (condition: Step<Words>): Asked => {
    const isLike = labels(condition);
    const before = condition.from === undefined ? always : noted(where(condition.from), states.length);
    const after = condition.to === undefined ? always : noted(where(condition.to), states.length);
    return (edge, from) => isLike[labelOf[edge] ?? 0] === 1 && before(from) && after(targets[edge] ?? 0);
  };
  return {
    where,
    step,
    labels,
    moment: condition => {
      if (typeof condition === 'object' && 'step' in condition)
        return { labels: labels(condition.step), inState: () => false, atStep: step(condition.step) };
      const inState = noted(where(condition), states.length);
      return { labels: null, inState, atStep: edge => inState(targets[edge] ?? 0) };
    },
  };
};

const always: Holds = () => true;

const labelIn = ({ labels }: Graph, number: number): Label => {
  const label = labels[number];
  if (label === undefined) throw new Error(`the graph has no label ${number}`);
  return label;
};
