import { expect, test } from 'vitest';
import { createHistory } from '../../src/inspector/page/history.ts';
import { type PlotName, tableOf } from '../../src/inspector/page/plot-table.ts';
import { supplyIn } from '../../src/inspector/page/supply.ts';
import { fakeSource } from './support/fakeSource.ts';

const source = fakeSource();
source.advance(2 * 3_600_000);
const history = createHistory();
for (const frame of source.frames) history.take(frame);
const { from, to } = history.span();
const unit = { name: 'mg/dL', write: String };
const table = (name: PlotName, shown = { from, to }) => tableOf(name, history, shown, unit, []);

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
  const all = table('motor');
  const half = table('motor', { from, to: (from + to) / 2 });
  expect(half.rows.length + half.left).toBeLessThan(all.rows.length + all.left);
  expect(all.rows.length).toBeLessThanOrEqual(1_000);
});

test('what is missing is told as missing, and what broke a property is told among the states', () => {
  const empty = createHistory({
    ...createHistory().data(),
    glucose: { times: [1, 2], values: [[110, null]], spacing: 0 },
  });
  expect(tableOf('glucose', empty, { from: 0, to: 9 }, unit, []).rows.map(({ cells }) => cells)).toEqual([
    ['110'],
    ['missing'],
  ]);
  const violations = [{ atMonoMs: from * 1_000, property: 'nothing moves' }];
  const lanes = tableOf('lanes', history, { from, to }, unit, violations);
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
