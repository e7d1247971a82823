import type { AnyStateMachine } from 'xstate';
import { z } from 'zod';
import { isRequirementId, type RequirementId } from '../../../specs/requirements/index.ts';
import { transitionsOf } from '../coverage.ts';
import { transitionId } from '../taken.ts';

/** A state or a transition of a chart that carries requirements in its `meta`. */
export type Element = {
  readonly id: string;
  readonly kind: 'state' | 'transition';
  readonly req: readonly RequirementId[];
};

const metaSchema = z.looseObject({ req: z.array(z.string()).optional() }).optional();

const reqOf = (meta: unknown, where: string): readonly RequirementId[] =>
  (metaSchema.parse(meta)?.req ?? []).map(id => {
    if (!isRequirementId(id)) throw new Error(`${where} carries ${id}, which no requirement has`);
    return id;
  });

type Node = AnyStateMachine['root'];
const nodesOf = (node: Node): readonly Node[] => [node, ...Object.values(node.states).flatMap(nodesOf)];

/** Everything in a chart that carries a requirement, in the order of the chart. */
export const elementsOf = (machine: AnyStateMachine): readonly Element[] =>
  [
    ...nodesOf(machine.root).map(({ id, meta }): Element => ({ id, kind: 'state', req: reqOf(meta, id) })),
    ...transitionsOf(machine).map((definition): Element => {
      const id = transitionId(definition);
      return { id, kind: 'transition', req: reqOf(definition.meta, id) };
    }),
  ].filter(({ req }) => req.length > 0);
