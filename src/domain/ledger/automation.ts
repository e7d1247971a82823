import { isGoodForMore } from '../detect/reading.ts';
import type { Derived, FactOf } from '../facts.ts';
import { LIMITS_OF_AUTOMATION as LIMITS } from '../limits.ts';
import { type Instant, profileAt } from '../profile.ts';
import type { Settings } from '../settings.ts';
import { beginActivity } from '../therapy/activity.ts';
import { after, earliest, type MonoMs, milliseconds } from '../units.ts';
import { type Automation, noAutomation } from './automationState.ts';
import { type Ledger, type Step, step } from './state.ts';

/** What automation may do at this moment: it waits for a person, or for readings, or may be commanded. */
type Footing = 'obstructed' | 'unready' | 'ready';

const withAutomation = (ledger: Ledger, change: Partial<Automation>): Ledger => ({
  ...ledger,
  automation: { ...ledger.automation, ...change },
});

/** What excludes automation whatever glucose is (SR-098), in sentences. */
const obstacles = (
  { delivering, temp, bolus, clock, unknownUntil }: Ledger,
  now: MonoMs,
): readonly string[] => [
  ...(delivering ? [] : ['Delivery is suspended.']),
  ...(temp.running === null ? [] : ['A temporary basal runs.']),
  ...(bolus.extended === null ? [] : ['An extended bolus runs.']),
  ...(clock.phase === 'trusted' ? [] : ['The time of day is not known; set the clock first.']),
  ...(unknownUntil !== null && now < unknownUntil ? ['Insulin on board is unknown.'] : []),
];

/** What automation still waits for before it starts. */
const wants = ({ glucose }: Ledger, now: MonoMs): readonly string[] => {
  const third = glucose.trail.at(-3);
  const hasThree = third !== undefined && now - third.measuredAt <= 3 * LIMITS.freshMs;
  return [
    ...(hasThree && glucose.freshness === 'fresh' ? [] : ['Three fresh glucose readings are needed.']),
    ...(glucose.doubts.length === 0 ? [] : [`The last reading is in doubt: ${glucose.doubts.join(', ')}.`]),
  ];
};

const footingOf = (
  ledger: Ledger,
  now: MonoMs,
): { readonly word: Footing; readonly reasons: readonly string[] } => {
  const silent = ledger.automation.command === null ? ['No controller has given a command.'] : [];
  const excluded = obstacles(ledger, now);
  if (excluded.length > 0) return { word: 'obstructed', reasons: excluded };
  const wanted = wants(ledger, now);
  return { word: wanted.length > 0 ? 'unready' : 'ready', reasons: [...wanted, ...silent] };
};

/** A person wants automation, or says again that they do: where it stands is said anew. */
export const enableAutomation = (ledger: Ledger, now: MonoMs): Step =>
  sayFooting(withAutomation(ledger, { isEnabled: true, said: null }), now);

/** Says where automation stands, when that has changed; nothing while nobody wants it. */
export const sayFooting = (ledger: Ledger, now: MonoMs): Step => {
  if (!ledger.automation.isEnabled) return step(ledger);
  const { word, reasons } = footingOf(ledger, now);
  if (word === ledger.automation.said) return step(ledger);
  return step(withAutomation(ledger, { said: word }), { type: `automation.${word}`, reasons });
};

/** No command of an algorithm holds any longer, and what it was at is forgotten. */
export const endAutomation = (ledger: Ledger): Step => {
  const ended = { ...ledger, automation: noAutomation };
  return ledger.automation.isEnabled ? step(ended, { type: 'automation.ended' }) : step(ended);
};

/** A command from a controller: refused with every reason, or valid for a while (SR-093, SR-094, SR-098). */
export const takeCommand = (ledger: Ledger, command: FactOf<'automation.commanded'>, at: Instant): Step => {
  const { settings } = ledger;
  const { rateUuPerHour: rate, validMs } = command;
  const isMore = settings !== null && rate > profileAt(settings, at.wallMs).rate;
  const reasons = [
    ...(ledger.automation.isEnabled ? [] : ['Automation is off.']),
    ...obstacles(ledger, at.monoMs),
    ...(validMs > LIMITS.validMostMs ? ['A command may be valid for at most 30 min.'] : []),
    ...(isMore && !isGoodForMore(ledger.glucose, at.monoMs)
      ? ['Insulin is not increased on a reading that is old or in doubt.']
      : []),
  ];
  if (settings === null || reasons.length > 0) return step(ledger, { type: 'automation.refused', reasons });
  const lapsesInMs = milliseconds(Math.min(validMs, LIMITS.silenceMs));
  const extreme = extremeOf(ledger.automation, rate, settings, at);
  const taken = { command: { rate, lapsesAt: after(at.monoMs, lapsesInMs) }, extreme };
  return step(withAutomation(ledger, taken), { type: 'automation.accepted' });
};

/** The most that automation may ask for (SR-095). */
const mostOf = (settings: Settings, at: Instant): number =>
  Math.min(
    settings.maxBasalUuPerHour,
    3 * Math.max(...settings.basalProfile.map(({ rateUuPerHour }) => rateUuPerHour)),
    4 * profileAt(settings, at.wallMs).rate,
  );

const extremeOf = (
  { extreme }: Automation,
  rate: number,
  settings: Settings,
  at: Instant,
): Automation['extreme'] => {
  const which = rate === 0 ? 'least' : rate >= mostOf(settings, at) ? 'most' : null;
  if (which === null) return null;
  return extreme?.which === which ? extreme : { which, since: at.monoMs };
};

const saturatesAt = ({ extreme }: Automation): MonoMs | null =>
  extreme && after(extreme.since, milliseconds(extreme.which === 'most' ? LIMITS.mostMs : LIMITS.leastMs));

/** An activity begins; it ends by itself, after the time that was asked for or its usual one. */
export const startActivity = (
  ledger: Ledger,
  fact: FactOf<'sleep.started'> | FactOf<'exercise.started'>,
  now: MonoMs,
): Ledger => {
  const activity = fact.type === 'sleep.started' ? 'sleep' : 'exercise';
  return withAutomation(ledger, { doing: beginActivity(activity, fact.durationMs, now) });
};

export const endActivity = (ledger: Ledger): Ledger => withAutomation(ledger, { doing: null });

/** Time passes: a command lapses, an extreme lasts too long, an activity ends (SR-094, SR-100). */
export const passAutomation = (ledger: Ledger, now: MonoMs): Step => {
  const { automation } = ledger;
  const lapses = automation.command !== null && automation.command.lapsesAt <= now;
  const saturates = saturatesAt(automation);
  const isSaturated = saturates !== null && saturates <= now;
  const isRested = automation.doing !== null && automation.doing.endsAt <= now;
  const found: Derived[] = [
    ...(isSaturated ? [{ type: 'automation.saturated' } as const] : []),
    ...(lapses ? [{ type: 'automation.lapsed' } as const] : []),
    ...(isRested ? [{ type: 'activity.expired' } as const] : []),
  ];
  if (found.length === 0) return step(ledger);
  const left = {
    command: lapses ? null : automation.command,
    extreme: lapses || isSaturated ? null : automation.extreme,
    doing: isRested ? null : automation.doing,
  };
  return step(withAutomation(ledger, left), ...found);
};

/** When the passing of time next changes something here; null when it does not. */
export const automationDeadline = ({ automation }: Ledger): MonoMs | null =>
  earliest(automation.command?.lapsesAt ?? null, saturatesAt(automation), automation.doing?.endsAt ?? null);
