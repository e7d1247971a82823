import { expect, test } from 'vitest';
import { inThreads } from '../../src/cli/campaign/threads.ts';
import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellCount } from '../../src/simulate/campaign/cells.ts';
import type { CellResult } from '../../src/simulate/campaign/run.ts';

test('a thread that dies takes nothing along: its cell is done by another', async () => {
  const campaign = campaignSchema.parse({
    name: 'threads',
    days: 2,
    patients: ['adults'],
    scenarios: [{ name: 'home' }],
    seeds: [1],
    controllers: ['basal-bolus'],
  });
  const cells = Array.from({ length: cellCount(campaign) }, (_, index) => index);
  const results: CellResult[] = [];
  const said: string[] = [];
  let begun = 0;
  const engine = inThreads(2, worker => {
    begun += 1;
    if (begun === 1) worker.once('online', () => void worker.terminate());
  });
  const ending = await engine(
    { campaign, cells },
    {
      told: result => void results.push(result),
      signal: new AbortController().signal,
      say: line => void said.push(line),
    },
  );
  expect(ending).toBe('done');
  expect(begun).toBe(3);
  expect(said.join()).toContain('another does it again');
  expect(results.map(({ cell }) => cell).sort((a, b) => a - b)).toEqual(cells);
});

test('a cell that ends every thread is no endless work', async () => {
  const campaign = campaignSchema.parse({
    name: 'threads',
    days: 1,
    patients: ['adult#001'],
    scenarios: [{ name: 'home' }],
    seeds: [1],
    controllers: ['basal-bolus'],
  });
  const engine = inThreads(1, worker => void worker.once('online', () => void worker.terminate()));
  await expect(
    engine({ campaign, cells: [0] }, { told: () => {}, signal: new AbortController().signal, say: () => {} }),
  ).rejects.toThrow('has ended 3 threads');
});
