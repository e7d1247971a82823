import type { SuspendPolicy } from '../lowSuspend/policy.ts';
import type { Spell } from '../lowSuspend/window.ts';
import type { MonoMs } from '../units.ts';
import type { Ledger } from './state.ts';

/** What is counted of low-glucose suspend; whether it may act at all, its chart decides. */
export type LowSuspend = {
  /** The policy that the charts that run have heard of. */
  readonly told: SuspendPolicy | 'off';
  /** Since when basal is off because of low glucose, and for how long that is planned; null when it is not. */
  readonly hold: { readonly since: MonoMs; readonly until: MonoMs } | null;
  /** When it was so before, as far as the window reaches. */
  readonly spells: readonly Spell[];
  /** While basal is off: whether the newest reading still counts, as it was last said. */
  readonly isSeen: boolean;
  /** Low was said, and nothing better since. */
  readonly isLow: boolean;
  /** The last time that basal was off, where a reading has ended it: since when, and of when that reading is. */
  readonly recovered: { readonly since: MonoMs; readonly by: MonoMs } | null;
};

export const noLowSuspend: LowSuspend = {
  told: 'off',
  hold: null,
  spells: [],
  isSeen: true,
  isLow: false,
  recovered: null,
};

/** Whether basal is off because of low glucose. */
export const isHeld = ({ lowSuspend }: Ledger): boolean => lowSuspend.hold !== null;

/** Whether nothing that is spread over time may be given meanwhile (SR-090). */
export const forbidsExtended = (ledger: Ledger): boolean =>
  isHeld(ledger) && ledger.settings?.lowSuspendEndsExtended !== false;
