import type { TempBasal } from '../profile.ts';
import type { Doing } from '../therapy/activity.ts';
import type { MicrounitsPerHour, MonoMs } from '../units.ts';

/** Whose rate basal follows, as the chart has said it; one that a person has set goes before all of them. */
export type Steering = 'profile' | 'controller' | 'onlyLower' | 'limited';

/** What is known of automation. */
export type Automation = {
  readonly isEnabled: boolean;
  /** Where it was last said to stand; null when it is to be said. */
  readonly said: 'obstructed' | 'unready' | 'ready' | 'ended' | null;
  readonly steering: Steering;
  /** Since when a controller steers, with what it may be short of; null while it does not. */
  readonly since: MonoMs | null;
  /** The question that is open, by its number, and when it was asked. */
  readonly question: { readonly number: number; readonly askedAt: MonoMs } | null;
  /** Until when the last answer holds; null without one. */
  readonly heardUntil: MonoMs | null;
  /** The rate that was asked for and admitted, in µU/h, and when it ends by itself. */
  readonly command: { readonly rate: MicrounitsPerHour; readonly endsAt: MonoMs } | null;
  /** What steers makes of that, beside the profile. */
  readonly rate: TempBasal | null;
  /** Since when it has asked for nothing, or for the most it may. */
  readonly extreme: { readonly which: 'least' | 'most'; readonly since: MonoMs } | null;
  /** What the person is doing; null: what they always do. */
  readonly doing: Doing | null;
};

export const noAutomation: Automation = {
  isEnabled: false,
  said: null,
  steering: 'profile',
  since: null,
  question: null,
  heardUntil: null,
  command: null,
  rate: null,
  extreme: null,
  doing: null,
};
