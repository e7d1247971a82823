/** What is to be covered: transitions of the pump, or also each that follows another in the next step. */
export const GOALS = ['transitions', 'pairs'] as const;
export type Goal = (typeof GOALS)[number];

/** What was covered so far. */
export type Covered = {
  readonly transitions: Set<string>;
  readonly pairs: Set<string>;
};

export const nothingCovered = (): Covered => ({ transitions: new Set(), pairs: new Set() });

const pairsOf = (before: readonly string[], taken: readonly string[]): readonly string[] =>
  before.flatMap(first => taken.map(second => `${first} > ${second}`));

/** How many new goals of a kind a step adds that takes these transitions after a step that took those. */
export const gainOf = (
  { transitions, pairs }: Covered,
  goal: Goal,
  before: readonly string[],
  taken: readonly string[],
): number =>
  goal === 'transitions'
    ? taken.filter(id => !transitions.has(id)).length
    : pairsOf(before, taken).filter(pair => !pairs.has(pair)).length;

/** Notes what a step has covered. */
export const note = (covered: Covered, before: readonly string[], taken: readonly string[]): void => {
  for (const id of taken) covered.transitions.add(id);
  for (const pair of pairsOf(before, taken)) covered.pairs.add(pair);
};
