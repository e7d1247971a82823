/** A checksum as its specification names it; `reflected`: bytes are fed and the result is read with the lowest bit first. */
export type Polynomial = {
  readonly width: number;
  /** Without its highest term. */
  readonly terms: number;
  readonly start: number;
  readonly reflected: boolean;
};

/** Pololu Tic: x^7 + x^3 + 1, which its guide writes backwards as 0x91. */
export const TIC: Polynomial = { width: 7, terms: 0x09, start: 0, reflected: true };
/** New Era Safe mode. */
export const XMODEM: Polynomial = { width: 16, terms: 0x1021, start: 0, reflected: false };
/** E2E-CRC of the Bluetooth health services. */
export const E2E: Polynomial = { width: 16, terms: 0x1021, start: 0xffff, reflected: true };

const bitsOf = (byte: number): readonly number[] => [7, 6, 5, 4, 3, 2, 1, 0].map(n => (byte >> n) & 1);

/**
 * The remainder by long division, bit by bit, as in a textbook. Slow, and on purpose nothing like the code that it judges: whoever
 * believes a frame and whoever says that it may be believed must not share a mistake.
 */
export const remainder = (
  bytes: Iterable<number>,
  { width, terms, start, reflected }: Polynomial,
): number => {
  const top = 2 ** (width - 1);
  let register = start;
  for (const byte of bytes) {
    for (const bit of reflected ? bitsOf(byte).toReversed() : bitsOf(byte)) {
      const leaves = (register >= top ? 1 : 0) !== bit;
      register = (register * 2) % (top * 2);
      if (leaves) register ^= terms;
    }
  }
  if (!reflected) return register;
  let turned = 0;
  for (let n = 0; n < width; n += 1) turned = turned * 2 + (Math.floor(register / 2 ** n) % 2);
  return turned;
};
