import ts from 'typescript';
import type { Finding, Rule } from './rule.ts';
import { lineOf, nodesOf, type Source, treeOf } from './source.ts';

const CALLS = new Set(['test', 'it']);

/** The name at the root of `test`, `test.each(…)`, `it.skipIf(…)`. */
const rootName = (node: ts.Expression): string => {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node))
    return rootName(ts.isTaggedTemplateExpression(node) ? node.tag : node.expression);
  return '';
};

/** The title as written, with each inserted value as one word; undefined when it is not a text. */
const titleOf = (node: ts.Expression | undefined): string | undefined => {
  if (!node) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(span => `value${span.literal.text}`).join('');
  return undefined;
};

/** The titles of the groups around a test, outermost first: they are read before its own. */
const groupsOf = (node: ts.Node): readonly string[] => {
  if (!node.parent) return [];
  const isGroup = ts.isCallExpression(node) && rootName(node.expression) === 'describe';
  const title = isGroup ? titleOf(node.arguments[0]) : undefined;
  return [...groupsOf(node.parent), ...(title === undefined ? [] : [title])];
};

type Title = { readonly line: number; readonly text: string };

const titlesIn = (source: Source): readonly Title[] =>
  nodesOf(treeOf(source)).flatMap((node): readonly Title[] => {
    if (!ts.isCallExpression(node) || !CALLS.has(rootName(node.expression))) return [];
    const text = titleOf(node.arguments[0]);
    return text === undefined ? [] : [{ line: lineOf(node), text: [...groupsOf(node), text].join(' ') }];
  });

const isSentence = (title: string): boolean =>
  title
    .replace(/\bSR-\d{3}\b[,:]?/g, '')
    .split(/\s+/)
    .filter(word => /\p{L}|\d/u.test(word)).length >= 3;

const testFile = (text: string): Source => ({ path: 'test/a.test.ts', text });

/** A test is named by the requirement it is about, where there is one, and a sentence. */
export const titleRule: Rule = {
  name: 'every test is named by a sentence',
  covers: ({ path }) => path.endsWith('.test.ts'),
  check: source => {
    const titles = titlesIn(source);
    if (titles.length === 0) return [{ path: source.path, line: 1, says: 'has no test' }];
    return titles
      .filter(title => !isSentence(title.text))
      .map(({ line, text }): Finding => ({ path: source.path, line, says: `"${text}" is not a sentence` }));
  },
  bad: [
    `test('works', () => {});`,
    `test('SR-001 gate', () => {});`,
    `it.skipIf(a)('a b', () => {});`,
    `describe('gate', () => test('closed', () => {}));`,
    'export {};',
  ].map(testFile),
  good: [
    `test('SR-001 the gate stays closed', () => {});`,
    `describe('the gate is', () => test('closed', () => {}));`,
    "test.each([1])('pulse %d is counted once', () => {});",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the sample is source text.
    'test(`the ${a} is still`, () => {});',
  ].map(testFile),
};
