/**
 * `npm test`: types, lint, the tests layer by layer, and the trace of every requirement through them, with
 * the time of each. Three are at work at any time, and each says what it has to say when it is done. A file with
 * a failure is run again when all else is done, and the machine quiet: what passes then is named as such, and
 * what fails again is named at the end. The last line of the output is `N passed, N failed`.
 *
 * It is made to be run on every save. `CI=true` makes the run whole (runner/later.ts), and allows nothing to be skipped, and no trace that
 * differs from the committed one; `--deep` makes it whole and adds the long layer.
 */

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isLater, LATER } from './runner/later.ts';
import { assign, type Layer } from './runner/layers.ts';
import { type Failure, failuresOf, tell, withSecondLook } from './runner/secondLook.ts';
import { exitCodeOf, FAILED, lastLine, NONE, PASSED, sum, type Tally, tallyOf } from './runner/tally.ts';
import { WHOLE } from './support/breadth.ts';
import { inLanes } from './support/lanes.ts';
import { programOf, SYSTEM_PACKAGES, type SystemPackage, systemPackages } from './support/system.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const inCi = process.env.CI === 'true';
const deep = process.argv.includes('--deep');
const isWhole = inCi || deep;

type Result = {
  readonly name: string;
  readonly seconds: number;
  readonly tally: Tally;
  readonly note: string;
  readonly failures: readonly Failure[];
};

/**
 * One more than the smallest machine that this must run on has cores: a layer waits for processes, disks and pages, too. With
 * two more it took longer, by 5 %: each then learns anew what layers of one process share.
 */
const LANES = 3;

type Ran = { readonly code: number; readonly said: string };

const run = (script: string, args: readonly string[]): Promise<Ran> =>
  new Promise(resolve => {
    const child = spawn(process.execPath, [`${root}${script}`, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...(isWhole ? WHOLE : {}),
        // Tests start hundreds of processes, all of the same code: it is compiled once.
        NODE_COMPILE_CACHE: `${root}node_modules/.cache/compiled`,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => {
        said += chunk;
      });
    child.on('error', error => resolve({ code: 1, said: `${said}${error.message}\n` }));
    child.on('close', code => resolve({ code: code ?? 1, said }));
  });

type Done = {
  readonly tally: Tally;
  readonly said: string;
  readonly note?: string;
  readonly failures?: readonly Failure[];
};

const timed = async (name: string, work: () => Promise<Done>): Promise<Result> => {
  console.log(`started: ${name}`);
  const start = performance.now();
  const { tally, said, note = '', failures = [] } = await work();
  const seconds = (performance.now() - start) / 1_000;
  console.log(`\n── ${name}, ${seconds.toFixed(1)} s: ${lastLine(tally)}\n${said.trim()}\n`);
  return { name, seconds, tally, note, failures };
};

/** On a save what has not changed is not asked again: the compiler keeps what it found, by what is in each file. */
const TYPES = [
  '--noEmit',
  ...(isWhole ? [] : ['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.tsbuildinfo']),
];

/** A tool whose exit code is its verdict counts as one check. */
const tool = (name: string, script: string, args: readonly string[]): Promise<Result> =>
  timed(name, async () => {
    const { code, said } = await run(script, args);
    return { tally: code === 0 ? PASSED : FAILED, said };
  });

const reportOf = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

const nameOf = (layer: Layer): string => layer.name.replaceAll(' ', '-');

const baseOf = (layer: Layer): string => `${root}reports/${nameOf(layer)}`;

const vitest = (base: string, files: readonly string[], workers: number): Promise<Ran> =>
  run('node_modules/vitest/vitest.mjs', [
    'run',
    // No module of ours keeps state: files share what was imported, and what the engine learnt of it (0027).
    '--no-isolate',
    // Node's own loader: a name that is imported is a variable, and not looked up in an object each time.
    '--experimental.viteModuleRunner=false',
    `--maxWorkers=${workers}`,
    '--reporter=default',
    '--reporter=json',
    ...(inCi ? ['--reporter=junit'] : []),
    `--outputFile.json=${base}.json`,
    `--outputFile.junit=${base}.junit.xml`,
    ...files,
  ]);

const runLayer = (layer: Layer, files: readonly string[]): Promise<Result> =>
  timed(layer.name, async () => {
    const absent = (layer.needs ?? []).filter(name => programOf(name) === undefined);
    if (absent.length > 0) {
      const note = `skipped: needs ${absent.join(', ')}`;
      return { tally: { ...NONE, skipped: files.length }, said: note, note };
    }
    const base = baseOf(layer);
    const { code, said } = await vitest(base, files, layer.workers ?? 1);
    const report = reportOf(`${base}.json`);
    // An error outside every test is in no report: it stands as it is.
    const failures = said.includes('Unhandled') ? [] : failuresOf(report);
    return { tally: tallyOf(report, code), said, failures };
  });

const fileOf = ({ file }: Failure): string => file.replace(root, '');

/** Runs the files of a layer that failed once more, alone; its report is then that of the second run. */
const lookAgain = async (layer: Layer, first: Result): Promise<Result> => {
  if (first.failures.length === 0) return first;
  const files = [...new Set(first.failures.map(fileOf))];
  const again = `${root}reports/again/${nameOf(layer)}`;
  return timed(`${layer.name}, again`, async () => {
    const { code, said } = await vitest(again, files, 1);
    const report = withSecondLook(reportOf(`${baseOf(layer)}.json`), reportOf(`${again}.json`));
    writeFileSync(`${baseOf(layer)}.json`, JSON.stringify(report));
    const tally = tallyOf(report, code);
    const note = `${lastLine(tally)}; ${first.failures.length} failed at first`;
    return { tally, said, note, failures: failuresOf(report) };
  });
};

const tellAbsent = (name: SystemPackage): string =>
  `${name} is not installed: tests of ${SYSTEM_PACKAGES[name]} are skipped. To install it: .ci/debian-packages.sh`;

const summary = (results: readonly Result[]): string => {
  const width = Math.max(...results.map(result => result.name.length));
  const line = ({ name, seconds, tally, note }: Result) =>
    `${name.padEnd(width)} ${seconds.toFixed(1).padStart(7)} s  ${note || lastLine(tally)}`;
  return results.map(line).join('\n');
};

/** Which tests failed, at the end where they are looked for: first those that passed in the second look. */
const tellFailures = (first: readonly Result[], second: readonly Result[]): void => {
  const [before, after] = [first, second].map(results => results.flatMap(({ failures }) => failures));
  const still = new Set(after?.map(({ file, test }) => `${file}\n${test}`));
  const mended = before?.filter(({ file, test }) => !still.has(`${file}\n${test}`)) ?? [];
  if (mended.length > 0) console.log(`Failed at first, passed when run again alone:\n${tell(mended, root)}`);
  if (after !== undefined && after.length > 0) console.log(`Failed:\n${tell(after, root)}`);
};

const testFiles = (): readonly string[] =>
  readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' })
    .map(path => `test/${path.replaceAll('\\', '/')}`)
    .filter(path => path.endsWith('.test.ts') && !path.includes('/node_modules/'))
    .filter(path => isWhole || !isLater(path))
    .sort();

const tellLater = (): void => {
  console.log('Left to a whole run (CI=true npm test, or npm run test:deep):');
  for (const [why, files] of Object.entries(LATER))
    console.log(`${String(files.length).padStart(4)} files: ${why}`);
};

/** What an earlier run left is no evidence of this one. */
const forgetEarlierRuns = (): void => {
  mkdirSync(`${root}reports`, { recursive: true });
  for (const folder of ['met', 'again']) rmSync(`${root}reports/${folder}`, { recursive: true, force: true });
  // What the witnesses said is no report of a run of the tests: `islet verify` prints it.
  for (const name of readdirSync(`${root}reports`))
    if (/\.(json|xml)$/.test(name) && name !== 'witness.json') rmSync(`${root}reports/${name}`);
};

const main = async (): Promise<number> => {
  const absent = systemPackages.filter(name => programOf(name) === undefined);
  for (const name of absent) console.log(tellAbsent(name));
  if (inCi && absent.length > 0) {
    console.log('With CI=true nothing may be skipped.');
    console.log(lastLine(NONE));
    return 3;
  }
  forgetEarlierRuns();
  const started = performance.now();
  const assigned = [...assign(testFiles())].filter(
    ([layer, files]) => files.length > 0 && (deep || layer.deep !== true),
  );
  const [types, lint, ...ran] = await inLanes(
    [
      () => tool('types', 'node_modules/@typescript/native/bin/tsc', TYPES),
      () => tool('lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--max-diagnostics=50', '.']),
      ...assigned.map(each => () => runLayer(...each)),
      ...(deep ? [() => tool('mutants of the code', 'test/mutation/mutate.ts', ['--all'])] : []),
    ],
    LANES,
  );
  const layers: Result[] = [];
  for (const [place, result] of ran.entries()) {
    const layer = assigned[place]?.[0];
    layers.push(layer === undefined ? result : await lookAgain(layer, result));
  }
  const tests = sum(layers.map(result => result.tally));
  const trace = await tool('trace', 'test/trace/trace.ts', ['--check']);
  const results = [types, lint, ...layers, trace].filter(result => result !== undefined);
  const total = sum(results.map(result => result.tally));
  const seconds = (performance.now() - started) / 1_000;
  console.log(`\n${summary(results)}\nin ${seconds.toFixed(1)} s, ${LANES} at a time`);
  for (const name of absent) console.log(tellAbsent(name));
  if (!isWhole) tellLater();
  tellFailures(ran, layers);
  console.log(lastLine(total));
  // Types and lint alone are not a test run.
  return tests.passed + tests.failed === 0 ? 1 : exitCodeOf(total, inCi);
};

process.exitCode = await main();
