import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { EXIT, Refusal } from '../../src/cli/exits.ts';
import type { Io } from '../../src/cli/io.ts';
import { listSuites, type SuiteOptions, suite } from '../../src/cli/suite/suite.ts';
import { suiteSchema } from '../../src/verify/suites/suite.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runs = join(root, 'runs');
mkdirSync(runs, { recursive: true });
// Within the project, so that what the files import is found.
const folder = mkdtempSync(join(runs, 'suites-'));
afterAll(() => rmSync(folder, { recursive: true }));

const quiet = (): Io & { readonly lines: string[] } => {
  const lines: string[] = [];
  return { lines, out: line => lines.push(line), say: line => lines.push(line), isTerminal: false, env: {} };
};

const options = (changes: Partial<SuiteOptions>): SuiteOptions => ({
  machine: 'lock',
  criterion: 'pairs',
  n: 2,
  extra: 0,
  seed: 1,
  format: 'text',
  out: null,
  ...changes,
});

const MADE = [
  { machine: 'lock', criterion: 'pairs' },
  { machine: 'alarm.4', criterion: 'guards' },
  { machine: 'pump.motor.permitted', criterion: 'transitions' },
  { machine: 'pump', criterion: 'states' },
] as const;

const node = (script: string, args: readonly string[]) =>
  promisify(execFile)(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
  });

/** As if the driver of the motor heard no order to stop. */
const DEAF =
  'driven(path, { alter: devices => ({ ...devices, motor: { ...devices.motor, stop: () => {} } }) })';

test('generated tests compile as ours do and pass, and fail where a machine or a device of the pump does something else', async () => {
  for (const { machine, criterion } of MADE) {
    const out = join(folder, `${machine}.test.ts`);
    expect(suite(options({ machine, criterion, format: 'vitest', out }), quiet())).toBe(EXIT.ok);
  }
  const lock = readFileSync(join(folder, 'lock.test.ts'), 'utf8');
  const broken = lock.replace("now: ['lock.screen.unlocked']", "now: ['lock.screen.locked']");
  expect(broken).not.toBe(lock);
  writeFileSync(join(folder, 'broken.test.ts'), broken);
  const pump = readFileSync(join(folder, 'pump.test.ts'), 'utf8');
  const deaf = pump.replaceAll('driven(path)', DEAF);
  expect(deaf).not.toBe(pump);
  writeFileSync(join(folder, 'deaf.test.ts'), deaf);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['*.test.ts', '../../test/support/req.ts'] }),
  );
  writeFileSync(join(folder, 'vitest.config.ts'), `export default { test: { include: ['*.test.ts'] } };\n`);
  await node('node_modules/@typescript/native/bin/tsc', ['--noEmit', '-p', folder]);
  const ran: unknown = await node('node_modules/vitest/vitest.mjs', ['run', '--root', folder]).catch(
    failure => failure,
  );
  expect(ran).toMatchObject({ code: 1 });
  // The runtime stopped the motor by a command that the device never got: no chart would show it.
  expect(String(Reflect.get(Object(ran), 'stderr'))).toMatch(
    /fail: step \d+ .*(the motor may move|the alarms shown)/,
  );
  expect(String(Reflect.get(Object(ran), 'stdout'))).toMatch(
    new RegExp(`Test Files\\s+2 failed . ${MADE.length} passed`),
  );
});

test('a suite is printed as JSON that reads back, and as a transcript', () => {
  const json = quiet();
  suite(options({ format: 'json' }), json);
  const read = suiteSchema.parse(JSON.parse(json.lines.join('\n')));
  expect(read).toMatchObject({ machine: 'lock', criterion: 'pairs', seed: 1 });
  const text = quiet();
  suite(options({}), text);
  expect(text.lines.join('\n')).toContain('> screen.unlocked\n    now lock.screen.unlocked');
});

test('a machine or a criterion that there is not is refused with the names there are', () => {
  for (const [changes, says] of [
    [{ machine: 'lok' }, /machine = lok: .*Did you mean lock\?.*battery/],
    [{ criterion: 'pair' }, /--criterion = pair: .*Did you mean pairs\?.*SPY/],
  ] as const) {
    const refused = (): unknown => suite(options(changes), quiet());
    expect(refused).toThrow(Refusal);
    expect(refused).toThrow(says);
  }
});

test('the list names machines and criteria with what they mean', () => {
  const io = quiet();
  listSuites(true, io);
  const { machines, criteria } = JSON.parse(io.lines.join(''));
  expect(machines.length).toBeGreaterThan(50);
  expect(criteria.map(({ name }: { readonly name: string }) => name)).toContain('HSI');
  for (const { definition, source } of criteria) expect(`${definition}${source}`.length).toBeGreaterThan(40);
});
