import { type Decoded, damaged, decoded, hexOf, le16, u16 } from './bytes.ts';

/** CRC-16/MCRF4XX: 0x1021 reflected, begins with 0xFFFF, nothing added at the end. E2E-CRC of the health services. */
export const crc16 = (bytes: Iterable<number>): number => {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  }
  return crc;
};

/** The same with its E2E-CRC behind it, the low octet first. */
export const sealed = (bytes: readonly number[]): readonly number[] => [...bytes, ...le16(crc16(bytes))];

/** The inverse: what stands before a CRC that is right. */
export const opened = (bytes: Uint8Array): Decoded<Uint8Array> => {
  if (bytes.length < 2) return damaged(`${bytes.length} octets are too few for a CRC`);
  const body = bytes.subarray(0, -2);
  const told = u16(bytes, body.length);
  return told === crc16(body)
    ? decoded(body)
    : damaged(`CRC = 0x${told.toString(16)}: not that of ${hexOf(body)}`);
};
