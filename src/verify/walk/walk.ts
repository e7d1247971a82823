import { pieces } from '../packed.ts';
import type { System } from '../system.ts';

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
  /** Numbers of the labels that were met, in no order that means anything. */
  readonly labels: () => readonly number[];
  /** States expanded that no step leaves. */
  readonly deadlocks: readonly number[];
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

/** Begins at the initial state; nothing is expanded yet. */
export const walkOf = (system: System, { state, step }: Looker): Walk => {
  const parents = pieces();
  const deadlocks: number[] = [];
  let isMet = new Uint8Array(1_024);
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
    if (label >= isMet.length) isMet = roomier(isMet, label);
    isMet[label] = 1;
    if (target !== head) isLeft = true;
    step(label, head, target);
    if (target >= parents.size()) meet(target, head);
  };
  meet(system.initial, -1);

  return {
    system,
    expanded: () => head,
    met: parents.size,
    steps: () => steps,
    depth: () => depth,
    isComplete: () => head === parents.size(),
    parentOf: parents.at,
    labels: () => [...isMet.keys()].filter(label => isMet[label] === 1),
    deadlocks,
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

const roomier = (flags: Uint8Array, index: number): Uint8Array<ArrayBuffer> => {
  const wider = new Uint8Array(Math.max(index + 1, flags.length * 2));
  wider.set(flags);
  return wider;
};
