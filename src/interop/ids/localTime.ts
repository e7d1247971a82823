import type { WallMs } from '../../domain/units.ts';

/** Date and time as a clock on the wall shows it, and what it is apart from UTC. */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Quarters of an hour from UTC, daylight saving included; −128 where there is no such number. */
  readonly zoneQuarters: number;
  readonly dstQuarters: number;
};

export const ZONE_UNKNOWN = -128;
const ZONES = { least: -48, most: 56 } as const;

/** The pump keeps one difference from UTC and does not know which part of it is daylight saving: all of it is told as zone. */
export const localTimeOf = (wall: WallMs, utcOffsetMinutes: number): LocalTime => {
  const date = new Date(wall + utcOffsetMinutes * 60_000);
  const quarters = utcOffsetMinutes / 15;
  const isZone = Number.isInteger(quarters) && quarters >= ZONES.least && quarters <= ZONES.most;
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    zoneQuarters: isZone ? quarters : ZONE_UNKNOWN,
    dstQuarters: 0,
  };
};
