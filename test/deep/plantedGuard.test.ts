import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('a stranger drops a guard: it is found, its run is written, and replays in that tree and differs in this one', {
  timeout: 3_600_000,
}, () => {
  const tree = mkdtempSync(join(tmpdir(), 'islet-planted-'));
  try {
    for (const part of ['src', 'machines', 'specs', 'hardware', 'package.json', 'tsconfig.json'])
      cpSync(join(root, part), join(tree, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    const file = join(tree, 'machines/pump/motor.ts');
    const whole = readFileSync(file, 'utf8');
    const broken = whole.replace("{ guard: 'gateIsOpen', target: 'moving' }", "{ target: 'moving' }");
    expect(broken).not.toBe(whole);
    writeFileSync(file, broken);
    const islet = (cwd: string, ...args: readonly string[]) =>
      spawnSync(process.execPath, [join(cwd, 'src/cli/bin.mjs'), ...args], { cwd, encoding: 'utf8' });

    const verified = islet(tree, 'verify', '--most', '40000');
    expect(verified.status, verified.stderr).toBe(1);
    expect(verified.stdout).toMatch(
      /the motor moves only through the gate: broken by 7 events; .*islet replay /,
    );
    const stories = readdirSync(join(tree, 'runs/violations')).map(name =>
      join(tree, 'runs/violations', name),
    );
    expect(stories.length).toBeGreaterThan(5);
    for (const story of stories.filter((_, index) => index % 5 === 0)) {
      const again = islet(tree, 'replay', '--check', story);
      expect(again.status, again.stdout + again.stderr).toBe(0);
      expect(islet(root, 'replay', '--check', story).status).toBe(1);
    }
  } finally {
    rmSync(tree, { recursive: true });
  }
});
