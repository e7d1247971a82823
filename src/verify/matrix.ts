import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { eventName } from './taken.ts';

type Node = AnyStateMachine['root'];

/**
 * The event × state matrix of charts, as Markdown: for each region its states across, and down every
 * event that some state of the region answers. A blank cell is an event that changes nothing there:
 * each blank is a decision (SR-046). An answer that a state inherits from an outer one is shown in it.
 */
export const matrixOf = (machines: readonly AnyStateMachine[]): string =>
  [
    '# Events and states',
    '',
    'Generated from the charts; do not edit. `→ state` is where an event leads, `!` an answer that acts and stays,',
    '`?` an answer that depends on a guard. A blank cell changes nothing, and is a decision (SR-046).',
    '',
    ...machines.flatMap(machine => [
      `## The ${machine.id} chart`,
      '',
      ...Object.values(machine.root.states).flatMap(region => [...tableOf(region), '']),
    ]),
  ].join('\n');

const tableOf = (region: Node): readonly string[] => {
  const leaves = leavesOf(region);
  const events = [...new Set(chainsOf(region).map(eventName))].sort();
  return [
    `### ${region.key}`,
    '',
    row(['event', ...leaves.map(leaf => pathIn(region, leaf))]),
    row(['---', ...leaves.map(() => '---')]),
    ...events.map(event => row([`\`${event}\``, ...leaves.map(leaf => cellOf(region, leaf, event))])),
  ];
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const leavesOf = (node: Node): readonly Node[] => {
  const children = Object.values(node.states);
  return children.length === 0 ? [node] : children.flatMap(leavesOf);
};

/** All transitions within a region. */
const chainsOf = (node: Node): readonly AnyTransitionDefinition[] => [
  ...[...node.transitions.values()].flat(),
  ...Object.values(node.states).flatMap(chainsOf),
];

const pathIn = (region: Node, { id }: Node): string => id.slice(region.id.length + 1) || region.key;

/** What a state does on an event: its own answer, or that of the nearest state around it that has one. */
const cellOf = (region: Node, leaf: Node, event: string): string => {
  for (
    let node: Node | undefined = leaf;
    node !== undefined;
    node = node === region ? undefined : node.parent
  ) {
    const answers = [...node.transitions.values()].flat().filter(each => eventName(each) === event);
    if (answers.length > 0) return answers.map(answer => answerOf(region, answer)).join('; ');
  }
  return '';
};

const answerOf = (region: Node, { guard, target, actions }: AnyTransitionDefinition): string => {
  const to = target?.map(each => `→ ${pathIn(region, each)}`).join(', ') ?? (actions.length > 0 ? '!' : '—');
  return `${to}${guard === undefined ? '' : ` ? ${guardName(guard)}`}`;
};

const guardName = (guard: unknown): string => (typeof guard === 'string' ? guard : 'condition');
