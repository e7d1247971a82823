import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { root } from './source.ts';

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

const checkouts: string[] = [];
afterEach(() => {
  for (const folder of checkouts.splice(0)) rmSync(folder, { recursive: true });
});

/** A checkout that holds the launcher, this `main.ts`, and perhaps a bundled Node. */
const checkout = (main: string, bundled: boolean): string => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-launcher-'));
  checkouts.push(folder);
  const cli = join(folder, 'src/cli');
  mkdirSync(cli, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  copyFileSync(`${root}src/cli/bin.mjs`, join(cli, 'bin.mjs'));
  writeFileSync(join(cli, 'main.ts'), main);
  if (bundled) {
    const node = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
    mkdirSync(dirname(node), { recursive: true });
    // A second name for this Node that resolves to another path: the launcher never calls itself.
    writeFileSync(node, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
  }
  return folder;
};

/** Starts the launcher on a Node that says it has this version. */
const launch = (folder: string, args: readonly string[], pretend?: string) => {
  const preload = join(folder, 'pretend.cjs');
  writeFileSync(
    preload,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${pretend}' } });`,
  );
  const flags = pretend === undefined ? [] : ['--require', preload];
  const child = spawn(process.execPath, [...flags, join(folder, 'src/cli/bin.mjs'), ...args]);
  const ended = new Promise<Ended>(resolve => {
    let out = '';
    let err = '';
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    child.stderr.on('data', chunk => {
      err += chunk;
    });
    child.on('close', code => resolve({ code, out, err }));
  });
  const says = (text: string) =>
    new Promise<void>(resolve => child.stdout.on('data', chunk => String(chunk).includes(text) && resolve()));
  return { child, ended, says };
};

const ECHO = `const words: readonly string[] = process.argv.slice(2);
console.log(words.join('|'));
process.exitCode = 7;`;

test('on a Node that is new enough the program runs in the same process, with arguments and exit code', async () => {
  const { ended } = launch(checkout(ECHO, false), ['start', '--port', '1']);
  expect(await ended).toEqual({ code: 7, out: 'start|--port|1\n', err: '' });
});

test('on an older Node the bundled one runs the program, with arguments and exit code', async () => {
  const { ended } = launch(checkout(ECHO, true), ['replay', 'a b'], '20.11.1');
  expect(await ended).toEqual({ code: 7, out: 'replay|a b\n', err: '' });
});

test('on an older Node without a bundled one the launcher says what to do', async () => {
  const { ended } = launch(checkout(ECHO, false), [], '22.13.9');
  expect(await ended).toEqual({
    code: 3,
    out: '',
    err: 'Islet needs Node 22.14 or newer; this is 22.13.9. Run `npm ci` in the checkout, it brings Node 24.\n',
  });
});

const WAIT = `let count = 0;
process.on('SIGINT', () => {
  count += 1;
  setTimeout(() => process.exit(40 + count), 300);
});
setInterval(() => {}, 1_000);
console.log('ready', process.pid);`;

test('a signal reaches the program once, and its exit code comes back', async () => {
  const { child, ended, says } = launch(checkout(WAIT, true), [], '20.11.1');
  await says('ready');
  child.kill('SIGINT');
  expect((await ended).code).toBe(41);
});

const STOP = `process.on('SIGTERM', () => { console.log('stopped'); process.exit(0); });
setInterval(() => {}, 1_000);
console.log('ready', process.pid);`;

test('when the launcher is killed the program is told to stop', async () => {
  const { child, ended, says } = launch(checkout(STOP, true), [], '20.11.1');
  await says('ready');
  child.kill('SIGKILL');
  // Its output ends only when the program, which shares it, has ended too.
  expect((await ended).out).toContain('stopped');
});
