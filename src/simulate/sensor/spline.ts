/**
 * The cubic spline with "not a knot" ends through values at 0, 1, 2, …: its value at `t`. At least four values.
 * With equal spacing the end conditions give the second derivatives beside the ends at once; the others follow
 * from the usual tridiagonal system. Throws a RangeError for fewer than four values.
 */
export const splineThrough = (values: readonly number[]): ((t: number) => number) => {
  const last = values.length - 1;
  if (last < 3) throw new RangeError(`a cubic spline needs at least 4 values, not ${values.length}`);
  const y = (index: number): number => values[index] ?? 0;
  const bend = (index: number): number => 6 * (y(index - 1) - 2 * y(index) + y(index + 1));
  const second = new Float64Array(last + 1);
  const at = (index: number): number => second[index] ?? 0;
  second[1] = bend(1) / 6;
  second[last - 1] = bend(last - 1) / 6;
  // Thomas' algorithm for 2 … last − 2, with both neighbours known.
  const factor = new Float64Array(last + 1);
  for (let index = 2; index <= last - 2; index += 1) {
    const pivot = 4 - (factor[index - 1] ?? 0);
    const right = bend(index) - (index === last - 2 ? at(last - 1) : 0);
    factor[index] = 1 / pivot;
    second[index] = (right - at(index - 1)) / pivot;
  }
  for (let index = last - 3; index >= 2; index -= 1) {
    second[index] = at(index) - (factor[index] ?? 0) * at(index + 1);
  }
  second[0] = 2 * at(1) - at(2);
  second[last] = 2 * at(last - 1) - at(last - 2);
  return t => {
    const left = Math.min(last - 1, Math.max(0, Math.floor(t)));
    const [b, a] = [t - left, left + 1 - t];
    return a * y(left) + b * y(left + 1) + ((a ** 3 - a) * at(left) + (b ** 3 - b) * at(left + 1)) / 6;
  };
};
