/**
 * `npm test`: types, lint, then the tests layer by layer, with the time of each. The last line of the
 * output is `N passed, N failed`. `--deep` adds the long layer; `CI=true` allows nothing to be skipped.
 */

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assign, type Layer } from './runner/layers.ts';
import { exitCodeOf, FAILED, lastLine, NONE, PASSED, sum, type Tally, tallyOf } from './runner/tally.ts';
import { programOf, SYSTEM_PACKAGES, type SystemPackage, systemPackages } from './support/system.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const inCi = process.env.CI === 'true';
const deep = process.argv.includes('--deep');

type Result = {
  readonly name: string;
  readonly seconds: number;
  readonly tally: Tally;
  readonly note: string;
};

const run = (script: string, args: readonly string[]): Promise<number> =>
  new Promise(resolve => {
    const child = spawn(process.execPath, [`${root}node_modules/${script}`, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', error => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', code => resolve(code ?? 1));
  });

const timed = async (name: string, work: () => Promise<{ tally: Tally; note?: string }>): Promise<Result> => {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const { tally, note = '' } = await work();
  return { name, seconds: (performance.now() - start) / 1_000, tally, note };
};

/** A tool whose exit code is its verdict counts as one check. */
const tool = (name: string, script: string, args: readonly string[]): Promise<Result> =>
  timed(name, async () => ({ tally: (await run(script, args)) === 0 ? PASSED : FAILED }));

const reportOf = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

const runLayer = (layer: Layer, files: readonly string[]): Promise<Result> =>
  timed(layer.name, async () => {
    const absent = (layer.needs ?? []).filter(name => programOf(name) === undefined);
    if (absent.length > 0) {
      const note = `skipped: needs ${absent.join(', ')}`;
      console.log(note);
      return { tally: { ...NONE, skipped: files.length }, note };
    }
    const base = `${root}reports/${layer.name.replaceAll(' ', '-')}`;
    rmSync(`${base}.json`, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', ...(inCi ? ['--reporter=junit'] : [])];
    const outputs = [`--outputFile.json=${base}.json`, `--outputFile.junit=${base}.junit.xml`];
    const code = await run('vitest/vitest.mjs', ['run', ...reporters, ...outputs, ...files]);
    return { tally: tallyOf(reportOf(`${base}.json`), code) };
  });

const tellAbsent = (name: SystemPackage): string =>
  `${name} is not installed: tests of ${SYSTEM_PACKAGES[name]} are skipped. To install it: .ci/debian-packages.sh`;

const summary = (results: readonly Result[]): string => {
  const width = Math.max(...results.map(result => result.name.length));
  const line = ({ name, seconds, tally, note }: Result) =>
    `${name.padEnd(width)} ${seconds.toFixed(1).padStart(7)} s  ${note || lastLine(tally)}`;
  return results.map(line).join('\n');
};

const testFiles = (): readonly string[] =>
  readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' })
    .map(path => `test/${path.replaceAll('\\', '/')}`)
    .filter(path => path.endsWith('.test.ts'))
    .sort();

const main = async (): Promise<number> => {
  const absent = systemPackages.filter(name => programOf(name) === undefined);
  for (const name of absent) console.log(tellAbsent(name));
  if (inCi && absent.length > 0) {
    console.log('With CI=true nothing may be skipped.');
    console.log(lastLine(NONE));
    return 3;
  }
  mkdirSync(`${root}reports`, { recursive: true });
  const tools = [
    await tool('types', '@typescript/native/bin/tsc', ['--noEmit']),
    await tool('lint', '@biomejs/biome/bin/biome', ['check', '--max-diagnostics=50', '.']),
  ];
  const layers: Result[] = [];
  for (const [layer, files] of assign(testFiles())) {
    if (files.length === 0 || (layer.deep && !deep)) continue;
    layers.push(await runLayer(layer, files));
  }
  const tests = sum(layers.map(result => result.tally));
  const total = sum([tests, ...tools.map(result => result.tally)]);
  console.log(`\n${summary([...tools, ...layers])}`);
  for (const name of absent) console.log(tellAbsent(name));
  console.log(lastLine(total));
  // Types and lint alone are not a test run.
  return tests.passed + tests.failed === 0 ? 1 : exitCodeOf(total, inCi);
};

process.exitCode = await main();
