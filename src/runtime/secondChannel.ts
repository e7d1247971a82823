import type { Fact } from '../domain/facts.ts';
import type { Motion, SupervisorPort } from '../ports.ts';
import type { PumpState } from './state.ts';

/** Keeps the independent supervisor told. */
export type SecondChannel = {
  /** After each step, before its commands: what the plunger is to do, and any new configuration. */
  readonly follow: (state: PumpState, fact: Fact, hash: string) => void;
};

/** It is started by a self-test that has passed, which heard it; from then on it learns of each new configuration. */
export const secondChannel = (supervisor: SupervisorPort | null): SecondChannel => {
  let started: string | null = null;
  return {
    follow: (state, fact, hash) => {
      if (supervisor === null) return;
      supervisor.tell(motionOf(state));
      const isDue = fact.type === 'selfTest.passed' || (started !== null && started !== hash);
      if (!isDue) return;
      started = hash;
      supervisor.start(hash);
    },
  };
};

/** What the plunger is to do. */
export const motionOf = ({ pump, ledger }: PumpState): Motion => {
  if (pump.matches({ life: 'failSafe' })) return 'failed';
  if (pump.matches({ supply: { changing: 'rewinding' } })) return 'rewinding';
  if (pump.matches({ supply: { changing: 'seating' } })) return 'seating';
  if (ledger.prime.running !== 'nothing') return 'priming';
  return pump.matches({ permission: 'delivering' }) ? 'delivering' : 'stopped';
};
