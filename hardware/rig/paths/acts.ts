import type { Fact } from '../../../src/domain/facts.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import type { Bench } from './bench.ts';
import type { Oracle } from './oracle.ts';
import type { PumpBench } from './pumpOnBench.ts';

/** How the world is made to produce an event. */
export type Cause = {
  /** In the very moment of the step before; otherwise once everything has settled. */
  readonly when: 'atOnce' | 'settled';
  readonly act: () => void | Promise<void>;
  /** Whether time must pass until it comes. */
  readonly takesTime: boolean;
};

export type Situation = {
  readonly bench: PumpBench;
  readonly oracle: Oracle;
  readonly state: number;
  readonly known: Bench;
  /** What comes after it on the path. */
  readonly ahead: readonly Event[];
  /** A number that was never used on this path. */
  readonly fresh: () => number;
};

export const submit = (situation: Situation, ...facts: readonly Fact[]): Cause => ({
  when: 'atOnce',
  takesTime: false,
  act: () => facts.forEach(situation.bench.pump().runtime.submit),
});
export const comes = (takesTime: boolean): Cause => ({ when: 'settled', takesTime, act: () => {} });

/** The world goes wrong once the pump is seen in motion. */
export const broken = (act: Cause['act']): Cause => ({ when: 'settled', takesTime: true, act });
/** The world goes wrong before a device can answer. */
export const spoilt = (act: Cause['act']): Cause => ({ when: 'atOnce', takesTime: true, act });

const VERDICTS = ['pulse.verified', 'pulse.unverified', 'timer.verificationElapsed', 'delivery.exceeded'];
/** What becomes of the pulse that is under way. */
export const verdictOf = (ahead: readonly Event[]): string | undefined =>
  ahead.find(({ type }) => VERDICTS.includes(type))?.type;
