import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storyIn } from '../../src/cli/files.ts';
import { besides, namesBeside } from '../../src/cli/replay/besides.ts';
import { inFolder } from './islet.ts';

const STORIES = join(import.meta.dirname, '../../specs/scenarios');

test('journals of the same folder and of the runs beside it can be compared with, and nothing else', async () => {
  await inFolder(async folder => {
    const { bytes } = await storyIn(join(STORIES, 'bolus.txt'));
    for (const run of ['one', 'two', 'three']) mkdirSync(join(folder, run));
    const at = (run: string, name: string): string => join(folder, run, name);
    for (const run of ['one', 'two']) writeFileSync(at(run, 'journal.jsonl'), bytes);
    writeFileSync(at('one', 'older.jsonl'), bytes);
    writeFileSync(at('one', 'notes.txt'), 'milk');
    expect(namesBeside(at('one', 'journal.jsonl'))).toEqual(['../two/journal.jsonl', 'older.jsonl']);
    expect(namesBeside(at('one', 'older.jsonl'))).toEqual(['journal.jsonl']);

    const others = await besides(at('one', 'journal.jsonl'), null);
    expect(others.shown()).toBeNull();
    const twin = await others.choose({ kind: 'beside', name: '../two/journal.jsonl' });
    expect(twin).toMatchObject({ name: '../two/journal.jsonl', divergence: null });
    expect(others.shown()).toBe(twin);
    for (const name of ['../../etc/passwd', 'notes.txt', 'journal.jsonl'])
      await expect(others.choose({ kind: 'beside', name })).rejects.toThrow(`there is no run "${name}"`);
    await expect(
      others.choose({ kind: 'given', name: 'milk', bytes: readFileSync(at('one', 'notes.txt')) }),
    ).rejects.toThrow('milk:1: islet = milk');
    // What cannot be read leaves the comparison as it is.
    expect(others.shown()).toBe(twin);
    expect(await others.choose({ kind: 'none' })).toBeNull();
    expect(others.shown()).toBeNull();
  });
});
