import { exampleSettings, type Settings, settingsSchema } from '../../../src/domain/settings.ts';
import { type WallMs, wallMs } from '../../../src/domain/units.ts';
import type { Wearer } from './body.ts';

/**
 * How a story begins, in the `=` lines before its first deed:
 *
 *     = settings basal 0.6 U/h, from 04:00 0.9 U/h; zone +60 min; autoOffHours 5
 *     = day 2026-03-28 18:00
 *     = body 0.8 U/h at 110 mg/dL
 *
 * Without them: the example's settings, midnight in UTC, and nobody who wears the pump. With a day, the
 * margin shows the local time. The body is one that this basal rate holds at this glucose.
 */
export type Head = {
  readonly settings: Settings;
  /** When the pump gets power; null for a story that is told in time since the line above. */
  readonly beginsWallMs: WallMs | null;
  readonly wearer: Wearer | null;
};

const MINUTE_MS = 60_000;

/** A line of the head, which the story keeps as it is. */
export const isHead = (line: string): boolean => /^= (settings|day|body) /.test(line);

/** The head of a story. Throws with what can be written instead. */
export const headOf = (text: string): Head => {
  const lines = text.split('\n').filter(isHead);
  const said = (what: string): string | undefined =>
    lines.find(line => line.startsWith(`= ${what} `))?.slice(what.length + 3);
  const settings = settingsOf(said('settings'));
  return {
    settings,
    beginsWallMs: beginningOf(said('day'), settings.utcOffsetMinutes),
    wearer: wearerOf(said('body')),
  };
};

const settingsOf = (said: string | undefined): Settings => {
  const parts = said?.split(';').map(part => part.trim()) ?? [];
  return settingsSchema.parse(Object.assign({}, exampleSettings, ...parts.map(settingOf)));
};

/** `basal …`, `zone +60 min`, or a field of the settings and its value: `autoOffHours 5`. */
const settingOf = (part: string): Partial<Record<keyof Settings, unknown>> => {
  const [field = '', ...rest] = part.split(' ');
  const value = rest.join(' ');
  if (field === 'basal') return { basalProfile: value.split(', ').map(segmentOf) };
  if (field === 'zone') {
    const minutes = /^([+-]\d+) min$/.exec(value)?.[1];
    if (minutes === undefined) throw new Error(`"${part}" is no time zone; write "zone +60 min"`);
    return { utcOffsetMinutes: Number(minutes) };
  }
  if (!(field in exampleSettings)) throw new Error(`there is no setting "${field}"`);
  return { [field]: JSON.parse(value) };
};

const segmentOf = (said: string) => {
  const [, hour = '0', minute = '0', rate] =
    /^(?:from (\d\d):(\d\d) )?(\d+(?:\.\d+)?) U\/h$/.exec(said) ?? [];
  if (rate === undefined) throw new Error(`"${said}" is no rate; write "0.6 U/h" or "from 04:00 0.9 U/h"`);
  return {
    fromMinute: Number(hour) * 60 + Number(minute),
    rateUuPerHour: Math.round(Number(rate) * 1_000_000),
  };
};

const beginningOf = (said: string | undefined, utcOffsetMinutes: number): WallMs | null => {
  if (said === undefined) return null;
  const isMoment = /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(said);
  const local = isMoment ? Date.parse(`${said.replace(' ', 'T')}:00Z`) : Number.NaN;
  if (Number.isNaN(local)) throw new Error(`"${said}" is no moment; write "2026-03-28 18:00"`);
  return wallMs(local - utcOffsetMinutes * MINUTE_MS);
};

const wearerOf = (said: string | undefined): Wearer | null => {
  if (said === undefined) return null;
  const [, rate, glucose] = /^(\d+(?:\.\d+)?) U\/h at (\d+) mg\/dL$/.exec(said) ?? [];
  if (rate === undefined || glucose === undefined)
    throw new Error(`"${said}" is no body; write "0.8 U/h at 110 mg/dL"`);
  return { basalUuPerHour: Math.round(Number(rate) * 1_000_000), mgPerDl: Number(glucose) };
};
