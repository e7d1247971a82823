import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'specs/scenarios');

/** The rows of the index: of each table row its cells. */
const rows = readFileSync(join(FOLDER, 'README.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !/^\| (path|day) /.test(line))
  .map(line => line.slice(2, -2).split(' | '));
const paths = rows.filter(cells => cells.length === 4);
const days = rows.filter(cells => cells.length === 2);

/** What cannot be told yet: its subject, or the part of the runner that it needs, is still to be built. */
const DUE = ['path 10', 'path 20'];

test('each of the 24 paths and the ten days has its stories, but for those that are due', () => {
  expect(paths.map(([number]) => Number(number))).toEqual(
    Array.from({ length: 24 }, (_, index) => index + 1),
  );
  expect(days.length).toBe(10);
  const told = [
    ...paths.map(([number = '', , stories = '']) => [`path ${number}`, stories] as const),
    ...days.map(([stories = '', what = '']) => [what, stories] as const),
  ];
  expect(told.filter(([, stories]) => stories === 'due').map(([what]) => what)).toEqual(DUE);
  for (const [, stories] of told)
    for (const story of stories.split(' ').filter(name => name !== 'due'))
      expect(existsSync(join(FOLDER, `${story}.txt`)), story).toBe(true);
});

test('the tests that run all places of a path are there by their names', () => {
  const cases = paths.map(([, , , every = '']) => every).filter(every => every !== 'due');
  expect(cases.length).toBeGreaterThanOrEqual(20);
  for (const every of cases) {
    const [file = '', title = ''] = every.split(': ');
    expect(readFileSync(join(ROOT, file), 'utf8'), every).toContain(title);
  }
});
