import type { Settings } from '../../domain/settings.ts';
import { fromMillionths } from './amounts.ts';
import { FIELDS, SEGMENT, SEGMENTS } from './fields.ts';

/** The settings as a file that `readSettings` reads back to the same settings. */
export const printSettings = (settings: Settings): string => {
  const fields = FIELDS.flatMap(({ key, name, unit, millionths, says }) => [
    ...(says === '' ? [] : ['', `# ${says}`]),
    `${name} = ${millionths ? fromMillionths(settings[key]) : settings[key]} # ${unit}`,
  ]);
  const segments = settings.basalProfile.flatMap(({ fromMinute, rateUuPerHour }) => [
    '',
    `[[${SEGMENTS}]]`,
    `${SEGMENT.from} = "${timeOfDay(fromMinute)}"`,
    `${SEGMENT.rate} = ${fromMillionths(rateUuPerHour)}`,
  ]);
  const heading = ['# Settings of an Islet pump. Amounts in U, rates in U/h, at most six decimals (1 µU).'];
  const profile = [
    '',
    '# The basal profile: from this local time on, this rate. The first segment starts at 00:00.',
  ];
  return `${[...heading, ...fields, ...profile, ...segments].join('\n')}\n`;
};

/** `04:30` for minute 270 of the day. */
export const timeOfDay = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
