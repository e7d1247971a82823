import { type Document, type State, statesIn, type Transition } from './export/document.ts';
import { boxOf, firstOf, isInward, nameOf } from './export/mermaid.ts';

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
  ...inwardOf(region),
  ...region.states.flatMap(child => boxOf(child, { deedsOf: () => [], inwardOf })),
  ...grouped(
    statesIn(region).flatMap(state =>
      state.transitions.filter(each => !isInward(state, each)).map(each => [nameOf(state.id), each] as const),
    ),
  ),
];

/** What a state answers for all within it would be an arrow from each of them: it starts from outside instead. */
const inwardOf = (state: State): readonly string[] =>
  grouped(state.transitions.filter(each => isInward(state, each)).map(each => ['[*]', each] as const));

/** Arrows between two states, all events of one pair on one arrow. */
const grouped = (arrows: readonly (readonly [from: string, transition: Transition])[]): readonly string[] => {
  const events = new Map<string, string[]>();
  for (const [from, transition] of arrows) {
    if (transition.target === undefined) continue;
    const pair = `${from} --> ${nameOf(transition.target)}`;
    events.set(pair, [...(events.get(pair) ?? []), labelOf(transition)]);
  }
  return [...events].map(([pair, labels]) => `${pair} : ${[...new Set(labels)].join(', ')}`);
};

const labelOf = ({ event, guard }: Transition): string => `${event}${guard === undefined ? '' : ' ?'}`;
