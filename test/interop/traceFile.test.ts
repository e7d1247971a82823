import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { traceIn } from '../../src/cli/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'islet-nightscout-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (text: string): string => {
  const path = join(folder, 'entries.json');
  writeFileSync(path, text);
  return path;
};
const entry = (sgv: number, minute: number, more: object = {}) => ({
  type: 'sgv',
  sgv,
  date: Date.UTC(2026, 0, 15, 12, minute),
  ...more,
});

test('a Nightscout export of entries is a recording, newest first or not', () => {
  const { readings } = traceIn(fileOf(JSON.stringify([entry(124, 10), entry(121, 5), entry(120, 0)])));
  expect(readings).toEqual([
    { afterMs: 0, mgPerDl: 120 },
    { afterMs: 300_000, mgPerDl: 121 },
    { afterMs: 600_000, mgPerDl: 124 },
  ]);
});

test('SR-104 in the wrong unit it is refused with file, field, value and remedy', () => {
  const path = fileOf(JSON.stringify([entry(6.4, 0), entry(6.7, 5)]));
  expect(() => traceIn(path)).toThrow(
    `${path}: [0].sgv = 6.4 mg/dL: fits only mmol/L (allowed: 39 to 600 mg/dL). If it is in mmol/L, say so in the units.`,
  );
});

test('what is no JSON is refused with its file', () => {
  const path = fileOf('[{"type": "sgv", ');
  expect(() => traceIn(path)).toThrow(`${path}: is not JSON`);
});
