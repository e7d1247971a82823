import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { runCampaign } from '../../src/cli/campaign/campaign.ts';
import { campaignIn } from '../../src/cli/campaign/read.ts';
import { CELLS, inPlace, LONG, linesIn, reportIn, SMALL, write } from '../campaign/small.ts';
import { inFolder, isletHere, spawnIslet } from '../cli/islet.ts';
import { noRedis, withRedis } from '../support/redis.ts';

const some = async (folder: string): Promise<void> => {
  while (linesIn(folder, 'out') < 3) await pause(5);
};

/** The report that a single machine makes of a campaign. */
const aloneOn = async (folder: string, file: string) => {
  const out = join(folder, 'alone');
  await runCampaign(
    {
      campaign: campaignIn(join(folder, file)),
      shard: { part: 1, of: 1 },
      out,
      engine: inPlace,
      seconds: null,
      json: false,
      readme: null,
    },
    { out: () => {}, say: () => {}, isTerminal: false, env: {} },
  );
  return reportIn(out);
};

describe.skipIf(noRedis !== null)('a campaign over Redis', () => {
  test('two machines come to the report of one, byte for byte', () =>
    inFolder(folder =>
      withRedis(async ({ url }) => {
        write(folder, 'small.toml', SMALL);
        const other = spawnIslet(['campaign', 'work', '--redis', url, '--workers', '1'], folder);
        const run = ['campaign', 'small.toml', '--out', 'out', '--redis', url, '--workers', '1'];
        const { code } = await spawnIslet(run, folder).ended;
        expect(code).toBe(0);
        expect(reportIn(join(folder, 'out'))).toEqual(await aloneOn(folder, 'small.toml'));
        other.child.kill('SIGTERM');
        expect((await other.ended).code).toBe(0);
      }),
    ));

  test('a Redis that is lost ends it with exit code 5 and what is done; the same command goes on without', () =>
    inFolder(folder =>
      withRedis(async ({ url, kill }) => {
        write(folder, 'long.toml', LONG);
        const run = ['campaign', 'long.toml', '--out', 'out', '--workers', '1'];
        const first = spawnIslet([...run, '--redis', url, '--patience', '1'], folder);
        await some(folder);
        await kill();
        const { code, err } = await first.ended;
        expect(err).toContain('Redis is gone; waiting for it for 1 s at most');
        expect(err).toContain('Go on with the same command');
        expect(code).toBe(5);
        const kept = linesIn(folder, 'out') - 1;
        expect(kept).toBeGreaterThan(1);
        expect(kept).toBeLessThan(CELLS);
        const second = await isletHere(run, folder);
        expect(second.err).toContain(`${kept} of ${CELLS} cells are done`);
        expect(second.code).toBe(0);
        expect(reportIn(join(folder, 'out'))).toEqual(await aloneOn(folder, 'long.toml'));
      }),
    ));

  test('a Redis that comes back empty is given again what is not done', () =>
    inFolder(folder =>
      withRedis(async ({ url, kill, begin }) => {
        write(folder, 'long.toml', LONG);
        const run = ['campaign', 'long.toml', '--out', 'out', '--redis', url, '--workers', '1'];
        const running = spawnIslet(run, folder);
        await some(folder);
        await kill();
        await begin();
        const { code, err } = await running.ended;
        expect(err).toContain('Redis is back');
        expect(code).toBe(0);
        expect(reportIn(join(folder, 'out'))).toEqual(await aloneOn(folder, 'long.toml'));
      }),
    ));

  test('a Redis that is not there, and what is no address of one, are refused', () =>
    inFolder(async folder => {
      write(folder, 'small.toml', SMALL);
      const run = (url: string) => isletHere(['campaign', 'small.toml', '--redis', url], folder);
      const nobody = await run('redis://127.0.0.1:1');
      expect(nobody.code).toBe(3);
      expect(nobody.err).toContain('no Redis answers there');
      const nonsense = await run('http://127.0.0.1');
      expect(nonsense.code).toBe(2);
      expect(nonsense.err).toContain('Write it as redis://HOST:6379');
    }));
});
