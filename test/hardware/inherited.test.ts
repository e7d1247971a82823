import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { radioLoads, spawnRadio } from '../../hardware/link/bluetooth/radioSpawned.ts';
import { inheritingNothing } from '../../hardware/link/inherited.ts';
import { farPty, keptPty, loadPty } from '../../hardware/link/pty.ts';

/** What a process that is begun has of the lines of the one that began it. */

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const devicesOf = (pid: number): readonly string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap(descriptor => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${descriptor}`)];
    } catch {
      // It was that of the reading itself, or is closed by now.
      return [];
    }
  });
const linesOf = (pid: number): readonly string[] =>
  devicesOf(pid).filter(device => /^\/dev\/(ptmx|pts\/)/.test(device));

const open = await loadPty();

test.skipIf(open === undefined || !existsSync('/proc/self/fd'))(
  'a process that is begun has neither master nor end of a line that this one has open, and all that it was given',
  async () => {
    if (open === undefined) return;
    const lines = [farPty(open), keptPty(open), farPty(open)];
    expect(linesOf(process.pid).filter(device => device.endsWith('ptmx')).length).toBeGreaterThanOrEqual(3);
    const command = ['-e', 'process.stdin.pipe(process.stdout)'] as const;
    const bare = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'ignore'] });
    const child = inheritingNothing(['pipe', 'pipe', 'ignore'], stdio =>
      spawn(process.execPath, command, { stdio }),
    );
    children.push(bare, child);
    for (const each of [bare, child]) {
      each.stdin?.write('begun');
      if (each.stdout) expect(String((await once(each.stdout, 'data'))[0])).toBe('begun');
    }
    // That it would have them is no fancy.
    expect(linesOf(bare.pid ?? 0).length).toBeGreaterThan(0);
    expect(linesOf(child.pid ?? 0)).toEqual([]);
    expect(devicesOf(child.pid ?? 0)).not.toEqual([]);
    for (const { link } of lines) await link.close();
  },
);

/** Processes that this one has begun and that run this file. */
const childrenRunning = (file: string): readonly number[] =>
  readdirSync('/proc').flatMap(name => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const [, parent] = /\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      const isOurs = Number(parent) === process.pid;
      return isOurs && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file) ? [pid] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });

test.skipIf(open === undefined || !existsSync('/proc/self/fd'))(
  'nor has the process of the radio, which any device in reach speaks to, and it does its work',
  async () => {
    if (open === undefined) return;
    const lines = [farPty(open), keptPty(open)];
    const before = childrenRunning('radioProcess.ts');
    const found: (readonly string[])[] = [];
    await radioLoads(() => {
      const line = spawnRadio();
      line.onTold(() => {
        for (const pid of childrenRunning('radioProcess.ts'))
          if (!before.includes(pid)) found.push(linesOf(pid));
      });
      return line;
    }).catch((failure: unknown) => expect(String(failure)).toMatch(/needs the package/));
    expect(found).toEqual([[]]);
    for (const { link } of lines) await link.close();
  },
);
