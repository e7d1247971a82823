/** A repeatable stream of standard normal numbers: mulberry32 (public domain) through the Box-Muller transform. */
export const gaussian = (seed: number): (() => number) => {
  let state = seed >>> 0;
  /** In (0, 1], because its logarithm is taken. */
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 1) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
};
