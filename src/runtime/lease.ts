import { after, type MonoMs, milliseconds } from '../domain/units.ts';
import type { Motion } from '../ports.ts';
import { deadlineOf } from './deadlines.ts';
import type { PumpState } from './state.ts';

/** Charts that are woken so much later than they want to be are not alive. A busy host stands still for less (`npm run bench`). */
const LATEST = milliseconds(500);

/**
 * Until when the charts answer for what the plunger is to do, and for the supply of its motor: a little longer than they next want to be woken, and each
 * step renews it. While a pulse is under way that is less than a second, while the plunger is drawn back the
 * two minutes that it has. Null when they want nothing moved any more, or have never been switched on.
 */
export const leaseOf = (state: PumpState, motion: Motion): MonoMs | null => {
  const deadline = motion === 'failed' ? null : deadlineOf(state);
  return deadline === null ? null : after(deadline, LATEST);
};
