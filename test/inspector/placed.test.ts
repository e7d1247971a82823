import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placed } from '../../src/inspector/placed.ts';
import { inFolder } from '../cli/islet.ts';

const turn = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));

/** Fills a folder file by file, so that others look at it half done. */
const slowly = async (beside: string): Promise<void> => {
  for (const name of ['a', 'b', 'c']) {
    writeFileSync(join(beside, name), name);
    await turn();
  }
};

test('a folder that several make at once is there whole or not at all, and made by one of them', async () => {
  await inFolder(async root => {
    const folder = join(root, 'pages', 'abc');
    let looked = 0;
    let isOver = false;
    const looking = (async () => {
      while (!isOver) {
        if (existsSync(folder)) expect(readdirSync(folder)).toEqual(['a', 'b', 'c']);
        looked += 1;
        await turn();
      }
    })();
    const made = await Promise.all([1, 2, 3].map(() => placed(folder, slowly)));
    isOver = true;
    await looking;
    expect(looked).toBeGreaterThan(2);
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(readdirSync(join(root, 'pages'))).toEqual(['abc']);
    // What is there is used as it is.
    expect(await placed(folder, () => Promise.reject(new Error('built again')))).toBe(false);
  });
});

test('what fails leaves nothing behind; what others look at stays for a day', async () => {
  await inFolder(async root => {
    const folder = join(root, 'new');
    await expect(placed(folder, () => Promise.reject(new Error('no build')))).rejects.toThrow('no build');
    expect(readdirSync(root)).toEqual([]);
    for (const [name, hours] of [
      ['young', 23],
      ['old', 25],
    ] as const) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, 'page'), name);
      const then = Date.now() / 1_000 - hours * 3_600;
      utimesSync(join(root, name), then, then);
    }
    expect(await placed(folder, slowly)).toBe(true);
    expect(readdirSync(root)).toEqual(['new', 'young']);
    expect(readFileSync(join(root, 'young', 'page'), 'utf8')).toBe('young');
  });
});
