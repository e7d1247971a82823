import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LONG, linesIn, write } from '../campaign/small.ts';
import { inFolder, isletHere, spawnIslet } from '../cli/islet.ts';
import { noRedis, withRedis } from '../support/redis.ts';

test.skipIf(noRedis !== null)(
  'a machine that dies with a cell of a shared campaign: another does it',
  { timeout: 120_000 },
  () =>
    inFolder(folder =>
      withRedis(async ({ url }) => {
        write(folder, 'long.toml', LONG.replace('days = 1', 'days = 5'));
        const machine = () => spawnIslet(['campaign', 'work', '--redis', url, '--workers', '2'], folder);
        const run = ['campaign', 'long.toml', '--out', 'out', '--redis', url, '--workers', '0'];
        const whole = spawnIslet(run, folder);
        const first = machine();
        while (linesIn(folder, 'out') < 3) await pause(5);
        first.child.kill('SIGKILL');
        await first.ended;
        expect(linesIn(folder, 'out')).toBeLessThan(12);
        const second = machine();
        expect((await whole.ended).code).toBe(0);
        second.child.kill('SIGINT');
        expect((await second.ended).code).toBe(0);
        const alone = await isletHere(['campaign', 'long.toml', '--out', 'alone', '--json'], folder);
        const again = await isletHere(['campaign', 'long.toml', '--out', 'out', '--json'], folder);
        expect(again.out).toBe(alone.out);
      }),
    ),
);
