import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
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
