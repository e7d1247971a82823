import type { Event } from '../../../src/verify/automaton.ts';
import type { BenchSystem } from '../paths/benchSystem.ts';
import { isIn } from '../paths/pumpModel.ts';

/** A step that the bench can bring about. */
export type Move = {
  readonly event: Event;
  readonly taken: readonly string[];
  readonly target: number;
};

/** The steps out of a state, expanded once. */
export const movesOf = (system: BenchSystem): ((state: number) => readonly Move[]) => {
  const known: (readonly Move[] | undefined)[] = [];
  return state => {
    const found = known[state];
    if (found !== undefined) return found;
    const moves: Move[] = [];
    system.expand(state, (target, label) => {
      const { event, taken } = system.labelAt(label);
      moves.push({ event, taken, target });
    });
    known[state] = moves;
    return moves;
  };
};

type Node = { readonly state: number; readonly move: Move | null; readonly parent: Node | null };

/**
 * The shortest way from a state to a step with the greatest worth of those that are equally near, `pick`
 * choosing among equals; null when none of worth is among the first `most` states met. The worth of a step may
 * depend on what the step before it has taken.
 */
export const nearest = (
  from: number,
  before: readonly string[],
  search: {
    readonly moves: (state: number) => readonly Move[];
    readonly worth: (before: readonly string[], move: Move) => number;
    readonly pick: (count: number) => number;
    readonly most: number;
  },
): readonly Move[] | null => {
  const seen = new Set([from]);
  let level: readonly Node[] = [{ state: from, move: null, parent: null }];
  while (level.length > 0 && seen.size <= search.most) {
    const next: Node[] = [];
    let best = 0;
    let found: Node[] = [];
    for (const node of level) {
      for (const move of search.moves(node.state)) {
        const worth = search.worth(node.move?.taken ?? before, move);
        const reached = { state: move.target, move, parent: node };
        if (worth > best) found = [];
        if (worth >= best && worth > 0) found.push(reached);
        best = Math.max(best, worth);
        if (seen.has(move.target)) continue;
        seen.add(move.target);
        next.push(reached);
      }
    }
    const chosen = found[search.pick(found.length)];
    if (chosen !== undefined) return wayTo(chosen);
    level = next;
  }
  return null;
};

const wayTo = (node: Node): readonly Move[] => {
  const way: Move[] = [];
  for (let at: Node | null = node; at !== null; at = at.parent) if (at.move !== null) way.push(at.move);
  return way.reverse();
};

/** Nothing is in mid-air, and what comes next depends on nothing that must be settled beforehand. */
export const isAtRest = (system: BenchSystem, state: number): boolean => {
  const { forced, record, bolus } = system.benchIn(state);
  const chart = system.chartState(state);
  return (
    forced.length === 0 &&
    record === null &&
    bolus !== 'pending' &&
    (isIn(chart, { life: 'operating' }) || isIn(chart, { life: 'failSafe' })) &&
    (isIn(chart, { motor: 'still' }) || isIn(chart, { motor: 'uncertain' }))
  );
};
