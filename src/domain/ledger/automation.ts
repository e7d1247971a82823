import type { ControllerName } from '../controllers.ts';
import type { Derived, FactOf } from '../facts.ts';
import { LIMITS_OF_AUTOMATION as LIMITS } from '../limits.ts';
import type { Settings } from '../settings.ts';
import { beginActivity } from '../therapy/activity.ts';
import { after, earliest, type MonoMs, milliseconds } from '../units.ts';
import { type Automation, noAutomation } from './automationState.ts';
import { type Ledger, type Step, step } from './state.ts';
import { withRate } from './steering.ts';

/** What automation may do at this moment: it waits for a person, or for readings, or may be commanded. */
type Footing = 'obstructed' | 'unready' | 'ready';

export const withAutomation = (ledger: Ledger, change: Partial<Automation>): Ledger => ({
  ...ledger,
  automation: { ...ledger.automation, ...change },
});

type Obstacle = { readonly says: string; readonly holds: (ledger: Ledger, now: MonoMs) => boolean };

/** What excludes automation whatever glucose is (SR-098). Asked at every step, and told seldom. */
const OBSTACLES: readonly Obstacle[] = [
  { says: 'No controller is chosen in the settings.', holds: ({ settings }) => chosen(settings) === null },
  { says: 'Delivery is suspended.', holds: ({ delivering }) => !delivering },
  { says: 'A temporary basal runs.', holds: ({ temp }) => temp.running !== null },
  { says: 'An extended bolus runs.', holds: ({ bolus }) => bolus.extended !== null },
  {
    says: 'The time of day is not known; set the clock first.',
    holds: ({ clock }) => clock.phase !== 'trusted',
  },
  {
    says: 'Insulin on board is unknown.',
    holds: ({ unknownUntil }, now) => unknownUntil !== null && now < unknownUntil,
  },
];

const isObstructed = (ledger: Ledger, now: MonoMs): boolean => {
  for (const { holds } of OBSTACLES) if (holds(ledger, now)) return true;
  return false;
};

const obstacles = (ledger: Ledger, now: MonoMs): readonly string[] =>
  OBSTACLES.filter(({ holds }) => holds(ledger, now)).map(({ says }) => says);

/** The same, and whether a person wants automation at all. */
export const obstaclesOf = (ledger: Ledger, now: MonoMs): readonly string[] => [
  ...(ledger.automation.isEnabled ? [] : ['Automation is off.']),
  ...obstacles(ledger, now),
];

/** The controller that the settings name; null where there is none. */
export const chosen = (settings: Settings | null): ControllerName | null =>
  settings === null || settings.automation === 'off' ? null : settings.automation;

const hasReadings = ({ glucose: { trail, freshness } }: Ledger, now: MonoMs): boolean => {
  const third = trail.at(-3);
  return third !== undefined && now - third.measuredAt <= 3 * LIMITS.freshMs && freshness === 'fresh';
};

/** What automation still waits for before it starts. */
const wants = (ledger: Ledger, now: MonoMs): readonly string[] => {
  const { doubts } = ledger.glucose;
  return [
    ...(hasReadings(ledger, now) ? [] : ['Three fresh glucose readings are needed.']),
    ...(doubts.length === 0 ? [] : [`The last reading is in doubt: ${doubts.join(', ')}.`]),
  ];
};

const footingOf = (ledger: Ledger, now: MonoMs): Footing => {
  if (isObstructed(ledger, now)) return 'obstructed';
  return hasReadings(ledger, now) && ledger.glucose.doubts.length === 0 ? 'ready' : 'unready';
};

/** Why it stands there, in sentences. */
const reasonsFor = (word: Footing, ledger: Ledger, now: MonoMs): readonly string[] => {
  if (word === 'obstructed') return obstacles(ledger, now);
  const silent =
    ledger.automation.heardUntil === null
      ? 'No controller has answered.'
      : 'It starts with the next answer of the controller.';
  return [...wants(ledger, now), silent];
};

/** A person wants automation, or says again that they do: where it stands is said anew. */
export const enableAutomation = (ledger: Ledger, now: MonoMs): Step =>
  sayFooting(withAutomation(ledger, { isEnabled: true, said: null }), now);

/** Says where automation stands, when that has changed; nothing while nobody wants it. */
export const sayFooting = (ledger: Ledger, now: MonoMs): Step => {
  if (!ledger.automation.isEnabled) return step(ledger);
  const { said } = ledger.automation;
  if (said === 'ended') return step(ledger);
  // A person has taken the choice of a controller back: that is no loss to be told of.
  if (chosen(ledger.settings) === null && said !== null)
    return step(withAutomation(ledger, { said: 'ended' }), { type: 'automation.disabled' });
  const word = footingOf(ledger, now);
  if (word === said) return step(ledger);
  const reasons = reasonsFor(word, ledger, now);
  return step(withAutomation(ledger, { said: word }), { type: `automation.${word}`, reasons });
};

/** No command of an algorithm holds any longer, and what it was at is forgotten. */
export const endAutomation = (ledger: Ledger): Step => {
  const ended = { ...ledger, automation: noAutomation };
  return ledger.automation.isEnabled ? step(ended, { type: 'automation.ended' }) : step(ended);
};

const saturatesAt = ({ extreme }: Automation): MonoMs | null =>
  extreme && after(extreme.since, milliseconds(extreme.which === 'most' ? LIMITS.mostMs : LIMITS.leastMs));

/** An activity of automation begins; it ends by itself, after the time that was asked for or its usual one. */
export const startActivity = (
  ledger: Ledger,
  fact: FactOf<'sleep.started'> | FactOf<'exercise.started'>,
  now: MonoMs,
): Ledger => {
  if (!ledger.automation.isEnabled) return ledger;
  const activity = fact.type === 'sleep.started' ? 'sleep' : 'exercise';
  return withAutomation(ledger, { doing: beginActivity(activity, fact.durationMs, now) });
};

export const endActivity = (ledger: Ledger): Ledger => withAutomation(ledger, { doing: null });

/** Time passes: a command lapses, an extreme lasts too long, an activity ends (SR-094, SR-100). */
export const passAutomation = (ledger: Ledger, now: MonoMs): Step => {
  const { automation } = ledger;
  const lapses = automation.heardUntil !== null && automation.heardUntil <= now;
  const ends = automation.command !== null && automation.command.endsAt <= now;
  const saturates = saturatesAt(automation);
  const isSaturated = saturates !== null && saturates <= now;
  const isRested = automation.doing !== null && automation.doing.endsAt <= now;
  if (!isSaturated && !lapses && !isRested && !ends) return step(ledger);
  const found: Derived[] = [
    ...(isSaturated ? [{ type: 'automation.saturated' } as const] : []),
    ...(lapses ? [{ type: 'automation.lapsed' } as const] : []),
    ...(isRested ? [{ type: 'activity.expired' } as const] : []),
  ];
  const left = withAutomation(ledger, {
    heardUntil: lapses ? null : automation.heardUntil,
    command: lapses || ends ? null : automation.command,
    // The next answer says whether it is left; of one that lapses, the chart may want to know how long it lasted.
    extreme: isSaturated ? null : automation.extreme,
    doing: isRested ? null : automation.doing,
  });
  return step(withRate(left), ...found);
};

/** When the passing of time next changes something here; null when it does not. */
export const automationDeadline = ({ automation }: Ledger): MonoMs | null =>
  earliest(
    automation.heardUntil,
    automation.command?.endsAt ?? null,
    saturatesAt(automation),
    automation.doing?.endsAt ?? null,
  );
