/**
 * Largest value of `gain · y` with `rows · y <= limits` and `y >= 0`; limits are not below 0, so that `y = 0`
 * is where the simplex method begins (Dantzig 1947; after a while by Bland's rule, which cannot cycle). The
 * answer is a point that keeps every limit, to rounding; the caller makes of it what is certain.
 */
export const largest = (
  rows: readonly Sparse[],
  limits: readonly number[],
  gain: readonly number[],
  most = Number.POSITIVE_INFINITY,
): Float64Array => {
  const columns = gain.length;
  const width = columns + 1;
  const table = new Float64Array((rows.length + 1) * width);
  const last = rows.length * width;
  for (const [row, entries] of rows.entries()) {
    for (const [column, value] of entries) table[row * width + column] = value;
    table[row * width + columns] = limits[row] ?? 0;
  }
  for (let column = 0; column < columns; column += 1) table[last + column] = -(gain[column] ?? 0);
  /** Which variable is in each row, and out in each column; those from `columns` on are slack. */
  const inRow = Int32Array.from(rows, (_, row) => columns + row);
  const inColumn = Int32Array.from({ length: columns }, (_, column) => column);

  for (let pivots = 0; pivots < most; pivots += 1) {
    const column = entering(table, last, columns, inColumn, pivots > 20 * columns);
    if (column < 0) break;
    const row = leaving(table, width, column, inRow);
    if (row < 0) throw new Error('this programme has no largest value');
    pivot(table, width, rows.length, row, column);
    [inRow[row], inColumn[column]] = [inColumn[column] ?? 0, inRow[row] ?? 0];
  }
  const point = new Float64Array(columns);
  for (const [row, variable] of inRow.entries())
    if (variable < columns) point[variable] = Math.max(0, table[row * width + columns] ?? 0);
  return point;
};

/** Columns and values of a row, the others 0. */
export type Sparse = readonly (readonly [column: number, value: number])[];

const SMALL = 1e-9;

const entering = (
  table: Float64Array,
  last: number,
  columns: number,
  inColumn: Int32Array,
  carefully: boolean,
): number => {
  let best = -1;
  for (let column = 0; column < columns; column += 1) {
    const value = table[last + column] ?? 0;
    if (value >= -SMALL) continue;
    const isBetter = carefully
      ? best < 0 || (inColumn[column] ?? 0) < (inColumn[best] ?? 0)
      : best < 0 || value < (table[last + best] ?? 0);
    if (isBetter) best = column;
  }
  return best;
};

const leaving = (table: Float64Array, width: number, column: number, inRow: Int32Array): number => {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < inRow.length; row += 1) {
    const value = table[row * width + column] ?? 0;
    if (value <= SMALL) continue;
    const ratio = (table[row * width + width - 1] ?? 0) / value;
    if (
      ratio < least - SMALL ||
      (ratio <= least + SMALL && (inRow[row] ?? 0) < (inRow[best] ?? Number.MAX_VALUE))
    ) {
      best = row;
      least = Math.min(least, ratio);
    }
  }
  return best;
};

const pivot = (table: Float64Array, width: number, rows: number, row: number, column: number): void => {
  const base = row * width;
  const by = 1 / (table[base + column] ?? 1);
  const filled: number[] = [];
  for (let at = 0; at < width; at += 1) {
    const value = at === column ? by : (table[base + at] ?? 0) * by;
    table[base + at] = value;
    if (value !== 0 && at !== column) filled.push(at);
  }
  for (let other = 0; other <= rows; other += 1) {
    if (other === row) continue;
    const start = other * width;
    const factor = table[start + column] ?? 0;
    if (factor === 0) continue;
    for (const at of filled) table[start + at] = (table[start + at] ?? 0) - factor * (table[base + at] ?? 0);
    table[start + column] = -factor * by;
  }
};
