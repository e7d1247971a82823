import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'specs/scenarios');

const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');

/** The rows of the index: of each table row its cells. */
const rows = index
  .split('\n')
  .filter(line => line.startsWith('| ') && !/^\| (path|day) /.test(line))
  .map(line => line.slice(2, -2).split(' | '));
const paths = rows.filter(cells => cells.length === 4);
const days = rows.filter(cells => cells.length === 2);

/** What cannot be told yet: its subject, or the part of the runner that it needs, is still to be built. */
const DUE = ['path 20'];

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

test('every story is in the index, as one of a path, of a day, or besides', () => {
  const besides = [...index.matchAll(/^- `([\w-]+)`: /gm)].map(([, name = '']) => name);
  const named = new Set([
    ...paths.flatMap(([, , stories = '']) => stories.split(' ')),
    ...days.map(([story = '']) => story),
    ...besides,
  ]);
  const stories = readdirSync(FOLDER)
    .filter(file => file.endsWith('.txt'))
    .map(file => file.replace(/\.txt$/, ''));
  expect(stories.length).toBeGreaterThan(60);
  expect(stories.filter(story => !named.has(story))).toEqual([]);
  expect([...named].filter(name => name !== 'due' && !stories.includes(name))).toEqual([]);
});

test('the tests that run all places of a path are there by their names', () => {
  const cases = paths.map(([, , , every = '']) => every).filter(every => every !== 'due');
  expect(cases.length).toBeGreaterThanOrEqual(20);
  for (const every of cases) {
    const [file = '', title = ''] = every.split(': ');
    expect(readFileSync(join(ROOT, file), 'utf8'), every).toContain(title);
  }
});
