import { expect, test } from 'vitest';
import { keptOf } from '../../src/cli/campaign/kept.ts';
import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { peersIn } from '../../src/simulate/campaign/peers.ts';
import { PRESETS } from '../../src/simulate/campaign/presets.ts';
import { besidePeers } from './besidePeers.ts';

const kept = keptOf('published');
const campaign = campaignSchema.parse(PRESETS.published);

const measuredIn = (name: string) =>
  campaign.scenarios.filter(scenario => scenario.name === name).flatMap(each => peersIn(campaign, each));

/** Points that ours may be worse than the best peer. */
const MOST_BEHIND = 1;

test('in each age group and each figure our controller is at most one point worse than the best peers', () => {
  const beside = besidePeers(kept, 'islet', measuredIn);
  const worst = beside.reduce((most, each) => (each.behind > most.behind ? each : most));
  console.log(`${beside.length} figures; most behind: ${JSON.stringify(worst)}`);
  expect(beside.filter(({ behind }) => behind > MOST_BEHIND)).toEqual([]);
  // Three ages of five scenarios: eight best peers as we run them with three figures each, some as measured with two.
  expect(beside.length).toBeGreaterThanOrEqual(3 * 8 * 3);
});

test('a group that pays for the others is found', () => {
  const rows = kept.rows.map(row =>
    row.controller === 'islet' && row.whom === 'child' && row.scenario === 'announced'
      ? { ...row, below70: row.below70 + 5 }
      : row,
  );
  const behind = besidePeers({ rows }, 'islet', measuredIn).filter(each => each.behind > MOST_BEHIND);
  expect(behind.length).toBeGreaterThan(0);
  for (const { scenario, group, figure } of behind)
    expect([scenario, group, figure]).toEqual(['announced', 'child', 'below70']);
});
