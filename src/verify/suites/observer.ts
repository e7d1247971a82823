/**
 * What is to be met, as an observer of walks: it reads a walk step by step, remembers what it must of the
 * steps before, and says which of its goals each step meets. Each criterion is a list of observers, one for
 * each region of the chart or each part of the graph that tests are about.
 */
export type Observer = {
  /** What its goals have in common: the id of a region, most often. Tests are grouped by it. */
  readonly name: string;
  /** Goals by number; the order is that of their names. */
  readonly goals: readonly string[];
  /** Why a goal that no walk meets is not met. */
  readonly whyNot: (goal: number) => string;
  /** What decides which goals a step meets: its label, the state it leads to, or all of it and the memory. */
  readonly reads: 'label' | 'target' | 'all';
  /** What it reads of a step: of steps to one place for which this is equal it makes the same. */
  readonly alike: (edge: number) => readonly number[];
  /** How many different things it can remember; `begin` is what it knows before any step. */
  readonly memories: number;
  readonly begin: number;
  /** Goals that are met before any step. */
  readonly atOnce: readonly number[];
  /** What it remembers after a step of the graph. */
  readonly next: (memory: number, edge: number) => number;
  readonly meets: (memory: number, edge: number) => readonly number[];
  /** What any walk that meets these goals must do, for a lower bound. */
  readonly demands: (isFeasible: (goal: number) => boolean) => Demands;
  /** Its feasible goals, where they are all the sequences of one length that can be read. */
  readonly line?: (isFeasible: (goal: number) => boolean) => Line;
};

/** Sequences of symbols that must be read, off labels alone; no others of their length can be. */
export type Line = {
  readonly sequences: readonly (readonly number[])[];
  readonly symbolsOf: (edge: number) => readonly number[];
  /** Symbols that may be the first of a walk; no others are. */
  readonly begins: readonly number[];
};

/** What must be done and how often, and which of it a step does, by number. */
export type Demands = {
  /** What decides what a step does. */
  readonly reads: Observer['reads'];
  readonly counts: readonly number[];
  readonly serves: (edge: number) => readonly number[];
};

/** An observer that remembers nothing: a step meets its goals whatever was before. */
export type Plain = Pick<Observer, 'name' | 'goals' | 'whyNot' | 'reads' | 'atOnce'> & {
  readonly meets: (edge: number) => readonly number[];
};

export const plainObserver = ({ meets, ...plain }: Plain): Observer => ({
  ...plain,
  alike: plain.reads === 'target' ? () => NOTHING : meets,
  memories: 1,
  begin: 0,
  next: () => 0,
  meets: (_, edge) => meets(edge),
  demands: isFeasible => ({
    reads: plain.reads,
    counts: plain.goals.map((_, goal) => (isFeasible(goal) ? 1 : 0)),
    serves: meets,
  }),
});

/** Nothing, shared by all who meet nothing: there are millions of such steps. */
export const NOTHING: readonly number[] = [];

/** Names in their order, each once. */
export const sortedNames = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();
