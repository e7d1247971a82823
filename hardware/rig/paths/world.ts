import type { Event } from '../../../src/verify/automaton.ts';
import type { Cause, Situation } from './acts.ts';

/** What a driven pump stands in: what can be done to its devices, and what is seen of them from outside. */
export type World = {
  /** How it brings an event about; null for one that needs nothing of it, such as a person's wish. */
  readonly cause: (event: Event, situation: Situation) => Cause | null;
  /** Everything whole again, except what lingers: a line that has not been relieved. At once, where that is possible. */
  readonly heal: (situation: Situation) => void | Promise<void>;
  /** Looks at drive and plunger; null while nothing can be said of them. */
  readonly look: () => Seen | null | Promise<Seen | null>;
};

/** Drive and plunger, seen from outside. */
export type Seen = {
  readonly mayMove: boolean;
  /** How far the screw has turned, in microsteps from wherever. */
  readonly microsteps: number;
  /** So much may that be beside the truth, microsteps. */
  readonly tolerance: number;
};
