import { type Event, nameOf } from '../../../src/verify/automaton.ts';
import type { BenchSystem } from '../paths/benchSystem.ts';
import { type Move, movesOf, nearest } from './search.ts';

/** Whether events, driven from a pump without power, fail as the run that is shrunk did. */
export type Fails = (events: readonly Event[]) => Promise<boolean>;

export type Shrunk = {
  readonly events: readonly Event[];
  /** How often the pump was driven to find it. */
  readonly runs: number;
};

/** Runs of the pump that a failure is worth, and states that are looked through for a shorter way. */
const RUNS_MOST = 150;
const STATES_MOST = 20_000;

/**
 * A shorter run that fails alike. First the end of the run stays, and the shortest way that the bench knows leads
 * to where it begins: the last event alone, then the last two, four, … Then pieces are left out, halves first and
 * single events last (A. Zeller, R. Hildebrandt: Simplifying and isolating failure-inducing input, IEEE TSE 28(2),
 * 2002). What the bench cannot bring about is never driven. The same run and pump give the same answer, unless
 * `mayGoOn` ends it: then the shortest run so far is the answer.
 */
export const shrink = async (
  system: BenchSystem,
  events: readonly Event[],
  fails: Fails,
  mayGoOn: () => boolean = () => true,
): Promise<Shrunk> => {
  const moves = movesOf(system);
  let runs = 0;
  const tries = async (candidate: readonly Event[] | null, best: readonly Event[]): Promise<boolean> => {
    if (candidate === null || candidate.length >= best.length || runs >= RUNS_MOST) return false;
    if (statesAlong(system, moves, candidate) === null) return false;
    runs += 1;
    return fails(candidate);
  };

  let best = events;
  for (let kept = 1; kept < events.length && mayGoOn(); kept *= 2) {
    const candidate = viaShortest(system, moves, events, kept);
    if (candidate === null || !(await tries(candidate, best))) continue;
    best = candidate;
    break;
  }
  for (let size = best.length >> 1; size > 0 && mayGoOn(); size >>= 1) {
    for (let from = best.length - size; from >= 0; from = Math.min(from, best.length) - size) {
      if (!mayGoOn()) break;
      const without = [...best.slice(0, from), ...best.slice(from + size)];
      if (await tries(without, best)) best = without;
    }
  }
  return { events: best, runs };
};

/** The last events of a run after a shortest way to where they begin. */
const viaShortest = (
  system: BenchSystem,
  moves: (state: number) => readonly Move[],
  events: readonly Event[],
  kept: number,
): readonly Event[] | null => {
  const states = statesAlong(system, moves, events);
  const begins = states?.[events.length - kept];
  if (begins === undefined) return null;
  const way =
    begins === system.initial
      ? []
      : nearest(system.initial, [], {
          moves,
          pick: () => 0,
          most: STATES_MOST,
          worth: (_, { target }) => (target === begins ? 1 : 0),
        });
  return way === null ? null : [...way.map(({ event }) => event), ...events.slice(events.length - kept)];
};

type Place = { readonly state: number; readonly before: Place | null };

/** The states of chart and bench before each event and after the last; null where the bench cannot follow. */
export const statesAlong = (
  system: BenchSystem,
  moves: (state: number) => readonly Move[],
  events: readonly Event[],
): readonly number[] | null => {
  let places: readonly Place[] = [{ state: system.initial, before: null }];
  for (const event of events) {
    const next = new Map<number, Place>();
    for (const place of places)
      for (const move of moves(place.state))
        if (nameOf(move.event) === nameOf(event) && !next.has(move.target))
          next.set(move.target, { state: move.target, before: place });
    places = [...next.values()];
  }
  const [last] = places;
  if (last === undefined) return null;
  const states: number[] = [];
  for (let at: Place | null = last; at !== null; at = at.before) states.push(at.state);
  return states.reverse();
};
