import { E2E, remainder, TIC, XMODEM } from './checksums.ts';

/** How many frames in these bytes may be believed, reckoned without any code of the adapters. */
export type Sound = (bytes: Uint8Array) => number;

/** Bytes of a compact packet before its CRC: a command alone, with one byte, with offset and length, with a number. */
const TIC_SIZES = [1, 2, 3, 6];
const POLOLU_HEADER = 2;

/** For each byte, whether a packet ends there whose checksum is right. */
export const ticCommands: Sound = bytes =>
  bytes.reduce((count, crc, end) => {
    const fits = TIC_SIZES.flatMap(size => [size, size + POLOLU_HEADER]).some(size => {
      const body = bytes.subarray(Math.max(0, end - size), end);
      return body.length === size && (body[0] ?? 0) >= 0x80 && crc < 0x80 && remainder(body, TIC) === crc;
    });
    return count + (fits ? 1 : 0);
  }, 0);

export const ticReply: Sound = bytes =>
  bytes.length > 0 && remainder(bytes.subarray(0, -1), TIC) === bytes.at(-1) ? 1 : 0;

/** For each start byte, whether a whole frame follows. */
export const neFrames: Sound = bytes =>
  bytes.reduce((count, start, at) => {
    const length = bytes[at + 1] ?? 0;
    const crc = remainder(bytes.subarray(at + 2, at + length - 2), XMODEM);
    const isWhole =
      start === 2 &&
      length >= 4 &&
      at + length < bytes.length &&
      bytes[at + length - 2] === crc >> 8 &&
      bytes[at + length - 1] === (crc & 0xff) &&
      bytes[at + length] === 3;
    return count + (isWhole ? 1 : 0);
  }, 0);

/** One value with its E2E-CRC behind it, the low octet first. */
export const e2e: Sound = bytes => {
  const crc = remainder(bytes.subarray(0, -2), E2E);
  return bytes.length > 2 && bytes.at(-2) === (crc & 0xff) && bytes.at(-1) === crc >> 8 ? 1 : 0;
};

/** Records of one notification: all of them, or none. */
export const e2eRecords: Sound = bytes => {
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = bytes[at] ?? 0;
    if (at + size > bytes.length || e2e(bytes.subarray(at, at + size)) === 0) return 0;
    at += size;
    count += 1;
  }
  return count;
};
