import { actionsIn, type Condition, type Document, type State, statesIn } from './document.ts';

/** A region of a chart with what it names: enough for a picture, not for a chart of its own. */
export const regionOf = (document: Document, name: string): Document => {
  const root = document.root.states.find(({ key }) => key === name);
  if (root === undefined)
    throw new Error(
      `--region ${name}: the ${document.root.id} has no such region; it has ${document.root.states.map(({ key }) => key).join(', ')}`,
    );
  const guards = guardsOf(root, document.guards);
  const actions = new Set(actionsIn(root).map(({ type }) => type));
  const delays = new Set(statesIn(root).flatMap(({ transitions }) => transitions.map(({ after }) => after)));
  return {
    ...document,
    root,
    guards: only(document.guards, guard => guards.has(guard)),
    actions: only(document.actions, action => actions.has(action)),
    delays: only(document.delays, delay => delays.has(delay)),
  };
};

const only = <Meaning>(
  glossary: Readonly<Record<string, Meaning>>,
  isNamed: (name: string) => boolean,
): Record<string, Meaning> => Object.fromEntries(Object.entries(glossary).filter(([name]) => isNamed(name)));

/** The guards that a region names, and those that these are made of. */
const guardsOf = (root: State, glossary: Document['guards']): ReadonlySet<string> => {
  const named = new Set<string>();
  const follow = (condition: Condition): void => {
    if ('guard' in condition) {
      const meaning = glossary[condition.guard];
      if (named.has(condition.guard) || meaning === undefined) return;
      named.add(condition.guard);
      follow(meaning);
    } else if ('not' in condition) follow(condition.not);
    else if ('all' in condition) condition.all.forEach(follow);
    else if ('any' in condition) condition.any.forEach(follow);
  };
  for (const { transitions } of statesIn(root))
    for (const { guard } of transitions) if (guard !== undefined) follow(guard);
  return named;
};
