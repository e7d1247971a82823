import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHART_KEYS } from '../../src/inspector/page/chart-keys.ts';
import { TIME_KEYS } from '../../src/inspector/page/keys.ts';
import { PAGE_KEYS } from '../../src/inspector/page/page-keys.ts';

const PAGE = join(import.meta.dirname, '../../src/inspector/page');

test('each key means one thing where it works, and is listed with a name and words of its own', () => {
  for (const keys of [[...PAGE_KEYS, ...TIME_KEYS], CHART_KEYS]) {
    expect(keys.length).toBeGreaterThan(0);
    for (const told of ['key', 'name', 'words'] as const) {
      const all = keys.map(each => each[told]);
      expect(new Set(all).size, told).toBe(all.length);
      expect(
        all.filter(each => each === ''),
        told,
      ).toEqual([]);
    }
  }
});

test('keys of the whole page come from the tables alone: one place listens', () => {
  const listening = readdirSync(PAGE)
    .filter(name => /\.tsx?$/.test(name))
    .filter(name => readFileSync(join(PAGE, name), 'utf8').includes("addEventListener('keydown'"));
  expect(listening).toEqual(['app.tsx']);
});
