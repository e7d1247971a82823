import { type Document, type State, statesIn } from '../../../src/verify/export/document.ts';
import { conditionWords } from '../../../src/verify/export/words.ts';

/** What a picture of a chart must show: compared with what other people's readers make of our texts. */
export type Picture = {
  /** Each state with the one around it: `outer > inner`. */
  readonly states: readonly string[];
  /** `outer: state that it begins in`. */
  readonly initial: readonly string[];
  /** `from -> to: event [guard] / actions`, as far as the format divides it. */
  readonly arrows: readonly string[];
};

export const sorted = ({ states, initial, arrows }: Picture): Picture => ({
  states: [...states].sort(),
  initial: [...initial].sort(),
  arrows: [...arrows].sort(),
});

/** What a format tells of the transitions, and how it spells the states. */
export type Spelling = {
  readonly name: (id: string) => string;
  readonly arrow: (source: State, transition: State['transitions'][number]) => string;
};

export const guardOf = ({ guard }: State['transitions'][number]): string =>
  guard === undefined ? '' : conditionWords(guard);

/** The picture of a chart itself. */
export const pictureOf = ({ root }: Document, { name, arrow }: Spelling): Picture => {
  const all = statesIn(root);
  return sorted({
    states: [
      `> ${name(root.id)}`,
      ...all.flatMap(({ id, states }) => states.map(child => `${name(id)} > ${name(child.id)}`)),
    ],
    initial: all.flatMap(({ id, initial }) =>
      initial === undefined ? [] : [`${name(id)}: ${name(initial)}`],
    ),
    arrows: all.flatMap(source =>
      source.transitions.map(
        each => `${name(source.id)} -> ${name(each.target ?? source.id)}: ${arrow(source, each)}`,
      ),
    ),
  });
};
