import { type Document, type State, statesIn, type Transition } from './document.ts';
import { actionsWords, conditionWords, glossaryLines, transitionWords } from './words.ts';

/**
 * A chart for Graphviz. A state with states within is a cluster; Graphviz has no arrow from or to a cluster,
 * so that each has a point inside that stands for it, and arrows end at its border (`compound`). What is
 * drawn is also there as attributes of our own (event, guard, actions, req), for programs.
 */
export const dotOf = (document: Document): string =>
  [
    ...glossaryLines(document).map(line => `// ${line}`),
    `digraph ${quoted(document.root.id)} {`,
    '  graph [compound=true, rankdir=LR, fontname="sans-serif"];',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...indented(boxOf(document.root)),
    ...statesIn(document.root).flatMap(state => [
      ...firstArrow(state).map(line => `  ${line}`),
      ...state.transitions.map(each => `  ${arrowOf(state, each, kinds(document.root))}`),
    ]),
    '}',
    '',
  ].join('\n');

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const indented = (lines: readonly string[]): readonly string[] => lines.map(line => `  ${line}`);

type Attributes = Readonly<Record<string, string | undefined>>;

const list = (attributes: Attributes): string =>
  Object.entries(attributes)
    .flatMap(([name, text]) => (text === undefined || text === '' ? [] : [`${name}=${quoted(text)}`]))
    .join(', ');

const boxOf = (state: State): readonly string[] => {
  const { id, kind, states, description, tags, req } = state;
  const said: Attributes = {
    kind,
    tooltip: description,
    entry: actionsWords(state.entry),
    exit: actionsWords(state.exit),
    tags: tags?.join(' '),
    req: req?.join(' '),
  };
  if (states.length === 0) return [`${quoted(id)} [${list({ label: labelOf(state), ...said })}];`];
  return [
    `subgraph ${quoted(clusterOf(id))} {`,
    ...indented([
      `graph [${list({ label: labelOf(state), state: id, style: kind === 'parallel' ? 'dashed' : 'rounded', ...said })}];`,
      `${quoted(id)} [shape=point, style=invis, label=""];`,
      ...(kind === 'compound' ? [`${quoted(`${id}.initial`)} [shape=point, label="", kind="initial"];`] : []),
      ...states.flatMap(boxOf),
    ]),
    '}',
  ];
};

/** `\n` begins a new line of a label; `quoted` would double the backslash, so a real line break is written. */
const labelOf = ({ key, entry, exit }: State): string =>
  [
    key,
    ...(entry.length === 0 ? [] : [`entry / ${actionsWords(entry)}`]),
    ...(exit.length === 0 ? [] : [`exit / ${actionsWords(exit)}`]),
  ].join('\n');

const clusterOf = (id: string): string => `cluster_${id}`;

/** Ids of the states that are clusters. */
const kinds = (root: State): ReadonlySet<string> =>
  new Set(statesIn(root).flatMap(({ id, states }) => (states.length > 0 ? [id] : [])));

const firstArrow = ({ id, initial, states }: State): readonly string[] => {
  if (initial === undefined) return [];
  const isCluster = states.some(child => child.id === initial && child.states.length > 0);
  return [
    `${quoted(`${id}.initial`)} -> ${quoted(initial)} [${list({ kind: 'initial', lhead: isCluster ? clusterOf(initial) : undefined })}];`,
  ];
};

const arrowOf = ({ id }: State, transition: Transition, clusters: ReadonlySet<string>): string => {
  const { event, guard, target, reenter, actions, req, description } = transition;
  const to = target ?? id;
  const isWithin = (inner: string, outer: string): boolean =>
    inner === outer || inner.startsWith(`${outer}.`);
  const attributes = list({
    label: `${transitionWords(transition)}${target === undefined ? ' (stays)' : ''}`,
    kind: target === undefined ? 'stays' : reenter ? 'reenters' : 'leads',
    event,
    guard: guard === undefined ? undefined : conditionWords(guard),
    actions: actionsWords(actions),
    req: req?.join(' '),
    tooltip: description,
    // An arrow within a cluster has no border to end at.
    ltail: clusters.has(id) && !isWithin(to, id) ? clusterOf(id) : undefined,
    lhead: clusters.has(to) && !isWithin(id, to) ? clusterOf(to) : undefined,
  });
  return `${quoted(id)} -> ${quoted(to)} [${attributes}];`;
};
