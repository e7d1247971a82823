import { basal } from './basal.ts';
import { lockout } from './lockout.ts';
import { policy } from './policy.ts';
import { lowSuspend } from './setup.ts';

/**
 * Low-glucose suspend: basal goes off when glucose is low or will be, and on again by itself, within bounds that no
 * sensor can move. What glucose is, and how much of the window is used, the ledger counts.
 */
export const lowSuspendMachine = lowSuspend.createMachine({
  id: 'lowSuspend',
  type: 'parallel',
  states: { policy, basal, lockout },
});
