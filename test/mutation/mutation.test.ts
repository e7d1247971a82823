import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { root } from '../house/source.ts';
import { compilable } from './compiles.ts';
import { askedAbout, type Kept, NOT_ASKED, readKept, TABLE_PATH } from './kept.ts';
import { markOf, stateOf } from './state.ts';
import { tableOf } from './table.ts';
import { beyond, judge, keyOf, type Mutant, mutated } from './verdicts.ts';

const source = `const first = 1;

export const second = (a: number): boolean =>
  a > 1 ||
  a < 0;
`;
const mutant = (status: Mutant['status']): Mutant => ({
  mutatorName: 'ConditionalExpression',
  replacement: 'false',
  location: { start: { line: 4, column: 3 }, end: { line: 5, column: 8 } },
  status,
});

test('a mutant is known by its declaration and its text, wherever its line moves', () => {
  const key = { within: 'second', mutator: 'ConditionalExpression', from: 'a > 1 || a < 0', to: 'false' };
  expect(keyOf(source, mutant('Survived'))).toEqual(key);
  const moved = mutant('Survived');
  const down = ({ line, column }: { line: number; column: number }) => ({ line: line + 1, column });
  const location = { start: down(moved.location.start), end: down(moved.location.end) };
  expect(keyOf(`\n${source}`, { ...moved, location })).toEqual(key);
});

test('a mutant is put into the text where it belongs', () => {
  expect(mutated(source, mutant('Survived'))).toBe(
    'const first = 1;\n\nexport const second = (a: number): boolean =>\n  false;\n',
  );
});

test('what no test saw survives, unless it does not compile', () => {
  const mutants = (['Killed', 'Timeout', 'Survived', 'NoCoverage'] as const).map(status => ({
    ...mutant(status),
    duration: 600,
  }));
  const sound = judge({ source, mutants }, texts => texts.map(() => true));
  expect(sound.score).toEqual({ killed: 1, endless: 1, uncompiled: 0, seconds: 3 });
  expect(sound.survivors).toHaveLength(2);
  const broken = judge({ source, mutants }, texts => texts.map(() => false));
  expect(broken.score).toMatchObject({ uncompiled: 2 });
  expect(broken.survivors).toEqual([]);
  const refused = judge({ source, mutants: [mutant('CompileError'), ...mutants] }, texts =>
    texts.map(() => false),
  );
  expect(refused.score).toMatchObject({ killed: 1, uncompiled: 3 });
  expect(() => judge({ source, mutants: [mutant('RuntimeError')] }, () => [])).toThrow('could not run 1');
});

test('of two equal survivors each must be listed', () => {
  const key = keyOf(source, mutant('Survived'));
  expect(beyond([key, key], [key])).toEqual([key]);
  expect(beyond([key], [key, key])).toEqual([]);
  expect(beyond([key], [])).toEqual([key]);
});

const kept = readKept();

test('every listed survivor is still to be found in its file', () => {
  let checked = 0;
  for (const [path, { survivors }] of Object.entries(kept.files)) {
    const text = readFileSync(`${root}${path}`, 'utf8').replace(/\s+/g, ' ');
    for (const { within, from } of survivors) {
      checked += 1;
      expect(text, path).toContain(from.endsWith('…') ? from.slice(0, -1) : from);
      if (within !== 'the file') expect(text, path).toMatch(new RegExp(`(const|function) ${within}\\b`));
    }
  }
  expect(checked).toBeGreaterThan(0);
});

test('every file of the pump is reached, or said not to be; the plant is not asked about, and the table says so', () => {
  const said = [...Object.keys(kept.files), ...kept.notReached].toSorted();
  expect(said).toEqual(askedAbout());
  expect(said.filter(path => path.startsWith(NOT_ASKED))).toEqual([]);
  expect(tableOf(kept)).toContain(NOT_ASKED);
});

test('the table of mutants is that of what was found', () => {
  expect(readFileSync(TABLE_PATH, 'utf8')).toBe(tableOf(kept));
});

describe('the state of the record', () => {
  const found = (text: string, reasons: readonly string[]): Kept['files'][string] => ({
    text: markOf(text),
    killed: 3,
    endless: 1,
    uncompiled: 1,
    seconds: 2,
    survivors: reasons.map(reason => ({ within: 'x', mutator: 'm', from: 'a', to: 'b', reason })),
  });
  const texts: Readonly<Record<string, string>> = { 'a.ts': 'one', 'b.ts': 'two', 'c.ts': 'three' };
  const lines = stateOf(
    { files: { 'a.ts': found('one', ['', 'open', 'Equivalent.']), 'b.ts': found('before', []) } },
    Object.keys(texts),
    path => texts[path] ?? '',
  );

  test('says of each file what was found, whether it has changed since, and which were never asked about', () => {
    expect(lines).toEqual([
      'a.ts: 8 mutants: 5 killed, 1 survive for a reason, 2 open',
      'b.ts: 5 mutants: 5 killed, 0 survive for a reason, 0 open; the file has changed since',
      'c.ts: not recorded',
      '2 of 3 files are recorded, 1 of them have changed since; 13 mutants: 10 killed, 1 survive for a reason, 2 open',
    ]);
  });
});

test('the compiler tells a text that compiles in the place of a file from one that does not', () => {
  const path = 'src/domain/pulses.ts';
  const text = readFileSync(`${root}${path}`, 'utf8');
  const wrong = [`${text}\nconst more: string = 1;\nexport { more };\n`, `${text}\n)`];
  expect(compilable(path, [text, ...wrong, `${text}\nexport const more = 1;\n`])).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
