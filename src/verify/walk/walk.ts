import type { Met } from '../coverage.ts';
import { pieces } from '../packed.ts';
import type { System } from '../system.ts';
import { labelsMet } from './labelsMet.ts';

/**
 * A breadth-first walk that keeps no steps. A system numbers its states in the order in which it is told
 * of them, so the numbers are the queue, too: what waits is whatever is met and not yet expanded. Of each
 * state only the one is kept that it was met from; by which label is found again by expanding that.
 */
export type Walk = {
  readonly system: System;
  /** States whose steps were all taken: numbers below this. */
  readonly expanded: () => number;
  /** States met: numbers below this. */
  readonly met: () => number;
  readonly steps: () => number;
  /** How many steps the farthest state expanded is away from the initial one. */
  readonly depth: () => number;
  readonly isComplete: () => boolean;
  /** The state by which a state was first met; -1 for the initial one. */
  readonly parentOf: (state: number) => number;
  /** Numbers of the labels that were met, in the order of their first meeting. */
  readonly labels: () => readonly number[];
  /** States expanded that no step leaves. */
  readonly deadlocks: readonly number[];
  /** How far it has come: whoever has this and the states can go on with it. */
  readonly course: () => Course;
  /** Expands up to so many states more; false when there are none left. */
  readonly goOn: (most: number) => boolean;
  /** Memory for states and parents, in bytes; that of the tables is not in it. */
  readonly bytes: () => number;
};

/** Whoever looks at a walk is told of each state once, when it is met, and of each step, in order. */
export type Looker = {
  readonly state: (state: number) => void;
  readonly step: (label: number, from: number, to: number) => void;
};

/** Where a walk stands. */
export type Course = {
  readonly expanded: number;
  readonly steps: number;
  readonly depth: number;
  /** The first state that is farther away than this depth. */
  readonly endOfLevel: number;
  readonly parents: readonly number[] | Int32Array;
  readonly deadlocks: readonly number[];
  /** States by whose steps labels were first met: expanded once more, they tell all labels in the same order. */
  readonly telling: readonly number[];
};

/** Begins at the initial state, or goes on where another walk over the same states has stood. */
export const walkOf = (system: System, { state, step }: Looker, begun: Course | null = null): Walk => {
  const parents = pieces();
  const deadlocks: number[] = [];
  const { labels, telling, note } = labelsMet();
  let head = 0;
  let steps = 0;
  let depth = 0;
  let endOfLevel = 1;
  let isLeft = false;

  const meet = (found: number, from: number): void => {
    if (found !== parents.size()) throw new Error('the system met its states in another order before');
    parents.push(from);
    state(found);
  };
  const tell = (target: number, label: number): void => {
    steps += 1;
    note(label, head);
    if (target !== head) isLeft = true;
    step(label, head, target);
    if (target >= parents.size()) meet(target, head);
  };
  if (begun === null) meet(system.initial, -1);
  else {
    for (const parent of begun.parents) parents.push(parent);
    for (head of begun.telling) system.expand(head, (_, label) => note(label, head));
    deadlocks.push(...begun.deadlocks);
    ({ expanded: head, steps, depth, endOfLevel } = begun);
  }

  return {
    system,
    expanded: () => head,
    met: parents.size,
    steps: () => steps,
    depth: () => depth,
    isComplete: () => head === parents.size(),
    parentOf: parents.at,
    labels: () => labels,
    deadlocks,
    course: () => ({
      expanded: head,
      steps,
      depth,
      endOfLevel,
      parents: Int32Array.from({ length: parents.size() }, (_, index) => parents.at(index)),
      deadlocks,
      telling,
    }),
    goOn: most => {
      for (const end = head + most; head < end && head < parents.size(); head += 1) {
        if (head === endOfLevel) {
          depth += 1;
          endOfLevel = parents.size();
        }
        isLeft = false;
        system.expand(head, tell);
        if (!isLeft) deadlocks.push(head);
      }
      return head < parents.size();
    },
    bytes: () => parents.bytes() + system.bytes(),
  };
};

/** What a walk has met so far. */
export const metBy = (walk: Walk): Met => ({
  system: walk.system,
  states: Int32Array.from({ length: walk.met() }, (_, state) => state),
  labels: walk.labels().map(walk.system.labelAt),
});
