import { type Decoded, damaged, decoded, le8, le16, u8, u16 } from '../../link/bluetooth/bytes.ts';
import { opened, sealed } from '../../link/bluetooth/crc16.ts';
import { type Sfloat, sfloatBits, sfloatFrom } from '../../link/bluetooth/sfloat.ts';
import type { Annunciation, OctetOrder } from './annunciation.ts';

/** One record of CGM Measurement (2AA7). */
export type Measurement = {
  /** mg/dL; the service knows no other unit. */
  readonly glucose: Sfloat;
  /** Minutes since the session began; also what a record is known by. */
  readonly offsetMin: number;
  readonly annunciation: Annunciation;
  /** mg/dL per minute; null when it is not told. */
  readonly trend: Sfloat | null;
  /** Percent; null when it is not told. */
  readonly quality: Sfloat | null;
};

/** How records look on this link: with E2E-CRC or without, and their octets in which order. */
export type Framing = { readonly crc: boolean; readonly order: OctetOrder };

const FLAG = { trend: 0x01, quality: 0x02 } as const;
/** Flag of an octet, and where its bits stand in an annunciation; in the order of the specification. */
const OCTETS = [
  { flag: 0x80, shift: 0 },
  { flag: 0x40, shift: 8 },
  { flag: 0x20, shift: 16 },
] as const;
const HEAD = 6;

const inOrder = (order: OctetOrder) => (order === 'specification' ? OCTETS : OCTETS.toReversed());
const octetOf = (annunciation: Annunciation, shift: number): number => (annunciation >>> shift) & 0xff;

/** The bytes of one record. Only octets in which a bit is set are sent. */
export const encodeMeasurement = (
  { glucose, offsetMin, annunciation, trend, quality }: Measurement,
  { crc, order }: Framing,
): readonly number[] => {
  const octets = inOrder(order).filter(({ shift }) => octetOf(annunciation, shift) !== 0);
  const rest = [
    ...le16(sfloatBits(glucose)),
    ...le16(offsetMin),
    ...octets.map(({ shift }) => octetOf(annunciation, shift)),
    ...(trend === null ? [] : le16(sfloatBits(trend))),
    ...(quality === null ? [] : le16(sfloatBits(quality))),
  ];
  const flags =
    (trend === null ? 0 : FLAG.trend) |
    (quality === null ? 0 : FLAG.quality) |
    octets.reduce((bits, { flag }) => bits | flag, 0);
  const body = [...le8(2 + rest.length + (crc ? 2 : 0)), flags, ...rest];
  return crc ? sealed(body) : body;
};

/** How many octets of annunciation a record of these flags has. With fewer than two their order says nothing. */
export const octetsIn = (flags: number): number => OCTETS.filter(({ flag }) => (flags & flag) !== 0).length;

const decodeOne = (record: Uint8Array, { crc, order }: Framing): Decoded<Measurement> => {
  const whole = crc ? opened(record) : decoded(record);
  if (!whole.ok) return whole;
  const bytes = whole.value;
  if (bytes.length < HEAD) return damaged(`${bytes.length} octets are too few for a measurement`);
  const flags = u8(bytes, 1);
  const octets = inOrder(order).filter(({ flag }) => (flags & flag) !== 0);
  const afterOctets = HEAD + octets.length;
  const hasTrend = (flags & FLAG.trend) !== 0;
  const hasQuality = (flags & FLAG.quality) !== 0;
  const length = afterOctets + (hasTrend ? 2 : 0) + (hasQuality ? 2 : 0);
  if (bytes.length !== length)
    return damaged(`flags = 0x${flags.toString(16)}: ask for ${length} octets, ${bytes.length} came`);
  return decoded({
    glucose: sfloatFrom(u16(bytes, 2)),
    offsetMin: u16(bytes, 4),
    annunciation: octets.reduce((bits, { shift }, n) => bits | (u8(bytes, HEAD + n) << shift), 0),
    trend: hasTrend ? sfloatFrom(u16(bytes, afterOctets)) : null,
    quality: hasQuality ? sfloatFrom(u16(bytes, afterOctets + (hasTrend ? 2 : 0))) : null,
  });
};

/** The records of one notification, each cut out by its own size; damaged when any of them is. */
export const splitMeasurements = (bytes: Uint8Array): Decoded<readonly Uint8Array[]> => {
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = u8(bytes, at);
    if (size < HEAD || at + size > bytes.length)
      return damaged(`size = ${size}: not from ${HEAD} to the ${bytes.length - at} octets that are left`);
    records.push(bytes.subarray(at, at + size));
    at += size;
  }
  return records.length === 0 ? damaged('the notification is empty') : decoded(records);
};

/** All records of one notification, or why none of them is believed. */
export const decodeMeasurements = (bytes: Uint8Array, framing: Framing): Decoded<readonly Measurement[]> => {
  const records = splitMeasurements(bytes);
  if (!records.ok) return records;
  const measurements: Measurement[] = [];
  for (const record of records.value) {
    const read = decodeOne(record, framing);
    if (!read.ok) return read;
    measurements.push(read.value);
  }
  return decoded(measurements);
};
