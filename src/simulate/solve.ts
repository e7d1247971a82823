const HALVINGS = 200;

/**
 * Where `f`, which falls from `low` to `high`, is zero: by halving, to the last bit. Throws a RangeError that names
 * `what` when the ends do not lie on both sides.
 */
export const zeroOf = (what: string, f: (x: number) => number, low: number, high: number): number => {
  if (!(f(low) >= 0 && f(high) <= 0)) throw new RangeError(`${what} has no solution from ${low} to ${high}`);
  let [a, b] = [low, high];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (a + b) / 2;
    if (middle === a || middle === b) break;
    if (f(middle) > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
};
