import type { RemoteRole } from '../../src/domain/facts.ts';
import { TIMING } from '../../src/domain/limits.ts';
import type { MonoMs } from '../../src/domain/units.ts';
import type { RemoteCommand, Request } from './messages.ts';

/** A number that the pump has given out, and when. It is answered once, within a minute. */
export type Challenge = { readonly challenge: string; readonly at: MonoMs };

/** The least that each role needs (SR-110). A remote may always give itself up. */
const MAY = {
  monitor: ['ask', 'readStatus', 'unpair'],
  caregiver: ['ask', 'readStatus', 'unpair', 'suspend'],
  controller: ['ask', 'readStatus', 'unpair', 'suspend', 'permit', 'bolus', 'confirm'],
} as const satisfies Readonly<Record<RemoteRole, readonly Request['type'][]>>;

/** Whether a remote of this role may say this at all. */
export const isAllowed = (role: RemoteRole, { type }: Request): boolean =>
  MAY[role].some(may => may === type);

/** Whether a command answers the challenge that is open, in time by the pump's own clock. */
export const isFresh = (command: RemoteCommand, open: Challenge | null, now: MonoMs): boolean =>
  open !== null && command.challenge === open.challenge && now - open.at <= TIMING.challenge;
