import { lowered } from '../detect/disputed.ts';
import { type Trail, undisputed } from '../detect/reading.ts';
import type { MonoMs } from '../units.ts';
import { type Advice, advise, LEAST_MS, type SuspendPolicy } from './policy.ts';

/** By whose rules, and a person's limit in mg/dL. */
export type Rules = { readonly policy: SuspendPolicy; readonly limitMgPerDl: number };

/**
 * What a policy makes of readings of which some are disputed. Their lowest values stop basal as any others would; whether basal goes
 * on is asked with them and without them, and of one that is itself disputed not at all.
 */
export const adviseCautiously = ({ policy, limitMgPerDl }: Rules, trail: Trail): Advice => {
  const withLowest = advise(policy, lowered(trail), limitMgPerDl);
  const sound = undisputed(trail);
  if (withLowest === 'suspend') return withLowest;
  if (sound.at(-1) !== trail.at(-1)) return 'neither';
  const without = advise(policy, sound, limitMgPerDl);
  return without === 'suspend' || withLowest === 'resume' ? without : 'neither';
};

/**
 * Whether basal would be off now, had the lowest value been told in the first place: the readings from `from` on are judged anew, each
 * with those before it. `heldSince`: since when it was off then; null where it was not.
 */
export const wouldBeOff = (rules: Rules, trail: Trail, from: MonoMs, heldSince: MonoMs | null): boolean => {
  let since = heldSince;
  for (const [index, { measuredAt }] of trail.entries()) {
    if (measuredAt < from) continue;
    const advice = adviseCautiously(rules, trail.slice(0, index + 1));
    if (advice === 'suspend') since ??= measuredAt;
    if (advice === 'resume' && since !== null && measuredAt - since >= LEAST_MS[rules.policy]) since = null;
  }
  return since !== null;
};
