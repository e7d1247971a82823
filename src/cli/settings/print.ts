import { CHOICES, choiceKeys } from '../../domain/choices.ts';
import { timeOfDay } from '../../domain/differences.ts';
import { profilesOf } from '../../domain/profiles.ts';
import type { Segment, Settings } from '../../domain/settings.ts';
import { fromMillionths } from './amounts.ts';
import { dayPartLines } from './dayParts.ts';
import {
  FIELDS,
  LOW_ENDS_EXTENDED,
  OTHER,
  PROFILE,
  PROFILES,
  RESUMES,
  SEGMENT,
  SEGMENTS,
  spelled,
  WINDOW,
  WINDOWS,
} from './fields.ts';
import { writtenNumber } from './namedUnit.ts';

/** The settings as a file that `readSettings` reads back to the same settings. */
export const printSettings = (settings: Settings): string => {
  const fields = FIELDS.flatMap(({ key, name, unit, millionths, says }) => [
    ...(says === '' ? [] : ['', `# ${says}`]),
    `${name} = ${millionths ? fromMillionths(settings[key]) : writtenNumber(key, settings[key])} # ${unit}`,
  ]);
  const heading = ['# Settings of an Islet pump. Amounts in U, rates in U/h, at most six decimals (1 µU).'];
  const restart = [
    '',
    '# Whether basal resumes by itself after a clean restart of at most 10 min with the same cartridge.',
    `${RESUMES} = ${settings.resumesAfterRestart}`,
  ];
  const choices = [
    ...choiceKeys.flatMap(key => [
      '',
      `# ${CHOICES[key].label}: ${Object.keys(CHOICES[key].options).map(spelled).join(', ')}.`,
      `${spelled(key)} = "${spelled(settings[key])}"`,
    ]),
    '',
    '# Whether an extended bolus ends when low glucose stops basal.',
    `${LOW_ENDS_EXTENDED} = ${settings.lowSuspendEndsExtended}`,
  ];
  const profile = [
    '',
    '# The basal profile in use: from this local time on, this rate. The first segment starts at 00:00.',
    `${PROFILE} = ${JSON.stringify(settings.profileName)}`,
  ];
  const windows = settings.missedBolusWindows.flatMap(({ fromMinute, untilMinute }) => [
    '',
    `[[${WINDOWS}]]`,
    `${WINDOW.from} = "${timeOfDay(fromMinute)}"`,
    `${WINDOW.until} = "${timeOfDay(untilMinute)}"`,
  ]);
  const others = profilesOf(settings)
    .slice(1)
    .flatMap(({ name, segments }) => [
      '',
      `[[${PROFILES}]]`,
      `${OTHER.name} = ${JSON.stringify(name)}`,
      ...segmentLines(`${PROFILES}.${OTHER.segments}`, segments),
    ]);
  const lines = [
    ...heading,
    ...fields,
    ...restart,
    ...choices,
    ...profile,
    ...segmentLines(SEGMENTS, settings.basalProfile),
    ...others,
    ...windows,
    ...dayPartLines(settings.dayParts ?? []),
  ];
  return `${lines.join('\n')}\n`;
};

const segmentLines = (table: string, segments: readonly Segment[]): readonly string[] =>
  segments.flatMap(({ fromMinute, rateUuPerHour }) => [
    '',
    `[[${table}]]`,
    `${SEGMENT.from} = "${timeOfDay(fromMinute)}"`,
    `${SEGMENT.rate} = ${fromMillionths(rateUuPerHour)}`,
  ]);
