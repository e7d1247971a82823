import type { RemoteRole } from '../../src/domain/facts.ts';
import type { Status } from './messages.ts';

/** What the station may know of the pump. */
export type PumpView = {
  /** What this remote may do; null when it is not paired. */
  readonly roleOf: (principal: string) => RemoteRole | null;
  readonly status: () => Status;
  /** The bolus that waits for confirmation. */
  readonly waiting: () => { readonly bolus: string; readonly amountUu: number } | null;
};
