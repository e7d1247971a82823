import {
  type Decoded,
  damaged,
  decoded,
  i8,
  le8,
  le16,
  le24,
  u8,
  u16,
  u24,
} from '../../link/bluetooth/bytes.ts';
import { crc16, opened, sealed } from '../../link/bluetooth/crc16.ts';
import type { Annunciation } from './annunciation.ts';

/** Bits of CGM Feature that matter here; the others are kept as they come. */
export const FEATURE = { crc: 1 << 12, trend: 1 << 15, quality: 1 << 16 } as const;

/** CGM Feature (2AA8): to be read first, since it says whether anything else has a CRC. */
export type Feature = {
  readonly features: number;
  /** Sample type, 0 to 15: 9 is interstitial fluid. */
  readonly type: number;
  /** Sample location, 0 to 15: 5 is subcutaneous tissue. */
  readonly location: number;
};

const NO_CRC = 0xffff;

export const hasCrc = ({ features }: Feature): boolean => (features & FEATURE.crc) !== 0;

export const encodeFeature = (feature: Feature): readonly number[] => {
  const body = [...le24(feature.features), (feature.location << 4) | feature.type];
  return hasCrc(feature) ? sealed(body) : [...body, ...le16(NO_CRC)];
};

/** A flipped bit must not switch the CRC off: without one, its field holds 0xFFFF or what would be right. */
export const decodeFeature = (bytes: Uint8Array): Decoded<Feature> => {
  if (bytes.length !== 6) return damaged(`Feature has 6 octets, ${bytes.length} came`);
  const body = bytes.subarray(0, 4);
  const feature = { features: u24(body, 0), type: u8(body, 3) & 0xf, location: u8(body, 3) >>> 4 };
  const told = u16(bytes, 4);
  return told === crc16(body) || (told === NO_CRC && !hasCrc(feature))
    ? decoded(feature)
    : damaged(`CRC of Feature = 0x${told.toString(16)}: is not right`);
};

const body = (bytes: Uint8Array, crc: boolean, length: number, what: string): Decoded<Uint8Array> => {
  const whole = crc ? opened(bytes) : decoded(bytes);
  if (!whole.ok) return damaged(`${what}: ${whole.problem}`);
  return whole.value.length === length
    ? whole
    : damaged(`${what} has ${length} octets, ${whole.value.length} came`);
};
const closed = (bytes: readonly number[], crc: boolean): readonly number[] => (crc ? sealed(bytes) : bytes);

/** CGM Status (2AA9): where the session stands. All three octets, always in the order of the specification. */
export type Status = { readonly offsetMin: number; readonly annunciation: Annunciation };

export const encodeStatus = ({ offsetMin, annunciation }: Status, crc: boolean): readonly number[] =>
  closed([...le16(offsetMin), ...le24(annunciation)], crc);

export const decodeStatus = (bytes: Uint8Array, crc: boolean): Decoded<Status> => {
  const read = body(bytes, crc, 5, 'Status');
  return read.ok ? decoded({ offsetMin: u16(read.value, 0), annunciation: u24(read.value, 2) }) : read;
};

/** CGM Session Start Time (2AAA): local time, with its zone in quarters of an hour from UTC. */
export type StartTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Null when the sensor does not know it. */
  readonly zoneQuarters: number | null;
  /** What daylight saving adds, as the service counts it: 0, 2, 4 or 8 quarters of an hour; null when unknown. */
  readonly dstQuarters: 0 | 2 | 4 | 8 | null;
};

const UNKNOWN_ZONE = -128;
const UNKNOWN_DST = 255;
const ZONES = { least: -48, most: 56 } as const;

export const encodeStartTime = (time: StartTime, crc: boolean): readonly number[] =>
  closed(
    [
      ...le16(time.year),
      ...[time.month, time.day, time.hour, time.minute, time.second].flatMap(le8),
      ...le8(time.zoneQuarters ?? UNKNOWN_ZONE),
      ...le8(time.dstQuarters ?? UNKNOWN_DST),
    ],
    crc,
  );

const dstIn = (octet: number): StartTime['dstQuarters'] | undefined => {
  if (octet === UNKNOWN_DST) return null;
  return octet === 0 || octet === 2 || octet === 4 || octet === 8 ? octet : undefined;
};

const isDate = ({ year, month, day, hour, minute, second }: StartTime): boolean =>
  year >= 1582 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= 31 &&
  hour < 24 &&
  minute < 60 &&
  second < 60;

export const decodeStartTime = (bytes: Uint8Array, crc: boolean): Decoded<StartTime> => {
  const read = body(bytes, crc, 9, 'Session Start Time');
  if (!read.ok) return read;
  const of = (at: number): number => u8(read.value, at);
  const zone = i8(read.value, 7);
  const dstQuarters = dstIn(of(8));
  if (dstQuarters === undefined) return damaged(`DST offset = ${of(8)}: is none that the service knows`);
  if (zone !== UNKNOWN_ZONE && (zone < ZONES.least || zone > ZONES.most))
    return damaged(`time zone = ${zone}: is none from ${ZONES.least} to ${ZONES.most}`);
  const time: StartTime = {
    year: u16(read.value, 0),
    month: of(2),
    day: of(3),
    hour: of(4),
    minute: of(5),
    second: of(6),
    zoneQuarters: zone === UNKNOWN_ZONE ? null : zone,
    dstQuarters,
  };
  return isDate(time) ? decoded(time) : damaged('Session Start Time is no date and time');
};

/** CGM Session Run Time (2AAB): for how many hours a session runs. */
export const encodeRunTime = (hours: number, crc: boolean): readonly number[] => closed(le16(hours), crc);

export const decodeRunTime = (bytes: Uint8Array, crc: boolean): Decoded<number> => {
  const read = body(bytes, crc, 2, 'Session Run Time');
  return read.ok ? decoded(u16(read.value, 0)) : read;
};
