import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rigProfileSchema } from '../../hardware/rig/profile/schema.ts';
import { rigProfileJsonSchema, rigRecordJsonSchema } from '../../src/cli/rig/jsonSchema.ts';

const read = (path: string): string => readFileSync(new URL(`../../specs/${path}`, import.meta.url), 'utf8');

describe('the schemas of a rig for other programs', () => {
  test.each([
    ['rig.schema.json', rigProfileJsonSchema],
    ['rigRecord.schema.json', rigRecordJsonSchema],
  ])('%s is current', (name, make) => {
    expect(read(`generated/${name}`)).toBe(`${JSON.stringify(make(), null, 2)}\n`);
  });

  test('that of a profile, read back, takes the example and refuses each table of it that is misspelt or left out', () => {
    const again = z.fromJSONSchema(JSON.parse(read('generated/rig.schema.json')));
    const example = parse(read('rig.example.toml'));
    expect(again.safeParse(example).error).toBeUndefined();
    const tables = Object.keys(example);
    expect(tables.length).toBeGreaterThan(5);
    for (const name of tables) {
      const { [name]: left, ...others } = example;
      const misspelt = { ...others, [`${name}s`]: left };
      expect(again.safeParse(misspelt).success, name).toBe(false);
      expect(again.safeParse(others).success, name).toBe(rigProfileSchema.safeParse(others).success);
    }
  });
});
