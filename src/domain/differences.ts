import { CHOICES, choiceKeys, meaningOf } from './choices.ts';
import { dailyBasal, profilesOf } from './profiles.ts';
import { isNumberKey, QUANTITIES, spell } from './quantities.ts';
import type { Segment, Settings } from './settings.ts';
import type { DayPart } from './therapy/dayParts.ts';

/** One thing that is otherwise, in words and units: `maximum basal rate`, `3 U/h`, `2.5 U/h`. */
export type Difference = { readonly field: string; readonly from: string; readonly to: string };

/** What a person would see change, field by field; all of it where there were no settings. */
export const differencesOf = (before: Settings | null, after: Settings): readonly Difference[] => {
  const was = before === null ? null : spelledOut(before);
  const is = spelledOut(after);
  const fields = new Set([...is.keys(), ...(was?.keys() ?? [])]);
  // The rates in use have a field of their own, and are not said twice.
  if (before === null || before.profileName === after.profileName) fields.delete(nameOf(after.profileName));
  return [...fields].flatMap(field => {
    const [from, to] = [was?.get(field), is.get(field)];
    // Compared before they are in words: where nothing was set, `none` is an answer, too.
    return from === to ? [] : [{ field, from: from ?? 'none', to: to ?? 'none' }];
  });
};

/** Every field by the name that a person knows, the most consequential first. */
const spelledOut = (settings: Settings): ReadonlyMap<string, string> => {
  return new Map([
    ['profile in use', settings.profileName],
    ['basal rates in use', spellSegments(settings.basalProfile)],
    ...profilesOf(settings).map(({ name, segments }) => [nameOf(name), spellSegments(segments)] as const),
    ...Object.entries(settings).flatMap(([key, value]) =>
      isNumberKey(key) && typeof value === 'number'
        ? [[QUANTITIES[key].label, spell(key, value)] as const]
        : [],
    ),
    ['later in the day', spellDayParts(settings.dayParts ?? [])],
    ['basal by itself after a clean restart', settings.resumesAfterRestart ? 'yes' : 'no'],
    ...choiceKeys.map(key => [CHOICES[key].label, meaningOf(settings, key)] as const),
    ['extended bolus ends with low glucose', settings.lowSuspendEndsExtended ? 'yes' : 'no'],
    ['missed bolus reminder', spellWindows(settings.missedBolusWindows)],
  ]);
};

const nameOf = (profile: string): string => `profile ${profile}`;

/** `00:00 0.8 U/h, 04:00 1.2 U/h; 24.35 U a day`. */
const spellSegments = (segments: readonly Segment[]): string =>
  `${segments
    .map(({ fromMinute, rateUuPerHour }) => `${timeOfDay(fromMinute)} ${rateUuPerHour / 1_000_000} U/h`)
    .join(', ')}; ${dailyBasal(segments) / 1_000_000} U a day`;

/** `06:00 40 mg/dL per U, 8 g per U, target 110 mg/dL`. */
const spellDayParts = (parts: readonly DayPart[]): string =>
  parts.length === 0
    ? 'the same'
    : parts
        .map(
          ({ fromMinute, sensitivityMgDl, carbRatioG, targetMgDl }) =>
            `${timeOfDay(fromMinute)} ${spell('sensitivityMgDl', sensitivityMgDl)}, ${carbRatioG} g per U, target ${targetMgDl} mg/dL`,
        )
        .join('; ');

const spellWindows = (windows: Settings['missedBolusWindows']): string =>
  windows.length === 0
    ? 'off'
    : windows
        .map(({ fromMinute, untilMinute }) => `${timeOfDay(fromMinute)} to ${timeOfDay(untilMinute)}`)
        .join(', ');

/** `04:30` for minute 270 of the day. */
export const timeOfDay = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
