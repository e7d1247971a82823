import { type Document, isWithin, type State, statesIn, type Transition } from './document.ts';
import { actionsWords, glossaryLines, transitionWords } from './words.ts';

/**
 * A chart as a Mermaid state diagram. Mermaid has no transition that stays within its state: such a one is an
 * arrow back to it that says so. It cannot draw an arrow from a state to one within: such a one starts, with its
 * event, from where the outer state begins. What else it has no place for is in comments.
 */
export const mermaidOf = (document: Document): string =>
  [
    'stateDiagram-v2',
    ...indented([
      comment('An arrow with an event from the beginning of a state starts from any state within it.'),
      ...boxOf(document.root, { deedsOf, inwardOf }),
      ...statesIn(document.root).flatMap(source =>
        source.transitions
          .filter(each => !isInward(source, each))
          .map(each => `${nameOf(source.id)} --> ${arrowOf(source, each)}`),
      ),
      ...statesIn(document.root).flatMap(remarksOn).map(comment),
      ...glossaryLines(document).map(comment),
    ]),
    '',
  ].join('\n');

/** Whether a transition leads from a state to one within it. */
export const isInward = (source: State, { target }: Transition): boolean =>
  target !== undefined && target !== source.id && isWithin(target, source);

/** Mermaid takes no dots in names. */
export const nameOf = (id: string): string => id.replaceAll(/[^A-Za-z0-9]/g, '_');

export const indented = (lines: readonly string[]): readonly string[] => lines.map(line => `  ${line}`);

/** A comment ends with its line, and braces at its beginning would mean something. */
const comment = (line: string): string => `%% ${line.replaceAll(/[{}]/g, ' ')}`;

/** What a box says besides its states: of a state without any within, and of transitions to states within. */
export type BoxWords = {
  readonly deedsOf: (state: State) => readonly string[];
  readonly inwardOf: (state: State) => readonly string[];
};

/** A state and all within it; regions are divided by `--`. */
export const boxOf = (state: State, words: BoxWords): readonly string[] => {
  const { id, key, kind, states } = state;
  const label = `state "${key}" as ${nameOf(id)}`;
  if (states.length === 0) return [label, ...words.deedsOf(state).map(line => `${nameOf(id)} : ${line}`)];
  const inner = states.map(child => boxOf(child, words));
  const divided =
    kind === 'parallel' ? inner.flatMap((box, index) => (index === 0 ? box : ['--', ...box])) : inner.flat();
  return [`${label} {`, ...indented([...firstOf(state), ...words.inwardOf(state), ...divided]), '}'];
};

const inwardOf = (state: State): readonly string[] =>
  state.transitions.filter(each => isInward(state, each)).map(each => `[*] --> ${arrowOf(state, each)}`);

/** The arrow to the state that a state begins in. */
export const firstOf = ({ initial }: State): readonly string[] =>
  initial === undefined ? [] : [`[*] --> ${nameOf(initial)}`];

const deedsOf = ({ entry, exit }: Pick<State, 'entry' | 'exit'>): readonly string[] => [
  ...(entry.length === 0 ? [] : [`entry / ${actionsWords(entry)}`]),
  ...(exit.length === 0 ? [] : [`exit / ${actionsWords(exit)}`]),
];

const arrowOf = ({ id }: State, transition: Transition): string => {
  const { target, reenter } = transition;
  const how = target === undefined ? ' (stays)' : reenter ? ' (enters again)' : '';
  return `${nameOf(target ?? id)} : ${transitionWords(transition)}${how}`;
};

/** What a box of Mermaid cannot show of a state. */
const remarksOn = ({
  id,
  states,
  description,
  tags,
  req,
  transitions,
  ...state
}: State): readonly string[] => [
  ...(description === undefined ? [] : [`${id}: ${description}`]),
  ...(tags === undefined ? [] : [`${id} is tagged ${tags.join(', ')}`]),
  ...(states.length === 0 ? [] : deedsOf(state).map(line => `${id} ${line}`)),
  ...(req === undefined ? [] : [`${id} meets ${req.join(', ')}`]),
  ...transitions.flatMap(each =>
    each.req === undefined ? [] : [`${id} ${each.event} meets ${each.req.join(', ')}`],
  ),
];
