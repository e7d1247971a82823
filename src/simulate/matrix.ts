/** A square matrix, row after row. */
export type Matrix = Float64Array;

const product = (a: Matrix, b: Matrix, n: number): Matrix => {
  const out = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column < n; column += 1) {
      let sum = 0;
      for (let k = 0; k < n; k += 1) sum += (a[row * n + k] ?? 0) * (b[k * n + column] ?? 0);
      out[row * n + column] = sum;
    }
  }
  return out;
};

/** Halvings until no row exceeds 1/32: twelve terms of the series then leave less than 1e-27. */
const SMALL = 1 / 32;
const TERMS = 12;

/** e^A by scaling, Taylor series and squaring. `n` rows and columns. */
export const exponential = (a: Matrix, n: number): Matrix => {
  let norm = 0;
  for (let row = 0; row < n; row += 1) {
    norm = Math.max(
      norm,
      a.subarray(row * n, row * n + n).reduce((sum, x) => sum + Math.abs(x), 0),
    );
  }
  const halvings = norm <= SMALL ? 0 : Math.ceil(Math.log2(norm / SMALL));
  const scaled = a.map(x => x / 2 ** halvings);
  let out = identity(n);
  // Horner's rule: 1 + A(1 + A/2(1 + A/3(…))).
  for (let term = TERMS; term >= 1; term -= 1) {
    out = product(scaled, out, n).map(x => x / term);
    for (let row = 0; row < n; row += 1) out[row * n + row] = (out[row * n + row] ?? 0) + 1;
  }
  for (let time = 0; time < halvings; time += 1) out = product(out, out, n);
  return out;
};

const identity = (n: number): Matrix => {
  const out = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1) out[row * n + row] = 1;
  return out;
};
