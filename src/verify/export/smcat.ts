import { type Document, isInternal, type State, statesIn, type Transition } from './document.ts';
import { actionsWords, glossaryLines, transitionWords } from './words.ts';

/** A chart in the language of state-machine-cat. What it has no place for is in notes (`#`) and comments. */
export const smcatOf = (document: Document): string =>
  [
    ...ended([stateOf(document.root)]),
    ...statesIn(document.root).flatMap(source => source.transitions.map(each => arrowOf(source, each))),
    ...glossaryLines(document).map(line => `// ${line}`),
    '',
  ].join('\n');

type Lines = readonly string[];

const quoted = (text: string): string => `"${text.replaceAll('"', "'")}"`;

/** States are divided by commas, and their list ends with a semicolon. */
const ended = (states: readonly Lines[]): Lines =>
  states.flatMap((lines, index) =>
    lines.map((line, at) =>
      at < lines.length - 1 ? line : `${line}${index === states.length - 1 ? ';' : ','}`,
    ),
  );

const stateOf = (state: State): Lines => {
  const { id, key, kind, description, initial, states, tags, req } = state;
  const attributes = attributesOf({
    type: kind === 'parallel' ? kind : 'regular',
    label: quoted(key),
    class: quotedList([...(req ?? []), ...(tags ?? [])]),
  });
  const deeds = deedsOf(state);
  const head = `${quoted(id)}${attributes}${deeds === '' ? '' : `: ${quoted(deeds)}`}`;
  // A line before a state that begins with `#` is a note on it.
  const note = description === undefined ? [] : [`# ${description}`];
  if (states.length === 0) return [...note, head];
  const begin = quoted(`${id}.initial`);
  const inner = [
    ...ended([...(initial === undefined ? [] : [[`${begin} [type=initial]`]]), ...states.map(stateOf)]),
    ...(initial === undefined ? [] : [`${begin} => ${quoted(initial)};`]),
  ];
  return [...note, `${head} {`, ...inner.map(line => `  ${line}`), '}'];
};

const deedsOf = ({ entry, exit }: State): string =>
  [
    ...(entry.length === 0 ? [] : [`entry/ ${actionsWords(entry)}`]),
    ...(exit.length === 0 ? [] : [`exit/ ${actionsWords(exit)}`]),
  ].join('\n');

/** All arrows stand in one list at the end: a name means the same state everywhere. */
const arrowOf = (source: State, transition: Transition): string => {
  const { target, req } = transition;
  const attributes = attributesOf({
    type: isInternal(source, transition) ? 'internal' : undefined,
    class: quotedList(req ?? []),
  });
  const label = quoted(transitionWords(transition));
  return `${quoted(source.id)} => ${quoted(target ?? source.id)}${attributes}: ${label};`;
};

const quotedList = (words: readonly string[]): string | undefined =>
  words.length === 0 ? undefined : quoted(words.join(' '));

const attributesOf = (attributes: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(attributes).flatMap(([name, text]) =>
    text === undefined ? [] : [`${name}=${text}`],
  );
  return given.length === 0 ? '' : ` [${given.join(' ')}]`;
};
