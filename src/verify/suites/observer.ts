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
  /** How many different things it can remember; `begin` is what it knows before any step. */
  readonly memories: number;
  readonly begin: number;
  /** Goals that are met before any step. */
  readonly atOnce: readonly number[];
  /** What it remembers after a step of the graph. */
  readonly next: (memory: number, edge: number) => number;
  readonly meets: (memory: number, edge: number) => readonly number[];
};

/** Nothing, shared by all who meet nothing: there are millions of such steps. */
export const NOTHING: readonly number[] = [];

/** Names in their order, each once. */
export const sortedNames = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();
