import { type Document, type State, statesIn, type Transition } from './export/document.ts';
import { boxOf, firstOf, nameOf } from './export/mermaid.ts';

/** A diagram of each region of each chart, as Markdown with Mermaid state diagrams. */
export const diagramsOf = (charts: readonly Document[]): string =>
  [
    '# Diagrams',
    '',
    'One for each region, generated from the charts; do not edit. `event ?` is answered only if a guard says yes.',
    'Answers that act and stay where they are, and guards in words, are in [the matrix](matrix.md).',
    '',
    ...charts.flatMap(({ root }) => [
      `## The ${root.id} chart`,
      '',
      ...root.states.flatMap(region => [
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

const diagramOf = (region: State): readonly string[] => [
  ...firstOf(region),
  ...region.states.flatMap(child => boxOf(child, false)),
  ...arrowsOf(region),
];

/** Arrows between two states, all events of one pair on one arrow. */
const arrowsOf = (region: State): readonly string[] => {
  const events = new Map<string, string[]>();
  for (const state of statesIn(region)) {
    for (const transition of state.transitions) {
      if (transition.target === undefined) continue;
      // What a whole region answers would be an arrow from every state: it starts from outside instead.
      const from = state === region ? '[*]' : nameOf(state.id);
      const pair = `${from} --> ${nameOf(transition.target)}`;
      events.set(pair, [...(events.get(pair) ?? []), labelOf(transition)]);
    }
  }
  return [...events].map(([pair, labels]) => `${pair} : ${[...new Set(labels)].join(', ')}`);
};

const labelOf = ({ event, guard }: Transition): string => `${event}${guard === undefined ? '' : ' ?'}`;
