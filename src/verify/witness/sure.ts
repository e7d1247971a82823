import type { AnyProperty } from '../../../specs/property.ts';
import type { Graph } from '../explore.ts';
import { judgeOf } from '../judge.ts';

/**
 * A claim of single runs from which a branching one follows: that one event, which may always come, leads from
 * every such state at once to where the property wants to be able to go. Null for a property that is not of
 * this form, or where there is no such event. The graph only suggests the event; others prove the claim.
 */
export const sureOf = (graph: Graph, property: AnyProperty): AnyProperty | null => {
  const { rule } = property;
  if (!('canReach' in rule) || rule.within < 1) return null;
  const judge = judgeOf({ ...graph.system, labelAt: label => labelIn(graph, label) });
  const [from, to] = [judge.where(rule.from), judge.where(rule.canReach)];
  const isFrom = graph.states.map(state => (from(state) ? 1 : 0));
  const isTo = graph.states.map(state => (to(state) ? 1 : 0));
  /** Labels by which some such state is left for elsewhere. */
  const failed = new Set<string>();
  for (let position = 0; position < graph.first.length - 1; position += 1) {
    if (isFrom[position] !== 1) continue;
    const end = graph.first[position + 1] ?? 0;
    for (let edge = graph.first[position] ?? 0; edge < end; edge += 1)
      if (isTo[graph.targets[edge] ?? 0] !== 1)
        failed.add(labelIn(graph, graph.labelOf[edge] ?? 0).event.type);
  }
  const sure = graph.labels
    .map(({ event }) => event.type)
    .find(type => !type.startsWith('timer.') && !failed.has(type));
  return sure === undefined
    ? null
    : { ...property, rule: { eachStep: { from: rule.from, on: [sure] }, is: { to: rule.canReach } } };
};

const labelIn = ({ labels }: Graph, number: number): Graph['labels'][number] => {
  const label = labels[number];
  if (label === undefined) throw new Error(`the graph has no label ${number}`);
  return label;
};
