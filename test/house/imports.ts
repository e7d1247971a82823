import { posix } from 'node:path';
import ts from 'typescript';
import { at, type Finding, type Rule, within } from './rule.ts';
import { isCode, nodesOf, type Source, treeOf } from './source.ts';

/** One import or re-export. `value` is false when nothing of it is left at run time. */
export type Import = { readonly node: ts.Node; readonly from: string; readonly value: boolean };

const specifierOf = (node: ts.Node): Import | undefined => {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const value = node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword;
    return { node, from: node.moduleSpecifier.text, value };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { node, from: node.moduleSpecifier.text, value: !node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    if (argument && ts.isStringLiteral(argument)) return { node, from: argument.text, value: true };
  }
  return undefined;
};

/** All imports of a file, static and dynamic. */
export const importsOf = (source: Source): readonly Import[] =>
  nodesOf(treeOf(source))
    .map(specifierOf)
    .filter(found => found !== undefined);

/** The path a relative import means, from the root; undefined for a package. */
export const targetOf = (source: Source, from: string): string | undefined =>
  from.startsWith('.') ? posix.join(posix.dirname(source.path), from) : undefined;

const DEVICES = [
  'motor',
  'encoder',
  'force',
  'balance',
  'cgm',
  'io',
  'annunciator',
  'power',
  'remote',
  'selftest',
  'storage',
] as const;
const SHARED_HARDWARE = ['hardware/mechanics', 'hardware/link', 'hardware/clock'];
const CORE = ['specs', 'src/domain', 'machines', 'src/automation', 'src/ports.ts', 'src/runtime'];
const MODEL = [...CORE, 'src/verify', 'src/simulate', 'src/interop'];
const EVERYTHING = [...MODEL, 'src/inspector', 'src/cli', 'hardware', 'test'];

/** Each area with the places whose values it may import, besides itself. The first match decides. */
const AREAS: readonly (readonly [area: string, from: readonly string[]])[] = [
  ['specs/requirements', []],
  ['specs', []],
  ['src/domain', ['specs/requirements']],
  ['machines', ['specs/requirements', 'src/domain']],
  ['src/automation', ['specs/requirements', 'src/domain', 'machines']],
  ['src/ports.ts', ['specs/requirements', 'src/domain', 'machines']],
  ['src/runtime', CORE],
  ['src/verify', CORE],
  ['src/simulate', CORE],
  ['src/interop', CORE],
  ['src/inspector', MODEL],
  ['src/cli', [...MODEL, 'src/inspector', 'hardware']],
  ...SHARED_HARDWARE.map(area => [area, ['src/ports.ts', 'src/domain', ...SHARED_HARDWARE]] as const),
  // The second channel reads an encoder and a switch of its own by the same adapters.
  [
    'hardware/supervisor',
    ['src/ports.ts', 'src/domain', ...SHARED_HARDWARE, 'hardware/encoder', 'hardware/io'],
  ],
  // Services of the network speak the words of the systems that they belong to.
  ['hardware/cgm/network', ['src/ports.ts', 'src/domain', 'src/interop', ...SHARED_HARDWARE, 'hardware/cgm']],
  // So does the service by which others read the pump.
  ['hardware/ids', ['src/ports.ts', 'src/domain', 'src/interop', ...SHARED_HARDWARE]],
  ...DEVICES.map(
    device => [`hardware/${device}`, ['src/ports.ts', 'src/domain', ...SHARED_HARDWARE]] as const,
  ),
  // The one place that plugs the devices together; whoever composes a pump calls it.
  ['hardware/devices.ts', ['src/ports.ts', 'src/domain', 'hardware']],
  // The simulated devices without their lines: parts of each, and nothing of the bytes.
  [
    'hardware/direct',
    ['src/ports.ts', 'src/domain', ...SHARED_HARDWARE, 'hardware/motor', 'hardware/force', 'hardware/power'],
  ],
  ['hardware/rig', [...MODEL, 'hardware']],
  ['test', EVERYTHING],
  ['vitest.config.ts', []],
];

const areaOf = (path: string) => AREAS.find(([area]) => within(path, [area]));

const checkOne = (source: Source, found: Import): readonly Finding[] => {
  const target = targetOf(source, found.from);
  if (target === undefined) return [];
  const inTest = within(source.path, ['test']);
  if (within(target, ['test']) && !inTest) return [at(source, found.node, 'imports from test, nothing may')];
  if (!found.value) return [];
  const area = areaOf(source.path);
  if (!area) return [at(source, found.node, 'lies in no area of the tree; add it to AREAS')];
  const [name, allowed] = area;
  if (within(target, [name, ...allowed])) return [];
  return [at(source, found.node, `${name} may not import a value from ${target}; types are allowed`)];
};

const sample = (path: string, text: string): Source => ({ path, text });

/** Values flow one way through the tree; types are free, except that nothing imports from `test`. */
export const importRule: Rule = {
  name: 'values are imported one way only',
  covers: isCode,
  check: source => importsOf(source).flatMap(found => checkOne(source, found)),
  bad: [
    sample('specs/requirements/a.ts', `import { b } from '../hazards.ts';`),
    sample('src/domain/a.ts', `import { b } from '../../machines/pump/pump.ts';`),
    sample('machines/pump/a.ts', `import { b } from '../../src/runtime/step.ts';`),
    sample('src/runtime/a.ts', `export { b } from '../verify/b.ts';`),
    sample('src/verify/a.ts', `const b = await import('../../hardware/motor/tic.ts');`),
    sample('src/inspector/a.ts', `import '../cli/main.ts';`),
    sample('hardware/motor/a.ts', `import { b } from '../encoder/b.ts';`),
    sample('hardware/motor/a.ts', `import { type B } from '../../src/runtime/run.ts';`),
    sample('src/cli/a.ts', `import type { B } from '../../test/support/b.ts';`),
    sample('hardware/novelty/a.ts', `import { b } from './b.ts';`),
    sample('elsewhere/a.ts', `import { b } from './b.ts';`),
  ],
  good: [
    sample('specs/properties.ts', `import type { B } from '../machines/pump/pump.ts';`),
    sample('specs/hazards.ts', `import { b } from './requirements/index.ts';`),
    sample('machines/pump/a.ts', `import { b } from '../../src/domain/units.ts';`),
    sample('hardware/motor/a.ts', `import { b } from '../link/link.ts';`),
    sample('hardware/rig/a.ts', `import { b } from '../../src/verify/paths.ts';`),
    sample('src/cli/a.ts', `import { b } from '../../hardware/motor/tic.ts';`),
    sample('test/a.test.ts', `import { b } from '../src/cli/main.ts';`),
  ],
};
