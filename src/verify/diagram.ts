import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { eventName } from './taken.ts';

type Node = AnyStateMachine['root'];

/** A diagram of each region of each chart, as Markdown with Mermaid state diagrams. */
export const diagramsOf = (machines: readonly AnyStateMachine[]): string =>
  [
    '# Diagrams',
    '',
    'One for each region, generated from the charts; do not edit. `event ?` is answered only if a guard says yes.',
    'Answers that act and stay where they are, and guards in words, are in [the matrix](matrix.md).',
    '',
    ...machines.flatMap(machine => [
      `## The ${machine.id} chart`,
      '',
      ...Object.values(machine.root.states).flatMap(region => [
        `### ${region.key}`,
        '',
        '```mermaid',
        'stateDiagram-v2',
        ...diagramOf(region).map(line => `  ${line}`),
        '```',
        '',
      ]),
    ]),
  ].join('\n');

/** Mermaid takes no dots in names. */
const nameOf = ({ id }: Node): string => id.replaceAll(/[^A-Za-z0-9]/g, '_');

const diagramOf = (region: Node): readonly string[] => [...boxesOf(region), ...arrowsOf(region)];

const boxesOf = (node: Node): readonly string[] => {
  const { initial } = node.config;
  const first = typeof initial === 'string' ? node.states[initial] : undefined;
  return [
    ...(first === undefined ? [] : [`[*] --> ${nameOf(first)}`]),
    ...Object.values(node.states).flatMap(child => {
      const inner = boxesOf(child);
      const label = `state "${child.key}" as ${nameOf(child)}`;
      return inner.length === 0 ? [label] : [`${label} {`, ...inner.map(line => `  ${line}`), '}'];
    }),
  ];
};

/** Arrows between two states, all events of one pair on one arrow. */
const arrowsOf = (region: Node): readonly string[] => {
  const events = new Map<string, string[]>();
  for (const node of nodesOf(region)) {
    for (const transition of [...node.transitions.values()].flat()) {
      for (const target of transition.target ?? []) {
        // What a whole region answers would be an arrow from every state: it starts from outside instead.
        const from = node === region ? '[*]' : nameOf(node);
        const pair = `${from} --> ${nameOf(target)}`;
        events.set(pair, [...(events.get(pair) ?? []), labelOf(transition)]);
      }
    }
  }
  return [...events].map(([pair, labels]) => `${pair} : ${[...new Set(labels)].join(', ')}`);
};

const labelOf = (transition: AnyTransitionDefinition): string =>
  `${eventName(transition)}${transition.guard === undefined ? '' : ' ?'}`;

const nodesOf = (node: Node): readonly Node[] => [node, ...Object.values(node.states).flatMap(nodesOf)];
