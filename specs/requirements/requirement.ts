import type { HazardId } from '../hazards.ts';
import type { Source } from './sources.ts';

/** How the project shows that a requirement holds. */
export type Verification =
  /** A property checked in every reachable state of the pump with its plant. */
  | 'explored'
  /** Generated inputs, thousands of them, against a rule. */
  | 'property'
  /** A transcript in `specs/scenarios`. */
  | 'scenario'
  /** A test with chosen inputs, often with simulated devices. */
  | 'test'
  /** A person reads, looks or listens. */
  | 'inspection';

/** What has to be built first. A requirement waits for a subject, never for a date. */
export type Due =
  | 'when the power board times the motor itself'
  | 'when every item of the self-test has its planted fault'
  | 'when retention of the journal is built'
  | 'when export is built';

/** One safety requirement. The sentence can be tested as it stands: each number has its unit. */
export type Requirement = {
  /** `SR-` and three digits; never reused, never renumbered. */
  readonly id: `SR-${string}`;
  readonly text: string;
  /** The hazards it controls, the most direct first. */
  readonly hazards: readonly [HazardId, ...HazardId[]];
  /** Why it must hold, in one sentence. */
  readonly rationale: string;
  /** The standard, manual, model or program that it comes from, or that the decision is ours. */
  readonly source: readonly [Source, ...Source[]];
  readonly verified: readonly [Verification, ...Verification[]];
  /**
   * Where software and its simulators cannot show the whole of it: the test with the real part, on a rig, that
   * would. No such test has been run.
   */
  readonly rig?: string;
  /** Set while the whole subject is not yet built: nothing can show that the requirement holds. */
  readonly due?: Due;
  /** Set while a part of the subject is not yet built; the rest is verified as said. */
  readonly partDue?: Due;
};
