import type { Event } from '../../../src/verify/automaton.ts';
import type { TestStep } from '../../../src/verify/suites/shown.ts';
import type { Amiss, Checks } from './looks.ts';

/** What became of one path. Plain data. */
export type PathResult = {
  readonly name: string;
  /** `undriven`: the path asks for something that cannot be made to happen from outside. */
  readonly outcome: 'pass' | 'fail' | 'error' | 'undriven';
  readonly steps: number;
  readonly driven: number;
  /** What the outside saw and was held against the path. */
  readonly checks: Checks;
  /** Steps in which the chart's own state was compared too: a diagnosis, not a check. */
  readonly diagnoses: number;
  /** Whole pulses that were delivered on the way and are not on the path. */
  readonly detours: number;
  readonly firstDivergence: string | null;
  /** What of it tells one kind of failure from another; null when it passed. */
  readonly amiss: Amiss | null;
  /** What happened, up to the step that failed: a path that can be driven again. */
  readonly events: readonly Event[];
  /** All that the chart has heard meanwhile, whole pulses between the steps of the path too. */
  readonly heard: readonly Event[];
  /** What the running chart showed at each step of the path that was driven. */
  readonly shown: readonly TestStep[];
  readonly taken: readonly string[];
  readonly states: readonly string[];
  readonly simulatedMs: number;
};
