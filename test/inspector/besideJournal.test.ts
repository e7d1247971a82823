import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { bytesOfFile } from '../../src/inspector/journalIndex/journalBytes.ts';
import { openIndex } from '../../src/inspector/journalIndex/journalIndex.ts';
import { inFolder } from '../cli/islet.ts';
import { all, indexOf, past } from './support/indexed.ts';
import { recorded } from './support/recorded.ts';

const { entries, text } = await recorded();

describe('the place beside a journal', () => {
  const OTHERS: readonly (readonly [what: string, write: (path: string) => void])[] = [
    ['a text', path => writeFileSync(path, 'this is no database, and never was one')],
    [
      'a database of another program',
      path => {
        const database = new DatabaseSync(path);
        database.exec('CREATE TABLE seal (mine TEXT); INSERT INTO seal VALUES (1)');
        database.close();
      },
    ],
  ];
  test.each(OTHERS)('that holds %s is left alone, and the index kept in memory', async (_, write) => {
    await inFolder(async folder => {
      const path = join(folder, 'journal.jsonl');
      writeFileSync(path, text);
      write(`${path}.index`);
      const before = readFileSync(`${path}.index`);
      const index = all(indexOf(text, path));
      expect(index.rebuilt).toContain('journal.jsonl.index is no index of Islet and stays as it is');
      expect(index.stand().seq).toBe(entries.length);
      index.seal();
      index.close();
      expect(readFileSync(`${path}.index`)).toEqual(before);
      expect(readdirSync(folder).sort()).toEqual(['journal.jsonl', 'journal.jsonl.index']);
    });
  });

  test('is not written without room on the disk, neither at first nor later', async () => {
    await inFolder(async folder => {
      const path = join(folder, 'journal.jsonl');
      writeFileSync(path, text);
      let room = 199_999_999;
      const open = () =>
        openIndex({
          journal: bytesOfFile(path),
          path: `${path}.index`,
          charts: 'these',
          program: 'this',
          free: () => room,
        });
      const size = (): number =>
        readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, -text.length);
      const first = all(open());
      expect(first.rebuilt).toContain('too little room');
      first.seal();
      first.close();
      expect(size()).toBe(0);
      room = 200_000_000;
      const second = open();
      const begun = size();
      room -= 1;
      all(second);
      second.seal();
      // It goes on in memory.
      expect(size()).toBe(begun);
      expect(past(second).seq).toBe(entries.length);
      room += 1;
      second.seal();
      expect(size()).toBeGreaterThan(begun);
      second.close();
    });
  });
});
