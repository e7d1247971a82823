#!/usr/bin/env node
// The launcher, in plain JavaScript because the Node that starts it may be too old for TypeScript.
// It finds a Node that can run the project and hands over: arguments, terminal, signals, exit code.

import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const LEAST = '22.14';
const ENVIRONMENT = 3;

const [major, minor] = process.versions.node.split('.').map(Number);
/** The program: TypeScript in a checkout, JavaScript in the package, which also has this file where `bin` says. */
const MAIN = ['./main.ts', './main.js', '../../dist/lib/src/cli/main.js'].find(path =>
  existsSync(new URL(path, import.meta.url)),
);

const newEnough = major > 22 || (major === 22 && minor >= 14);

/** The Node that `npm ci` brings with the checkout, if this platform has one. */
const bundledNode = () => {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = fileURLToPath(
    new URL(`../../node_modules/node-${system}-${process.arch}/bin/${file}`, import.meta.url),
  );
  return existsSync(path) && realpathSync(path) !== realpathSync(process.execPath) ? path : undefined;
};

/** Ends this process as the other one ended. */
const endAs = (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // Reached only for a signal that is not deadly here.
  process.exit(128 + constants.signals[signal]);
};

/** Runs this file again under another Node and stands in for it until it ends. */
const handOver = (node, flags) => {
  const child = spawn(node, [...flags, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // The channel is how the other process learns that this one was killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // In a process group of its own it gets each Ctrl-C once, from here, and not a second time from the terminal.
    detached: process.platform !== 'win32',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', error => {
    console.error(`Islet could not start ${node}: ${error.message}. Run \`npm ci\` in the checkout.`);
    process.exit(ENVIRONMENT);
  });
  child.on('exit', endAs);
};

const bundled = newEnough ? undefined : bundledNode();
if (bundled !== undefined) {
  handOver(bundled, []);
} else if (!newEnough) {
  console.error(
    `Islet needs Node ${LEAST} or newer; this is ${process.versions.node}. Run \`npm ci\` in the checkout, it brings Node 24.`,
  );
  process.exitCode = ENVIRONMENT;
} else if (MAIN.endsWith('.ts') && !process.features.typescript) {
  // Node 22.14 to 22.17 strip types only when asked.
  handOver(process.execPath, ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']);
} else {
  if (process.channel) {
    // The launcher is gone without a word: stop as if asked to, motor first.
    process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    process.channel.unref();
  }
  await import(MAIN);
}
