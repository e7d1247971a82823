import { expect, test } from 'vitest';
import { createHistory } from '../../src/inspector/page/history.ts';
import { type PlotName, rowAt, tableOf } from '../../src/inspector/page/plot-table.ts';
import { supplyIn } from '../../src/inspector/page/supply.ts';
import { fakeSource } from './support/fakeSource.ts';

const source = fakeSource();
source.advance(2 * 3_600_000);
const history = createHistory();
for (const frame of source.frames) history.take(frame);
const { from, to } = history.span();
const unit = { name: 'mg/dL', write: String };
const table = (name: PlotName, shown = { from, to }, lookedAt = to) =>
  tableOf(name, history, shown, lookedAt, unit, []);
const all = ({ rows, left }: ReturnType<typeof table>): number => rows.length + left.earlier + left.later;

test('each plot has a table of what it draws, in order of time, with a head for each value', () => {
  for (const name of ['glucose', 'insulin', 'motor', 'supply', 'lanes'] as const) {
    const { heads, rows } = table(name);
    expect(rows.length, name).toBeGreaterThan(0);
    for (const { cells } of rows) expect([name, cells.length]).toEqual([name, heads.length]);
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted((one, other) => one - other));
  }
  const glucose = history.glucose();
  expect(table('glucose').rows.map(({ at }) => at)).toEqual(glucose.times);
});

test('a shorter time has fewer rows, and a long one says how many it leaves out', () => {
  const whole = table('motor');
  const half = table('motor', { from, to: (from + to) / 2 });
  expect(all(half)).toBeLessThan(all(whole));
  expect(whole.rows.length).toBeLessThanOrEqual(1_000);
});

test('whatever instant is looked at, its row is in the table, and what is left out before and after is counted', () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => index);
  const many = createHistory({
    ...createHistory().data(),
    glucose: { times: rows, values: [rows], spacing: 0 },
  });
  for (const at of [-1, 0, 300, 2_500.5, 4_700, 4_999, 9_999]) {
    const made = tableOf('glucose', many, { from: 0, to: 5_000 }, at, unit, []);
    const place = rowAt(made.rows, at);
    expect(made.rows[place]?.at).toBe(Math.min(4_999, Math.max(0, Math.floor(at))));
    expect([made.rows.length, all(made)]).toEqual([1_000, 5_000]);
    expect(made.rows[0]?.at).toBe(made.left.earlier);
  }
});

test('what is missing is told as missing, and what broke a property is told among the states', () => {
  const empty = createHistory({
    ...createHistory().data(),
    glucose: { times: [1, 2], values: [[110, null]], spacing: 0 },
  });
  expect(tableOf('glucose', empty, { from: 0, to: 9 }, 9, unit, []).rows.map(({ cells }) => cells)).toEqual([
    ['110'],
    ['missing'],
  ]);
  const violations = [{ atMonoMs: from * 1_000, property: 'nothing moves' }];
  const lanes = tableOf('lanes', history, { from, to }, to, unit, violations);
  expect(lanes.rows.filter(({ cells }) => cells[0] === 'properties')).toEqual([
    { at: from, cells: ['properties', 'failed: nothing moves'] },
  ]);
});

test('counts are told as insulin: 509.296 of them are a unit', () => {
  const [reservoir, commanded, counted] = supplyIn({
    times: [0],
    values: [[509_296], [null], [6], [180]],
  }).values;
  expect(reservoir).toEqual([180]);
  expect(commanded?.[0]).toBeCloseTo(1_000, 6);
  expect(counted).toEqual([null]);
});
