import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { importsOf } from './imports.ts';
import { tell, within } from './rule.ts';
import { isCode, project, root, type Source } from './source.ts';

const versions = z.record(z.string(), z.string());
const manifestSchema = z.object({
  name: z.literal('islet'),
  version: z.string(),
  private: z.literal(true),
  license: z.literal('MIT'),
  engines: z.object({ node: z.literal('>=22.14') }),
  bin: z.object({ islet: z.string() }),
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
});
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const manifest = manifestSchema.parse(JSON.parse(read('package.json')));

const isExact = (version: string): boolean => /^(npm:[@\w./-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);

test('only exact versions count as exact', () => {
  expect(['^1.2.3', '~1.2.3', '1.2', '*', 'latest', '>=1.2.3', 'npm:a@^1.2.3'].filter(isExact)).toEqual([]);
  expect(['1.2.3', '1.0.0-beta.5', 'npm:typescript@7.0.2', 'npm:@a/b@6.0.2'].every(isExact)).toBe(true);
});

test('every dependency has an exact version', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter(([, version]) => !isExact(version))).toEqual([]);
});

test('what is installed only to judge the tests has an exact version, too', () => {
  const { devDependencies } = z
    .object({ devDependencies: versions })
    .parse(JSON.parse(read('test/mutation/package.json')));
  expect(Object.keys(devDependencies).length).toBeGreaterThan(0);
  expect(Object.values(devDependencies).filter(version => !isExact(version))).toEqual([]);
});

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dependencies: versions.default({}),
      devDependencies: versions.default({}),
      optionalDependencies: versions.default({}),
    }),
  ),
});
type Locked = z.infer<typeof lockSchema>['packages'];
const locked = lockSchema.parse(JSON.parse(read('package-lock.json'))).packages;

test('the lock file belongs to this package', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  expect(locked['']).toEqual({ dependencies, devDependencies, optionalDependencies });
});

/** What a locked package needs, on this platform or another, and the lock file does not hold. */
const missing = (packages: Locked): readonly string[] =>
  Object.entries(packages).flatMap(([place, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter(name => !Object.keys(packages).some(other => other.endsWith(`node_modules/${name}`)))
      .map(name => `${place} needs ${name}`),
  );

test('a package missing from a planted lock file is found', () => {
  const { 'node_modules/zod': removed, ...rest } = locked;
  expect(removed).toBeDefined();
  expect(missing(rest)).toContain(' needs zod');
});

test('the lock file is complete for every platform, so that npm ci accepts it', () => {
  expect(Object.keys(locked).length).toBeGreaterThan(1);
  expect(missing(locked)).toEqual([]);
});

test('the licence is MIT and names the contributors', () => {
  const licence = read('LICENSE');
  expect(licence.startsWith('MIT License\n')).toBe(true);
  expect(licence).toContain('Copyright (c) 2026 Islet contributors');
});

/** The package of an import, without the path inside it; undefined for files and built-in modules. */
const packageOf = (from: string): string | undefined => {
  if (from.startsWith('.') || from.startsWith('node:')) return undefined;
  return from.split('/', from.startsWith('@') ? 2 : 1).join('/');
};

/** Imports of packages that the manifest does not promise to whoever installs it. */
const undeclared = (source: Source) => {
  const shipped = { ...manifest.dependencies, ...manifest.optionalDependencies };
  const known: Readonly<Record<string, string>> = within(source.path, ['test', 'vitest.config.ts'])
    ? { ...shipped, ...manifest.devDependencies }
    : shipped;
  return importsOf(source)
    .filter(found => found.value)
    .map(found => packageOf(found.from))
    .filter(name => name !== undefined && !(name in known))
    .map(name =>
      tell({ path: source.path, line: 1, says: `imports ${name}, which package.json does not list` }),
    );
};

test('a planted import of an unlisted package is found', () => {
  const text = `import a from 'left-pad'; import { test } from 'vitest';`;
  expect(undeclared({ path: 'src/a.ts', text })).toHaveLength(2);
  expect(undeclared({ path: 'test/a.ts', text })).toHaveLength(1);
});

test('every imported package is listed, and what runs needs no development dependency', () => {
  const code = project().filter(isCode);
  expect(code.length).toBeGreaterThan(0);
  expect(code.flatMap(undeclared)).toEqual([]);
});

test('the shell scripts stop at the first error and can be executed', () => {
  for (const path of ['.ci/run', '.ci/debian-packages.sh']) {
    expect(read(path)).toMatch(/^#!\/usr\/bin\/env bash\n[\s\S]*^set -euo pipefail$/m);
    expect(statSync(`${root}${path}`).mode & 0o111, path).not.toBe(0);
  }
});
