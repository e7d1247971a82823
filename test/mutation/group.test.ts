import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { root } from '../house/source.ts';
import { runGroup } from './group.ts';

/** A program that tells its number, and is deaf to whatever may be refused. */
const deaf = `
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
  setInterval(() => {}, 1_000);
  console.log(process.pid);`;
/** A program that begins the deaf one, and goes on so when that has told its number. */
const beginning = (next: string): string => `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', ${JSON.stringify(deaf)}], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.once('data', line => { process.stdout.write(line, () => { ${next} }); });`;
const owning = (leader: string): string => `
  import { runGroup } from './test/mutation/group.ts';
  await runGroup(['-e', ${JSON.stringify(leader)}], '.');`;

let pids: readonly number[] = [];
const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
afterEach(() => {
  for (const pid of pids.filter(isRunning)) process.kill(pid, 'SIGKILL');
  pids = [];
});

/** The owner of a group with this leader, when so many of the group have told their numbers. */
const owner = async (leader: string, count: number): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', owning(leader)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', data => {
    told += data;
    pids = told.split('\n').slice(0, -1).map(Number);
  });
  await expect.poll(() => pids.length, { timeout: 10_000 }).toBe(count);
  return child;
};

const LONG = 30_000;

test.each(['SIGINT', 'SIGTERM'] as const)(
  'by %s a whole group ends that is deaf to it, and its owner',
  async signal => {
    const child = await owner(beginning(deaf), 2);
    expect(pids.filter(isRunning)).toHaveLength(2);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    await expect.poll(() => pids.filter(isRunning), { timeout: 5_000 }).toEqual([]);
  },
  LONG,
);

test(
  'what a leader began ends with it',
  async () => {
    const child = await owner(beginning('process.exit(3)'), 1);
    if (child.exitCode === null) await once(child, 'exit');
    expect(pids).toHaveLength(1);
    await expect.poll(() => pids.filter(isRunning), { timeout: 5_000 }).toEqual([]);
  },
  LONG,
);

test('a program that ends by itself gives its status', async () => {
  expect(await runGroup(['-e', 'process.exit(3)'], root)).toBe(3);
});
