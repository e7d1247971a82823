import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KEPT, keptOf } from '../../src/cli/campaign/kept.ts';
import { README, readmeWith, tableOf } from '../../src/cli/campaign/readme.ts';
import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { wordsOf } from '../../src/simulate/campaign/controllers.ts';
import { PRESETS } from '../../src/simulate/campaign/presets.ts';
import { settingsOf } from '../../src/simulate/campaign/summary.ts';
import { inFolder, isletHere } from '../cli/islet.ts';

const readme = readFileSync(README, 'utf8');
const kept = keptOf('published');

test('the README shows the comparison that is kept', () => {
  expect(readmeWith(readme)).toBe(readme);
  for (const line of tableOf(kept)) expect(readme).toContain(line);
  const [row] = kept.rows;
  if (row === undefined) throw new Error('no row is kept');
  const other = { ...kept, rows: [{ ...row, inRange: row.inRange + 1 }, ...kept.rows.slice(1)] };
  expect(tableOf(other)).not.toEqual(tableOf(kept));
});

test.each(KEPT)('%s is kept with every controller in every setting, over everybody and each age', name => {
  const campaign = campaignSchema.parse(PRESETS[name]);
  const { campaign: of, rows } = keptOf(name);
  expect(of).toBe(name);
  const each = (campaign.patients.length * campaign.seeds.length) / 3;
  for (const { scenario, fault } of settingsOf(campaign))
    for (const controller of campaign.controllers) {
      const own = rows.filter(
        row => row.scenario === scenario && row.fault === fault && row.controller === controller,
      );
      expect(own.map(({ whom, cells }) => [whom, cells])).toEqual([
        ['all', 3 * each],
        ['adult', each],
        ['adolescent', each],
        ['child', each],
      ]);
    }
  expect(rows).toHaveLength(4 * settingsOf(campaign).length * campaign.controllers.length);
});

test('every controller has a line of the comparison, and what goes wrong has one, too', () => {
  for (const controller of PRESETS.published.controllers)
    expect(tableOf(kept).filter(line => line.includes(`**${wordsOf(controller)}**`))).toHaveLength(1);
  for (const { name } of PRESETS['faults-few'].faults ?? [])
    if (name !== 'none') expect(readme).toContain(`| ${name} | `);
});

test('the comparison in a README without a place for it is a mistake, and only the published campaign is shown there', () =>
  inFolder(async folder => {
    expect(() => readmeWith('# Islet')).toThrow('README.md has no');
    for (const args of [
      ['--preset', 'smoke', '--readme'],
      ['--preset', 'published', '--readme', '--shard', '1/2'],
    ]) {
      const { code, err } = await isletHere(['campaign', ...args], folder);
      expect(err).toContain('--readme shows the whole of --preset published, seeds-few, faults-few');
      expect(code).toBe(2);
    }
  }));
