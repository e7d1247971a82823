import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { domainOf, type Node, transitionsAt, within } from './shape.ts';
import { transitionId } from './taken.ts';

const isAbove = (outer: Node, inner: Node): boolean =>
  inner.parent !== undefined && (inner.parent === outer || isAbove(outer, inner.parent));

/** Whether a transition leaves a state. */
export const leaves = (transition: AnyTransitionDefinition, node: Node): boolean => {
  const domain = domainOf(transition);
  return domain !== null && isAbove(domain, node);
};

/** Whether a transition enters a state: on the way to its target, or from there on to where that begins. */
export const enters = (transition: AnyTransitionDefinition, node: Node): boolean => {
  const domain = domainOf(transition);
  const [target] = transition.target ?? [];
  if (domain === null || target === undefined || !isAbove(domain, node)) return false;
  if (node === target || isAbove(node, target)) return true;
  for (let at: Node | undefined = target; at !== undefined && at.type === 'compound'; ) {
    at = at.initial.target?.[0];
    if (at === node) return true;
  }
  return false;
};

/** For each transition of a chart, by its id, the states that it enters, one that is entered anew among them. */
export const enteredBy = ({ root }: AnyStateMachine): ReadonlyMap<string, ReadonlySet<string>> => {
  const nodes = within(root);
  return new Map(
    nodes
      .flatMap(transitionsAt)
      .map(transition => [
        transitionId(transition),
        new Set(nodes.filter(node => enters(transition, node)).map(({ id }) => id)),
      ]),
  );
};
