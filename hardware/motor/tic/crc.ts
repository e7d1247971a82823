/** CRC-7 of the Tic: polynomial 0x91 with the least significant bit first, start 0, over all bytes before it. */
export const crc7 = (bytes: Iterable<number>): number => {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      if (crc & 1) crc ^= 0x91;
      crc >>= 1;
    }
  }
  return crc;
};
