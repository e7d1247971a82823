import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { campaignIn } from '../../src/cli/campaign/read.ts';
import { inFolder, isletHere } from '../cli/islet.ts';
import { SMALL, write } from './small.ts';

test('bad input names field, value and remedy', () =>
  inFolder(async folder => {
    const spoilt: readonly (readonly [from: string, to: string, said: readonly string[]])[] = [
      [
        '"child#003"',
        '"child#033"',
        ['patients.1 = "child#033"', 'there is no patient', 'Did you mean child#003?'],
      ],
      ['"basal-bolus"', '"basal-bolos"', ['controllers.1 = "basal-bolos"', 'Did you mean basal-bolus?']],
      ['days = 1', 'days = 0', ['days = 0', '>=1']],
      ['days = 1', 'days = "1"', ['days = "1"', 'expected number']],
      ['days = 1\n', 'days = 1\ndayz = 2\n', ['dayz = 2', 'is not a field']],
      ['[1, 2]', '[-1]', ['seeds']],
      ['[1, 2]', '["published"]', ['no meals of hovorka#001']],
      ['name = "home"', 'name = "a/b"', ['scenarios.0.name = "a/b"', 'slash']],
      [
        'name = "home"\n',
        'name = "home"\n[[faults]]\nname = "lie"\ncompressions = { nights = 1, lengthMin = 30, depthMgPerDl = 2.2 }\n',
        ['faults.0.compressions.depthMgPerDl = 2.2', 'if 2.2 is mmol/L, write 40'],
      ],
      ['days = 1', 'days = ', ['it is not TOML']],
    ];
    for (const [from, to, said] of spoilt) {
      expect(SMALL).toContain(from);
      write(folder, 'spoilt.toml', SMALL.replace(from, to));
      const { code, err } = await isletHere(['campaign', 'spoilt.toml'], folder);
      for (const words of said) expect(err).toContain(words);
      expect(code).toBe(2);
    }
    for (const [args, said] of [
      [['campaign'], 'Name one campaign'],
      [['campaign', '--preset', 'smok'], 'Did you mean smoke?'],
      [['campaign', 'nowhere.toml'], 'there is no such file'],
      [['campaign', '--preset', 'smoke', '--shard', '3'], 'Write it as 2/7'],
      [['campaign', '--preset', 'smoke', '--shard', '3/2'], '--shard'],
      [['campaign', '--preset', 'smoke', '--workers', '0'], '--workers'],
      [['campaign', 'merge', 'nowhere.jsonl'], 'there is no such file'],
    ] as const) {
      const { code, err } = await isletHere(args, folder);
      expect(err).toContain(said);
      expect(code).toBe(2);
    }
    expect(readdirSync(folder)).toEqual(['spoilt.toml']);
  }));

test('the example of a campaign has every field there is, and is one', () => {
  const file = fileURLToPath(new URL('../../specs/campaign.example.toml', import.meta.url));
  const campaign = campaignIn(file);
  const text = readFileSync(file, 'utf8');
  const fields = (thing: unknown): readonly string[] =>
    typeof thing !== 'object' || thing === null
      ? []
      : Array.isArray(thing)
        ? thing.flatMap(fields)
        : Object.entries(thing).flatMap(([key, value]) => [key, ...fields(value)]);
  const all = [...new Set(fields(campaign))];
  expect(all.length).toBeGreaterThan(25);
  for (const field of all) expect(text).toMatch(new RegExp(`\\b${field}\\b`));
});
