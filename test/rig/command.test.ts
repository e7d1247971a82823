import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { listRig, runRigCommand } from '../../hardware/rig/command.ts';
import { FAULTS } from '../../hardware/rig/run/faults.ts';
import { escaped } from '../../hardware/rig/run/junit.ts';
import { acceptance } from './acceptanceRun.ts';

const out = mkdtempSync(join(tmpdir(), 'islet-command-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('the command', () => {
  test('refuses what it cannot do with exit code 2', async () => {
    expect(await runRigCommand({ plan: 'smoke', sim: false, out })).toBe(2);
    expect(await runRigCommand({ plan: 'nonesuch', sim: true, out })).toBe(2);
    expect(await runRigCommand({ plan: 'smoke', sim: true, fault: 'nonesuch', out })).toBe(2);
  });

  test('with a phase that there is not names those that there are, and leaves nothing behind', async () => {
    const empty = mkdtempSync(join(out, 'none-'));
    for (const only of [['power onn'], ['power on', 'attest the devices']])
      await expect(acceptance(empty, { only })).rejects.toThrow(
        new RegExp(
          `^--only ${only.at(-1)}: there is no such phase. There are: drive the generated .*; power on; `,
        ),
      );
    expect(readdirSync(empty)).toEqual([]);
    const fresh = join(out, 'never');
    expect(await runRigCommand({ plan: 'smoke', sim: true, out: fresh, only: ['nonesuch'] })).toBe(2);
    expect(existsSync(fresh)).toBe(false);
  });

  test('lists its plans and its faults', () => {
    expect(listRig().plans.map(({ name }) => name)).toContain('smoke');
    expect(listRig().faults).toHaveLength(Object.keys(FAULTS).length);
  });

  test('text of any kind is safe in XML', () => {
    expect(escaped('<a b="c">&\n\u0007')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#10;?');
  });
});
