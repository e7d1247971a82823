import type { Doing } from '../therapy/activity.ts';
import type { MonoMs } from '../units.ts';

/** What is known of automation. No basal follows from it before an algorithm is built. */
export type Automation = {
  readonly isEnabled: boolean;
  /** Where it was last said to stand; null when it is to be said. */
  readonly said: 'obstructed' | 'unready' | 'ready' | null;
  /** The command that holds: its rate in µU/h, and when it lapses. */
  readonly command: { readonly rate: number; readonly lapsesAt: MonoMs } | null;
  /** Since when it has asked for nothing, or for the most it may. */
  readonly extreme: { readonly which: 'least' | 'most'; readonly since: MonoMs } | null;
  /** What the person is doing; null: what they always do. */
  readonly doing: Doing | null;
};

export const noAutomation: Automation = {
  isEnabled: false,
  said: null,
  command: null,
  extreme: null,
  doing: null,
};
