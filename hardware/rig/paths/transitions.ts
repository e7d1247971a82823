import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { transitionId } from '../../../src/verify/taken.ts';

/** Ids of all transitions of a chart. */
export const transitionsOf = (machine: AnyStateMachine): readonly string[] =>
  nodesOf(machine.root).flatMap(own);

/** Ids of all states of a chart that have no states within. */
export const atomicStatesOf = (machine: AnyStateMachine): readonly string[] =>
  nodesOf(machine.root)
    .filter(node => node.type === 'atomic')
    .map(node => node.id);

const nodesOf = (node: AnyStateNode): readonly AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap(child => nodesOf(child)),
];

const own = (node: AnyStateNode): readonly string[] =>
  [...node.transitions.values()].flat().map(transitionId);
