import type { Instant } from '../profile.ts';
import type { Settings } from '../settings.ts';
import type { Aim } from '../therapy/activity.ts';
import { closeQuestion } from './answer.ts';
import { type Ledger, type Step, step } from './state.ts';
import { endAutomaticRaise } from './steering.ts';
import { aimNow, basisNow } from './target.ts';

const isSame = (a: Aim, b: Aim): boolean =>
  a.target?.lowMgPerDl === b.target?.lowMgPerDl &&
  a.target?.highMgPerDl === b.target?.highMgPerDl &&
  a.threshold === b.threshold &&
  a.mayBolus === b.mayBolus;

/** The lower end of what is aimed at. */
const lowOf = (aim: Aim, ledger: Ledger, settings: Settings, now: Instant): number =>
  aim.target?.lowMgPerDl ?? basisNow(ledger, settings, now).targetMgDl;

/**
 * What is aimed at has changed since `before`, by a person or by time: an answer to a question of before is one about another
 * aim, and strays. Where the aim is higher, a rate above the profile is the profile's until the next answer; nothing else ends.
 */
export const heedAim = (before: Ledger, ledger: Ledger, now: Instant): Step => {
  const { settings } = ledger;
  if (
    settings === null ||
    (before.temporaryTarget === ledger.temporaryTarget && before.automation.doing === ledger.automation.doing)
  )
    return step(ledger);
  const aimOf = (one: Ledger): Aim => aimNow(one, settings, { ...now, monoMs: (one.at ?? now).monoMs });
  const [old, aim] = [aimOf(before), aimOf(ledger)];
  if (isSame(old, aim)) return step(ledger);
  const closed = closeQuestion(ledger);
  if (lowOf(aim, ledger, settings, now) <= lowOf(old, ledger, settings, now)) return step(closed);
  const lowered = endAutomaticRaise(closed);
  const { command } = lowered.automation;
  if (command === null || lowered === closed) return step(closed);
  return step(lowered, {
    type: 'automation.lowered',
    rateUuPerHour: command.rate,
    reductions: ['a higher glucose is aimed at: no more than the profile until the next answer.'],
  });
};
