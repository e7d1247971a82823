import type { Event } from '../automaton.ts';
import { numbers, pairs } from '../packed.ts';
import type { System } from '../system.ts';
import { labelsMet } from './labelsMet.ts';
import type { Passing } from './passing.ts';
import type { Course, Looker, Walk } from './walk.ts';

/** A list of whole numbers of 32 bits that lies outside memory: it is written at its end, and read anywhere. */
export type Shelf = {
  readonly append: (numbers: Int32Array) => void;
  /** Fills a list from a place on. */
  readonly read: (from: number, into: Int32Array) => void;
};

/** Where a far walk keeps its states, two words each in the order of their numbers, and what each was met from. */
export type Shelves = { readonly states: Shelf; readonly parents: Shelf };

/** Where a far walk stands, apart from what is on its shelves. */
export type FarCourse = Omit<Course, 'parents'> & { readonly met: number };

/**
 * A walk whose states are not in memory, and yet the same walk: the same states by the same numbers, met from the
 * same, and as many steps. In memory is a table of the states that were met lately, so many at most. A state that is
 * not in it may be new: when a level is over, or the table is full, all states that have left the table are read
 * through once, in a row, and strike from it what was known (Stern, U., Dill, D.: Using magnetic disk instead of main
 * memory in the Murphi verifier, 1998). What remains is new, in the order in which it was met. So states wait on the
 * shelf, too: it is the queue.
 */
export type FarWalk = Pick<
  Walk,
  'system' | 'expanded' | 'met' | 'steps' | 'depth' | 'isComplete' | 'labels' | 'deadlocks' | 'goOn' | 'bytes'
> & {
  /** The events of a shortest run to a state that was met. */
  readonly eventsTo: (state: number) => readonly Event[];
  /** How far it has come; all that it has met is on its shelves then. */
  readonly course: () => FarCourse;
  /** How often all states that had left the table were read through. */
  readonly readings: () => number;
};

/** States that are read in one go. */
const BLOCK = 2 ** 15;

/** `states` numbers the states of the system; `most` of them may be in memory. Begins at the initial state, or goes on. */
export const farWalkOf = (
  system: System,
  states: Passing,
  { state: look, step }: Looker,
  shelves: Shelves,
  most: number,
  begun: FarCourse | null = null,
): FarWalk => {
  const deadlocks: number[] = [];
  const { labels, telling, note } = labelsMet();
  /** States met lately. Those from `fresh` on may be new; by each of these, what it was met from. */
  let table = pairs();
  let fresh = 0;
  let sources = numbers();
  /** States below this have left the table. */
  let away = 0;
  let [met, head, steps, depth, endOfLevel, readings] = [0, 0, 0, 0, 1, 0];
  let isLeft = false;

  const appended = (firsts: Int32Array, from: Int32Array): void => {
    shelves.states.append(firsts);
    shelves.parents.append(from);
  };
  const block = new Int32Array(BLOCK * 2);
  /** Tells which of the fresh states were met before they left the table. */
  const struck = (): Uint8Array => {
    const isKnown = new Uint8Array(sources.size());
    if (isKnown.length === 0 || away === 0) return isKnown;
    readings += 1;
    for (let from = 0; from < away; from += BLOCK) {
      const count = Math.min(BLOCK, away - from);
      shelves.states.read(from * 2, block.subarray(0, count * 2));
      for (let index = 0; index < count; index += 1) {
        const found = table.find(block[index * 2] ?? 0, block[index * 2 + 1] ?? 0);
        if (found >= fresh) isKnown[found - fresh] = 1;
      }
    }
    return isKnown;
  };
  /** Numbers what is new. */
  const settle = (): void => {
    const isKnown = struck();
    const news = isKnown.reduce((sum, known) => sum + 1 - known, 0);
    const [words, from] = [new Int32Array(news * 2), new Int32Array(news)];
    for (let index = 0, place = 0; index < isKnown.length; index += 1) {
      if (isKnown[index] === 1) continue;
      const [first, second] = [table.first(fresh + index), table.second(fresh + index)];
      words[place * 2] = first;
      words[place * 2 + 1] = second;
      from[place] = sources.at(index);
      place += 1;
    }
    // Before anything is said of them: where they cannot be written, all that was found can still be told.
    appended(words, from);
    for (let place = 0; place < news; place += 1) {
      states.show(met + place, words[place * 2] ?? 0, words[place * 2 + 1] ?? 0);
      look(met + place);
    }
    met += news;
    fresh = table.size();
    sources = numbers();
    if (table.size() < most) return;
    table = pairs();
    fresh = 0;
    away = met;
  };

  const ahead = new Int32Array(BLOCK * 2);
  let [aheadFrom, aheadTo] = [0, 0];
  const showHead = (): void => {
    if (head >= aheadTo || head < aheadFrom) {
      [aheadFrom, aheadTo] = [head, Math.min(met, head + BLOCK)];
      shelves.states.read(head * 2, ahead.subarray(0, (aheadTo - aheadFrom) * 2));
    }
    const at = (head - aheadFrom) * 2;
    states.show(head, ahead[at] ?? 0, ahead[at + 1] ?? 0);
  };
  const tell = (target: number, label: number): void => {
    steps += 1;
    note(label, head);
    step(label, head, target);
    if (target === head) return;
    isLeft = true;
    const size = table.size();
    if (table.numberOf(states.first(target), states.second(target)) === size) sources.push(head);
  };

  const wordsOf = (state: number): readonly [number, number] => {
    const words = new Int32Array(2);
    shelves.states.read(state * 2, words);
    return [words[0] ?? 0, words[1] ?? 0];
  };
  const shown = (state: number): void => states.show(state, ...wordsOf(state));

  if (begun === null) {
    const { initial } = system;
    table.numberOf(states.first(initial), states.second(initial));
    sources.push(-1);
    settle();
  } else {
    ({ expanded: head, met, steps, depth, endOfLevel } = begun);
    away = met;
    deadlocks.push(...begun.deadlocks);
    for (const state of begun.telling) {
      shown(state);
      system.expand(state, (_, label) => note(label, state));
    }
  }

  /** The event of the first step from one state to another. */
  const eventBetween = (from: number, to: number): Event => {
    const [first, second] = wordsOf(to);
    shown(from);
    let found = -1;
    system.expand(from, (target, label) => {
      if (found < 0 && states.first(target) === first && states.second(target) === second) found = label;
    });
    if (found < 0) throw new Error(`no step leads from state ${from} to state ${to}`);
    return system.labelAt(found).event;
  };
  const parentOf = (state: number): number => {
    const parent = new Int32Array(1);
    shelves.parents.read(state, parent);
    return parent[0] ?? -1;
  };

  return {
    system,
    expanded: () => head,
    met: () => met,
    steps: () => steps,
    depth: () => depth,
    isComplete: () => head === met && sources.size() === 0,
    labels: () => labels,
    deadlocks,
    goOn: many => {
      for (const end = head + many; head < end; head += 1) {
        if (table.size() >= most) settle();
        if (head === endOfLevel || head === met) {
          settle();
          if (head === met) return false;
          depth += 1;
          endOfLevel = met;
        }
        showHead();
        isLeft = false;
        system.expand(head, tell);
        if (!isLeft) deadlocks.push(head);
      }
      return true;
    },
    bytes: () => table.bytes() + states.bytes() + sources.size() * 4 + block.byteLength + ahead.byteLength,
    eventsTo: state => {
      const events: Event[] = [];
      for (let at = state; parentOf(at) >= 0; at = parentOf(at)) events.push(eventBetween(parentOf(at), at));
      return events.reverse();
    },
    course: () => {
      settle();
      return { expanded: head, steps, depth, endOfLevel, deadlocks, telling, met };
    },
    readings: () => readings,
  };
};
