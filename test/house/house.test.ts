import { describe, expect, test } from 'vitest';
import { chartRule, vocabularyRule } from './charts.ts';
import { cyclesIn } from './cycles.ts';
import { importRule } from './imports.ts';
import { clockRule, purityRule } from './purity.ts';
import { type Rule, tell } from './rule.ts';
import { isCode, project } from './source.ts';
import { idRule, lengthRule, promiseRule } from './text.ts';
import { titleRule } from './titles.ts';
import { escapeRule } from './types.ts';

const RULES: readonly Rule[] = [
  importRule,
  purityRule,
  clockRule,
  lengthRule,
  escapeRule,
  promiseRule,
  idRule,
  chartRule,
  vocabularyRule,
  titleRule,
];

const files = project();

describe.each(RULES)('$name', rule => {
  test('the rule finds each mistake planted for it', () => {
    expect(rule.bad.length).toBeGreaterThan(0);
    for (const sample of rule.bad) {
      expect(rule.covers(sample), sample.path).toBe(true);
      expect(rule.check(sample), sample.text).not.toEqual([]);
    }
  });

  test('the rule spares what is lawful', () => {
    expect(rule.good.length).toBeGreaterThan(0);
    for (const sample of rule.good) expect(rule.check(sample).map(tell), sample.text).toEqual([]);
  });

  test('the whole project keeps the rule', () => {
    const covered = files.filter(rule.covers);
    expect(covered.length).toBeGreaterThan(0);
    expect(covered.flatMap(rule.check).map(tell)).toEqual([]);
  });
});

describe('value imports have no cycle', () => {
  test('a planted cycle of three files is found', () => {
    const planted = [
      { path: 'src/a.ts', text: `import { b } from './b.ts';` },
      { path: 'src/b.ts', text: `export { c } from './c.ts';` },
      { path: 'src/c.ts', text: `import { a } from './a.ts';` },
    ];
    expect(cyclesIn(planted)).toEqual([['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/a.ts']]);
  });

  test('a cycle of types alone is lawful', () => {
    const planted = [
      { path: 'src/a.ts', text: `import type { B } from './b.ts';` },
      { path: 'src/b.ts', text: `import { a } from './a.ts';` },
    ];
    expect(cyclesIn(planted)).toEqual([]);
  });

  test('the whole project has none', () => {
    expect(cyclesIn(files.filter(isCode))).toEqual([]);
  });
});
