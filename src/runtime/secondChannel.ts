import type { Fact } from '../domain/facts.ts';
import type { Devices, Motion } from '../ports.ts';
import { leaseOf } from './lease.ts';
import type { PumpState } from './state.ts';

/** Keeps whoever can take the supply of the motor away told: the independent supervisor, and the watchdog of the power board. */
export type SecondChannel = {
  /** After each step, before its commands: what the plunger is to do, until when that holds, and any new configuration. */
  readonly follow: (state: PumpState, fact: Fact, hash: string) => void;
};

/** The supervisor is started by a self-test that has passed, which heard it; from then on it learns of each new configuration. */
export const secondChannel = ({
  supervisor,
  power,
}: Pick<Devices, 'supervisor' | 'power'>): SecondChannel => {
  let started: string | null = null;
  const configure = (fact: Fact, hash: string): void => {
    const isDue = fact.type === 'selfTest.passed' || (started !== null && started !== hash);
    if (!isDue) return;
    started = hash;
    supervisor?.start(hash);
  };
  return {
    follow: (state, fact, hash) => {
      if (supervisor === null && power.lease === undefined) return;
      const motion = motionOf(state);
      const until = leaseOf(state, motion);
      power.lease?.(until);
      supervisor?.tell(motion, until);
      configure(fact, hash);
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
