import ts from 'typescript';
import { at, type Rule } from './rule.ts';
import { isCode, nodesOf, type Source, treeOf } from './source.ts';

const escapeOf = (node: ts.Node): string | undefined => {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return '`any`';
  if (ts.isNonNullExpression(node)) return 'a non-null `!`';
  if ((ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && node.exclamationToken)
    return 'a definite `!`';
  return undefined;
};

const suppression = /@ts-(ignore|nocheck)\b/;

const inSource = (text: string): Source => ({ path: 'src/a.ts', text });

export const escapeRule: Rule = {
  name: 'the compiler is not talked out of its opinion',
  covers: source => isCode(source) && source.path !== 'test/house/types.ts',
  check: source => [
    ...nodesOf(treeOf(source)).flatMap(node => {
      const found = escapeOf(node);
      return found === undefined ? [] : [at(source, node, `uses ${found}`)];
    }),
    ...(suppression.test(source.text)
      ? [{ path: source.path, line: 1, says: 'silences the compiler with a comment' }]
      : []),
  ],
  bad: [
    'const a: any = 1;',
    'const a = b as any;',
    'type A = Record<string, any>;',
    'const a = b!.c;',
    'let a!: number;',
    '// @ts-ignore\nconst a = 1;',
  ].map(inSource),
  good: ['const a: unknown = 1; const b = !a; if (a != b) c();', 'const any = "any";'].map(inSource),
};
