import type { Asked, Automaton, Event } from './automaton.ts';

/** One step of a system, as explored: what happened, and what came of it. */
export type Move = {
  readonly event: Event;
  readonly target: number;
  readonly asked: readonly Asked[];
  /** Transitions taken: the pump's first, then the plant's. */
  readonly taken: readonly string[];
  /** Orders of the pump that its world has no answer to: the real ledger would throw. */
  readonly refused: readonly string[];
};

/** A chart, alone or in its world, with numbered states. */
export type System = {
  readonly initial: number;
  readonly size: () => number;
  /** Every step that may be taken next, in a fixed order. */
  readonly moves: (state: number) => readonly Move[];
  /** The state of the chart under test, by its own number. */
  readonly chart: Automaton;
  readonly chartState: (state: number) => number;
  /** The state of its world; null when it stands alone. */
  readonly world: Automaton | null;
  readonly worldState: (state: number) => number;
};

/** A chart in a world where anything may happen at any time. Only timers that run can fire. */
export const openSystem = (chart: Automaton, alphabet: readonly Event[]): System => ({
  initial: chart.initial,
  size: chart.size,
  chart,
  chartState: state => state,
  world: null,
  worldState: () => 0,
  moves: state =>
    alphabet.flatMap(event => {
      const edge = chart.step(state, event);
      const fires = edge.taken.length > 0 || !event.type.startsWith('timer.');
      return fires ? [{ event, ...edge, refused: [] }] : [];
    }),
});
