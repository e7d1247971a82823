import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keptComparison, README, readmeWith, tableOf } from '../../src/cli/campaign/readme.ts';
import { wordsOf } from '../../src/simulate/campaign/controllers.ts';
import { PRESETS } from '../../src/simulate/campaign/presets.ts';
import { inFolder, isletHere } from '../cli/islet.ts';

const readme = readFileSync(README, 'utf8');
const kept = keptComparison();

test('the README shows the comparison that is kept', () => {
  expect(readmeWith(readme)).toBe(readme);
  for (const line of tableOf(kept)) expect(readme).toContain(line);
  const [row] = kept.rows;
  if (row === undefined) throw new Error('no row is kept');
  const other = { ...kept, rows: [{ ...row, inRange: row.inRange + 1 }, ...kept.rows.slice(1)] };
  expect(tableOf(other)).not.toEqual(tableOf(kept));
});

test('the comparison that is kept has every controller in every scenario of the preset, over everybody and each age', () => {
  expect(kept.campaign).toBe('published');
  for (const { name } of PRESETS.published.scenarios)
    for (const controller of PRESETS.published.controllers) {
      const own = kept.rows.filter(row => row.scenario === name && row.controller === controller);
      expect(own.map(({ whom, cells }) => [whom, cells])).toEqual([
        ['all', 30],
        ['adult', 10],
        ['adolescent', 10],
        ['child', 10],
      ]);
      expect(tableOf(kept).filter(line => line.includes(`**${wordsOf(controller)}**`))).toHaveLength(1);
    }
});

test('the comparison in a README without a place for it is a mistake, and only the published campaign is shown there', () =>
  inFolder(async folder => {
    expect(() => readmeWith('# Islet')).toThrow('README.md has no');
    for (const args of [
      ['--preset', 'smoke', '--readme'],
      ['--preset', 'published', '--readme', '--shard', '1/2'],
    ]) {
      const { code, err } = await isletHere(['campaign', ...args], folder);
      expect(err).toContain('--readme shows the whole of --preset published');
      expect(code).toBe(2);
    }
  }));
