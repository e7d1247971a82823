import type { DrawnLabel } from './drawing.ts';
import { cut, SIZE, textWidth } from './measure.ts';
import { type Chart, type ChartState, type ChartTransition, inWords } from './model.ts';

/** The words of one or several transitions, and how much room they take. */
export type Chip = Pick<DrawnLabel, 'transitions' | 'lines' | 'width' | 'height'>;

/** Room between two labels, one below the other. */
export const LABEL_GAP = 3;
/** Room around labels in a state. */
export const INSET = 4;

/** How much of a transition is told: all, its question but not its actions, or its event alone. */
export const WORDINGS = ['full', 'questions', 'events'] as const;
export type Wording = (typeof WORDINGS)[number];

/** The labels of one wire. Transitions with the same question and the same actions share one, to be read once. */
export const chipsOf = (transitions: readonly ChartTransition[]): readonly Chip[] =>
  alike(transitions, () => '').map(group => chipOf(group, () => '', 'full'));

/** The labels of transitions without a wire, with where they lead to. */
export const listOf = (
  chart: Chart,
  transitions: readonly ChartTransition[],
  wording: Wording = 'full',
): readonly Chip[] => {
  const goalOf = goalIn(chart);
  const groups = wording === 'full' ? alike(transitions, goalOf) : transitions.map(one => [one]);
  return groups.map(group => chipOf(group, goalOf, wording));
};

/** Height of labels, one below the other. */
export const heightOf = (chips: readonly Chip[]): number =>
  chips.reduce((sum, { height }) => sum + height + LABEL_GAP, -LABEL_GAP);

/** Room for labels in a state, below its name and its actions. */
export const roomFor = (chips: readonly Chip[] = []): { readonly width: number; readonly height: number } =>
  chips.length === 0
    ? { width: 0, height: 0 }
    : { width: Math.max(...chips.map(({ width }) => width)) + 2 * INSET, height: heightOf(chips) + INSET };

/** Height of what is above the labels in a state: its name and its actions. */
export const headOf = (lines: readonly string[]): number =>
  28 + (lines.length > 0 ? lines.length * SIZE.lineStep + 2 : 0);

/** Width that a state needs for its name and its actions. */
export const leastWidthOf = (title: string, lines: readonly string[]): number =>
  Math.max(
    textWidth(title, SIZE.title, true) + 34,
    64,
    ...lines.map(line => textWidth(line, SIZE.line) + 22),
  );

/** Entry and exit actions, one line each. */
export const actionLines = ({ entry, exit }: ChartState): readonly string[] => [
  ...(entry.length > 0 ? [cut(`entry / ${entry.map(inWords).join(', ')}`, SIZE.line, SIZE.label)] : []),
  ...(exit.length > 0 ? [cut(`exit / ${exit.map(inWords).join(', ')}`, SIZE.line, SIZE.label)] : []),
];

const alike = (
  transitions: readonly ChartTransition[],
  goalOf: (transition: ChartTransition) => string,
): readonly (readonly ChartTransition[])[] => {
  const groups = new Map<string, ChartTransition[]>();
  for (const transition of transitions) {
    const { guard, actions } = transition;
    const key = JSON.stringify([guard?.words, actions, goalOf(transition)]);
    groups.set(key, [...(groups.get(key) ?? []), transition]);
  }
  return [...groups.values()];
};

/** Each event on a line of its own, then the question in brackets, then what is done. */
const chipOf = (
  group: readonly ChartTransition[],
  goalOf: (transition: ChartTransition) => string,
  wording: Wording,
): Chip => {
  const most = SIZE.label - 16;
  const { guard, actions } = group[0] ?? { guard: null, actions: [] };
  const lines: DrawnLabel['lines'] = [
    ...group.map(transition => ({
      role: 'event' as const,
      // A goal is never cut: without a wire nothing else says where it leads.
      text: `${cut(eventOf(transition), SIZE.event, most)}${goalOf(transition)}`,
      transition: transition.id,
    })),
    ...(guard === null || wording === 'events'
      ? []
      : [{ role: 'guard' as const, text: cut(`[${guard.words.replace(/:.*/, '')}]`, SIZE.line, most) }]),
    ...(actions.length === 0 || wording !== 'full'
      ? []
      : [{ role: 'action' as const, text: cut(`/ ${actions.map(inWords).join(', ')}`, SIZE.line, most) }]),
  ];
  const width = Math.max(
    ...lines.map(({ role, text }) =>
      textWidth(text, role === 'event' ? SIZE.event : SIZE.line, role === 'event'),
    ),
  );
  return {
    transitions: group.map(({ id }) => id),
    lines,
    width: width + (wording === 'full' ? 16 : 10),
    height: lines.length * SIZE.lineStep + (wording === 'full' ? 6 : 0),
  };
};

const eventOf = ({ delay, event }: ChartTransition): string =>
  delay === null ? event : `after ${inWords(delay)}`;

/** Where a transition without a wire leads to; nothing for one that stays. */
const goalIn =
  (chart: Chart) =>
  ({ source, targets }: ChartTransition): string =>
    targets
      .filter(target => target !== source)
      .map(target => ` → ${inWords(chart.states.find(({ id }) => id === target)?.key ?? target)}`)
      .join('');
