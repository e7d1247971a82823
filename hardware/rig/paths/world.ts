import type { Event } from '../../../src/verify/automaton.ts';
import type { Cause, Situation } from './acts.ts';
import type { Bench } from './bench.ts';
import type { Finding } from './looks.ts';
import type { Oracle } from './oracle.ts';

/** What a driven pump stands in: what can be done to its devices, and what is seen of them from outside. */
export type World = {
  /** How it brings an event about; null for one that needs nothing of it, such as a person's wish. */
  readonly cause: (event: Event, situation: Situation) => Cause | null;
  /** Everything whole again, except what lingers: a line that has not been relieved. At once, where that is possible. */
  readonly heal: (situation: Situation) => void | Promise<void>;
  /** Looks at drive and plunger of a pump in this state of the model; null while nothing can be said of them. */
  readonly look: (state: number) => Seen | null | Promise<Seen | null>;
  /** It sees what is, and not what a device has said when it was asked. */
  readonly seesAtOnce: boolean;
  /** Why nothing in it can bring this event about here; null when something can. Absent where that never is the reason. */
  readonly lack?: (event: Event, state: number, known: Bench) => string | null;
  /** What its instruments have found since this was last asked, beside drive and plunger. Absent where there are none. */
  readonly findings?: () => readonly Finding[];
  /** Looks once more when a path is over; where it is weighed, lets time pass in the state in which it has ended. Absent where nobody does. */
  readonly rest?: (oracle: Oracle, state: () => number) => Promise<void>;
  /** What is known to be wrong with one of them; null when nothing is. */
  readonly trouble?: () => string | null;
};

/** Drive and plunger, seen from outside. */
export type Seen = {
  /** Null while the drive cannot say, and where nobody can ask it: then it is not counted as looked at. */
  readonly mayMove: boolean | null;
  /** How far the screw has turned, in microsteps from wherever. */
  readonly microsteps: number;
  /** So much may that be beside the truth, microsteps. */
  readonly tolerance: number;
};
