import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { FAMILIES } from './families/index.ts';
import { family } from './family.ts';
import { judgeFolder, passes } from './judge.ts';
import { folderLines } from './report.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-cases-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const run = (...args: string[]) => {
  const script = fileURLToPath(new URL('run.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

const doubling = family({
  file: 'toy/doubling.json',
  schema: z.object({ input: z.number(), expected: z.number(), wrong: z.boolean().optional() }),
  measures: { double: { tolerance: 0.1, unit: 'of it' } },
  compare: ({ input, expected, wrong }, check) => {
    if (wrong === true) check.dispute('it cannot double');
    check.near('double', 'the double', 2 * input, wrong === true ? 2 * input : expected);
  },
});

const judged = (cases: unknown) => {
  const folder = folderWith({ 'toy/doubling.json': JSON.stringify(cases) });
  const all = judgeFolder(folder, [doubling]);
  return { all, text: folderLines(all).join('\n') };
};

test('a difference within the tolerance passes, one beyond it fails by its id, with the worst difference', () => {
  const { all, text } = judged([
    { id: 'near', input: 1, expected: 2.05 },
    { id: 'far', input: 1, expected: 2.5 },
  ]);
  expect(all.judged.every(passes)).toBe(false);
  expect(text).toContain('2 cases, 1 passed');
  expect(text).toContain('worst 0.500');
  expect(text).toContain('FAIL far');
  expect(text).not.toContain('FAIL near');
});

test('a case that does not fit the schema fails by its id', () => {
  const { all, text } = judged([{ id: 'odd', input: 'one', expected: 2 }]);
  expect(all.judged.every(passes)).toBe(false);
  expect(text).toContain('odd: unreadable');
});

test('where the reference is known to be wrong, the report says so by id with the argument', () => {
  const { all, text } = judged([{ id: 'doubtful', input: 1, expected: 7, wrong: true }]);
  expect(all.judged.every(passes)).toBe(true);
  expect(text).toMatch(/reference known wrong: doubtful\s+it cannot double/);
});

test('a folder behind a symbolic link is judged like any other, and a link that leads nowhere is told', () => {
  const elsewhere = folderWith({ 'doubling.json': JSON.stringify([{ id: 'far', input: 1, expected: 2.5 }]) });
  const folder = folderWith({});
  symlinkSync(elsewhere, join(folder, 'toy'));
  const { judged: found, absent } = judgeFolder(folder, [doubling]);
  expect(absent).toEqual([]);
  expect(found.flatMap(({ verdicts }) => verdicts.map(({ id }) => id))).toEqual(['far']);
  symlinkSync(join(folder, 'nowhere'), join(folder, 'oref0'));
  expect(() => judgeFolder(folder, [doubling])).toThrow(/oref0/);
});

test('what is not a number is never near', () => {
  const nothing = family({
    file: 'toy/nothing.json',
    schema: z.object({}),
    measures: { one: { tolerance: 1, unit: '' } },
    compare: (_, check) => check.near('one', 'it', Number.NaN, 1),
  });
  expect(nothing.judge({ id: 'a' }).wrong).toHaveLength(1);
});

test('a case that compares nothing has not passed', () => {
  const idle = family({ file: 'toy/idle.json', schema: z.object({}), measures: {}, compare: () => {} });
  expect(idle.judge({ id: 'a' }).wrong).toEqual(['nothing was compared']);
});

test('what a family does not compare is said with the reason', () => {
  const partial = family({
    file: 'toy/doubling.json',
    schema: z.object({}),
    measures: {},
    notCompared: ['weight: nobody weighed it'],
    compare: (_, check) => check.same('it', 1, 1),
  });
  const folder = folderWith({ 'toy/doubling.json': JSON.stringify([{ id: 'a' }]) });
  expect(folderLines(judgeFolder(folder, [partial])).join('\n')).toContain('not compared: weight: nobody');
});

test('a missing family and an unknown file are said', () => {
  const folder = folderWith({ 'loop/curves.json': '[]', 'loop/novelty.json': '[]' });
  const lines = folderLines(judgeFolder(folder, [...FAMILIES, doubling]));
  expect(lines.some(line => line.startsWith('absent: toy/doubling.json'))).toBe(true);
  expect(lines.some(line => line.startsWith('unknown: loop/novelty.json'))).toBe(true);
  expect(lines.some(line => line.startsWith('FAIL loop/curves.json: has no case'))).toBe(true);
});

test('a folder whose cases pass ends with 0, one with a wrong case with 1', () => {
  const text = readFileSync(new URL('loop/curves.json', import.meta.url), 'utf8');
  const right = run(folderWith({ 'loop/curves.json': text }));
  expect(right.status, right.stderr).toBe(0);
  expect(right.stdout).toContain('0 failed');
  const wrong = run(folderWith({ 'loop/curves.json': text.replace('0.9', '0.8') }));
  expect(wrong.status).toBe(1);
  expect(wrong.stdout).toContain('FAIL loop/curves.json');
});

test('a folder that does not exist, one without a family, or none at all ends with 2', () => {
  expect(run('/nowhere/at/all').status).toBe(2);
  expect(run(folderWith({ 'readme.json': '[]' })).status).toBe(2);
  expect(run().status).toBe(2);
});
