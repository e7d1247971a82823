/** A stream of numbers that its seed repeats exactly. */
export type Random = {
  /** Uniform in [0, 1), a multiple of 2^-32. */
  readonly uniform: () => number;
  /** Standard normal: Box and Muller, Ann Math Stat 29:610, 1958; two for each pair of uniform numbers. */
  readonly normal: () => number;
};

const WARM_UP = 12;

/**
 * Doty-Humphrey's sfc32: a counter and 96 bits of state (PractRand, public domain; passes BigCrush). `seed` is any
 * whole number; `stream` names what the numbers are for, so that meals do not change when a sensor draws more.
 */
export const randomFrom = (seed: number, stream: string): Random => {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`the seed ${seed} is not a whole number`);
  let a = hash(stream);
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const uniform = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return (out >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < WARM_UP; round += 1) uniform();
  let kept: number | null = null;
  const normal = (): number => {
    if (kept !== null) {
      const value = kept;
      kept = null;
      return value;
    }
    // 1 − u is never zero.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal };
};

/** FNV-1a, 32 bits. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return value | 0;
};
