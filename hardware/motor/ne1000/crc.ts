/** CRC-16 of the New Era Safe mode: polynomial 0x1021, most significant bit first, start 0 (XMODEM), over the payload alone. */
export const crc16 = (bytes: Iterable<number>): number => {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
};
