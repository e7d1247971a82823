import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TraceProblem } from '../../hardware/cgm/problem.ts';
import { readTrace } from '../../hardware/cgm/trace.ts';

const RECORDED = fileURLToPath(new URL('../../src/simulate/data/recorded/', import.meta.url));

const accepted = (file: string, text: string) => {
  const read = readTrace(file, text);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.trace;
};

const problemOf = (text: string): TraceProblem => {
  const read = readTrace('my.csv', text);
  if (read.ok) throw new Error('a bad trace was accepted');
  return read.problem;
};

const csv = (...lines: readonly string[]): string => ['datetime,value,units', ...lines, ''].join('\n');

test('every recorded trace in the project is read whole', () => {
  const files = readdirSync(`${RECORDED}icgm`);
  for (const file of files) {
    const { readings, everyMs, notes } = accepted(file, readFileSync(`${RECORDED}icgm/${file}`, 'utf8'));
    expect(readings).toHaveLength(137);
    expect(everyMs).toBe(300_000);
    expect(notes).toEqual([]);
  }
  expect(files.length).toBe(43);
});

test('the Loop capture is read with its own spacing', () => {
  const { readings, everyMs } = accepted(
    'loop.json',
    readFileSync(`${RECORDED}loop-live-capture.json`, 'utf8'),
  );
  expect(readings).toHaveLength(120);
  expect(readings[0]).toEqual({ afterMs: 0, mgPerDl: 120 });
  expect(readings[1]).toEqual({ afterMs: 300_000, mgPerDl: 119 });
  expect(readings[2]?.afterMs).toBe(601_000);
  expect(everyMs).toBe(300_000);
});

test('mmol/L becomes mg/dL with 18.01559', () => {
  const { readings } = accepted(
    'my.csv',
    csv('1/1/2020 00:00:00,5.5,mmol/L', '1/1/2020 00:05:00,10.0,mmol/L'),
  );
  // 5.5 × 18.01559 = 99.09; 10 × 18.01559 = 180.16.
  expect(readings.map(reading => reading.mgPerDl)).toEqual([99, 180]);
});

test('both ways to write a time mean the same instant', () => {
  const american = accepted('a.csv', csv('8/15/2019 23:55:00,100,mg/dL', '8/16/2019 00:05:00,101,mg/dL'));
  const iso = accepted('b.csv', csv('2019-08-15T23:55:00Z,100,mg/dL', '2019-08-16T02:05:00+02:00,101,mg/dL'));
  expect(iso.readings).toEqual(american.readings);
});

test('a repeated reading is dropped and a gap stays a gap, each with a note', () => {
  const at = (minute: number, value: number) =>
    `1/1/2020 01:${String(minute).padStart(2, '0')}:00,${value},mg/dL`;
  const { readings, notes } = accepted(
    'my.csv',
    csv(at(0, 100), at(5, 101), at(5, 101), at(10, 102), at(40, 103)),
  );
  expect(readings.map(reading => reading.afterMs / 60_000)).toEqual([0, 5, 10, 40]);
  expect(notes).toEqual([
    'my.csv: 1 repeated reading dropped.',
    'my.csv: 1 gap, the longest 30 min; the sensor is silent in them.',
  ]);
});

test.each([
  ['a wrong header', 'time,glucose\n', { line: 1, field: 'header' }],
  ['an unknown unit', csv('1/1/2020 00:00:00,100,mg'), { line: 2, field: 'units', value: 'mg' }],
  [
    'a word for a value',
    csv('1/1/2020 00:00:00,100,mg/dL', '1/1/2020 00:05:00,high,mg/dL'),
    { line: 3, field: 'value', value: 'high', unit: 'mg/dL' },
  ],
  [
    'a day that does not exist',
    csv('2/30/2020 00:00:00,100,mg/dL'),
    { line: 2, field: 'datetime', value: '2/30/2020 00:00:00' },
  ],
  ['a missing field', csv('1/1/2020 00:00:00,100'), { line: 2, field: 'line' }],
  [
    'mmol/L labelled mg/dL',
    csv('1/1/2020 00:00:00,5.5,mg/dL'),
    {
      line: 2,
      field: 'value',
      value: '5.5',
      unit: 'mg/dL',
      remedy: 'If it is in mmol/L, say so in the units.',
    },
  ],
  [
    'an impossible value',
    csv('1/1/2020 00:00:00,40,mmol/L'),
    { line: 2, field: 'value', value: '40', unit: 'mmol/L' },
  ],
  [
    'time that goes back',
    csv('1/1/2020 00:05:00,100,mg/dL', '1/1/2020 00:00:00,100,mg/dL'),
    { line: 3, field: 'datetime', value: '1/1/2020 00:00:00' },
  ],
  [
    'two values for one time',
    csv('1/1/2020 00:05:00,100,mg/dL', '1/1/2020 00:05:00,101,mg/dL'),
    { line: 3, field: 'value', value: '101' },
  ],
  ['a single reading', csv('1/1/2020 00:05:00,100,mg/dL'), { line: null, field: 'readings', value: '1' }],
  ['broken JSON', '{"glucoseHistory": [', { line: null, field: 'file' }],
  ['a foreign JSON', '{"entries": []}', { field: 'glucoseHistory', value: 'nothing' }],
  [
    'a capture with a word for a value',
    '{"glucoseHistory": [{"date":"2023-06-22T16:42:33Z","value":"high"}]}',
    { field: 'glucoseHistory[0].value', value: '"high"', unit: 'mg/dL' },
  ],
  [
    'a capture with a bad date',
    '{"glucoseHistory": [{"date":"yesterday","value":100}]}',
    { field: 'glucoseHistory[0].date', value: 'yesterday' },
  ],
])('a trace with %s is refused, naming where and what to do', (_, text, wanted) => {
  const problem = problemOf(text);
  expect(problem).toMatchObject(wanted);
  expect(problem.file).toBe('my.csv');
  expect(problem.remedy).not.toBe('');
});

test('no text whatever makes the reader throw', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constant('1/1/2020 00:00:00,100,mg/dL'),
    fc.constant('datetime,value,units'),
    fc.json(),
  );
  fc.assert(
    fc.property(fc.array(line), lines => void readTrace('any', lines.join('\n'))),
    { numRuns: 500 },
  );
});

test('what is written as CSV is read back, whatever the readings', () => {
  const readings = fc.array(
    fc.record({ gap: fc.integer({ min: 1, max: 600 }), value: fc.integer({ min: 20, max: 600 }) }),
    { minLength: 2, maxLength: 50 },
  );
  fc.assert(
    fc.property(readings, given => {
      let at = Date.UTC(2020, 0, 1);
      const lines = given.map(({ gap, value }) => {
        at += gap * 1_000;
        return `${new Date(at).toISOString().slice(0, 19)}Z,${value},mg/dL`;
      });
      const { readings: read } = accepted('my.csv', csv(...lines));
      expect(read.map(reading => reading.mgPerDl)).toEqual(given.map(reading => reading.value));
      expect(read.at(-1)?.afterMs).toBe(given.slice(1).reduce((sum, { gap }) => sum + gap * 1_000, 0));
    }),
  );
});

test('SR-104 a value that fits only the other unit is refused, and says which', () => {
  expect(problemOf(csv('1/1/2020 00:00:00,7.4,mg/dL'))).toMatchObject({
    problem: 'fits only mmol/L',
    remedy: 'If it is in mmol/L, say so in the units.',
  });
  expect(problemOf(csv('1/1/2020 00:00:00,120,mmol/L'))).toMatchObject({
    value: '120',
    unit: 'mmol/L',
    allowed: '1.2 to 33.3 mmol/L',
    problem: 'fits only mg/dL',
  });
  expect(problemOf(csv('1/1/2020 00:00:00,900,mg/dL')).problem).toBe('is no glucose in either unit');
});
