import { type Event, nameOf } from '../automaton.ts';

/** A story's `>` lines, with the numbers of their lines. */
export type Given = { readonly line: number; readonly words: string };

export const givenIn = (text: string): readonly Given[] =>
  text
    .split('\n')
    .flatMap((words, index) => (words.startsWith('> ') ? [{ line: index + 1, words: words.slice(2) }] : []));

/** The event of an alphabet that a line names, as `pulse.due channel=basal`. Throws with the line and the remedy. */
export const eventIn = ({ line, words }: Given, alphabet: readonly Event[]): Event => {
  const found = alphabet.find(event => nameOf(event) === words);
  if (found !== undefined) return found;
  const [type = ''] = words.split(' ');
  const near = alphabet.filter(event => event.type === type).map(nameOf);
  throw new Error(
    `line ${line}, "> ${words}": the chart has no such event; ${
      near.length > 0 ? `write ${near.map(name => `"> ${name}"`).join(' or ')}` : 'write one that it names'
    }`,
  );
};
