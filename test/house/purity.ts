import ts from 'typescript';
import { importsOf } from './imports.ts';
import { at, type Finding, type Rule, within } from './rule.ts';
import { isCode, nodesOf, type Source, treeOf } from './source.ts';

const PURE = ['specs', 'machines', 'src/domain', 'src/automation', 'src/ports.ts'];
const PURE_PACKAGES = ['xstate', 'ts-pattern', 'zod'];

const WORLD = new Set([
  'Date',
  'performance',
  'console',
  'process',
  'globalThis',
  'crypto',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'localStorage',
]);

/** A name that stands for a value here: not a member, a key, or a declaration of something else. */
const isReference = (node: ts.Node): node is ts.Identifier => {
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !(ts.isPropertySignature(parent) || ts.isTypeReferenceNode(parent) || ts.isMethodSignature(parent));
};

const isMathRandom = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random';

const impurityOf = (node: ts.Node): string | undefined => {
  if (isMathRandom(node)) return 'Math.random';
  if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) return 'await or async';
  if (isReference(node) && WORLD.has(node.text)) return node.text;
  return undefined;
};

const checkNames = (source: Source): readonly Finding[] =>
  nodesOf(treeOf(source)).flatMap(node => {
    const what = impurityOf(node);
    return what === undefined ? [] : [at(source, node, `is pure and may not use ${what}`)];
  });

const checkPackages = (source: Source): readonly Finding[] =>
  importsOf(source)
    .filter(found => found.value && !found.from.startsWith('.') && !PURE_PACKAGES.includes(found.from))
    .map(found => at(source, found.node, `is pure and may not import ${found.from}`));

const inDomain = (text: string): Source => ({ path: 'src/domain/a.ts', text });

/** The folders that are the same on every machine at every hour. */
export const purityRule: Rule = {
  name: 'specs, machines, domain and automation have no clock, chance, timer, I/O or console',
  covers: source => isCode(source) && within(source.path, PURE),
  check: source => [...checkNames(source), ...checkPackages(source)],
  bad: [
    'const a = Date.now();',
    'const a = new Date(0);',
    'const a = performance.now();',
    'const a = Math.random();',
    'setTimeout(a, 1);',
    'console.log(1);',
    'const a = process.env;',
    'const a = async () => 1;',
    'await a;',
    `import { readFileSync } from 'node:fs';`,
    `import { a } from 'serialport';`,
    'const a = [setInterval];',
  ].map(inDomain),
  good: [
    `import { z } from 'zod';`,
    `import type { A } from 'node:fs';`,
    'const a = state.process; const b = { console: 1 }; const c = Math.max(1, 2);',
    '// Date.now() in a comment\nconst a = "Math.random()";',
  ].map(inDomain),
};

const CLOCK_READERS = [
  'hardware/clock',
  // The page lives in a browser, where frames and reconnects need its timers.
  'src/inspector/page',
  // What is sent to the browser is paced in real time, whatever the pump's time is.
  'src/inspector/stream.ts',
];

const readsClock = (node: ts.Node): boolean => {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
  if (!ts.isCallExpression(node)) return false;
  return /^(globalThis\.)?(Date(\.now)?|performance\.now|process\.hrtime(\.bigint)?|set(Timeout|Interval))$/.test(
    node.expression.getText(),
  );
};

const inSource = (text: string): Source => ({ path: 'src/runtime/a.ts', text });

/** Time comes through the Clock port, so that accelerated time is the same code path as real time. */
export const clockRule: Rule = {
  name: 'only hardware/clock reads a clock or sets a timer',
  covers: source =>
    isCode(source) && within(source.path, ['src', 'hardware']) && !within(source.path, CLOCK_READERS),
  check: source =>
    nodesOf(treeOf(source))
      .filter(readsClock)
      .map(node => at(source, node, 'reads a clock or sets a timer; use the Clock port')),
  bad: [
    'const a = Date.now();',
    'const a = new Date();',
    'performance.now();',
    'process.hrtime.bigint();',
    'setTimeout(a, 5);',
    'setInterval(a, 5);',
  ].map(inSource),
  good: ['const a = new Date(wallMs).toISOString();', 'clock.wakeAt(at, then);'].map(inSource),
};
