import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { runInFile } from '../../src/cli/replay/journalRun.ts';
import type { JournalIndex } from '../../src/inspector/journalIndex/journalIndex.ts';
import { proofWords } from '../../src/inspector/page/proof-words.ts';
import { runIndexOn } from '../../src/inspector/runIndex.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { inFolder } from '../cli/islet.ts';
import { all, indexOf } from './support/indexed.ts';
import { recorded } from './support/recorded.ts';

const { entries, lines, text } = await recorded();

const quiet: Io = { out: () => {}, say: () => {}, isTerminal: false, env: {} };

/** A journal that was indexed to its end, and then one digit of one early line changed. */
const editedAfter = (
  folder: string,
  open: (path: string) => JournalIndex = path => all(indexOf(text, path)),
): string => {
  const path = join(folder, 'journal.jsonl');
  writeFileSync(path, text);
  const first = open(path);
  first.seal();
  first.close();
  const edited = lines.map((line, at) =>
    at === 300
      ? line.replace(/"wallMs":(\d*)(\d)/, (_, most, digit) => `"wallMs":${most}${9 - digit}`)
      : line,
  );
  expect(edited[300]).not.toBe(lines[300]);
  writeFileSync(path, `${edited.join('\n')}\n`);
  return path;
};

describe('a line that was changed long before the last keyframe', () => {
  test('is named by the hash chain, all is withdrawn, and the index built again when it is opened next', async () => {
    await inFolder(async folder => {
      const path = editedAfter(folder);
      const reading = readJournal(readFileSync(path));
      if (reading.ok) throw new Error('it was to be refused');
      const index = indexOf(text, path);
      expect(index.stand()).toMatchObject({
        seq: entries.length,
        fromIndex: entries.length,
        withdrawn: null,
      });
      for (let round = 0; index.verify(70); round += 1) if (round > 100) throw new Error('it never ends');
      expect(index.stand().error).toEqual(reading.error);
      expect(index.stand().withdrawn).toContain('line 301 of the journal');
      expect(index.advance(1)).toBe(false);
      index.close();
      const next = all(indexOf(text, path));
      expect(next.stand()).toMatchObject({ fromIndex: 0, error: reading.error });
      next.close();
    });
  });

  test('withdraws what a page would be given, loudly', async () => {
    await inFolder(async folder => {
      let told = '';
      const index = runIndexOn(indexOf(text, editedAfter(folder)), why => {
        told = why;
      });
      await vi.waitFor(() => expect(told).toContain('line 301 of the journal'));
      expect(await index.past()).toEqual({ kind: 'none', why: told });
      expect(JSON.parse(await index.block({ seq: 10 }))).toEqual({ why: told });
      await expect(index.columns(0, 10)).rejects.toThrow(told);
      await expect(index.notable(0, 10)).rejects.toThrow(told);
      await index.close();
    });
  });

  test('is refused by a replay, as the reader refuses it', async () => {
    await inFolder(async folder => {
      // By this program and these charts: an index of others would be built again, and meet the line by itself.
      const path = editedAfter(folder, at => runInFile(at, quiet).index);
      expect(() => runInFile(path, quiet)).toThrow(/journal\.jsonl:301: hash/);
    });
  });

  test('is found by nothing in a journal that nobody changed', async () => {
    await inFolder(async folder => {
      const path = join(folder, 'journal.jsonl');
      writeFileSync(path, text);
      const said: string[] = [];
      const io = { ...quiet, say: (words: string) => void said.push(words) };
      const first = runInFile(path, io);
      expect(first.proof).toEqual({ steps: entries.length, same: true, firstDifference: null });
      first.index.close();
      const second = runInFile(path, io);
      expect(second.index.stand().withdrawn).toBeNull();
      // Nothing was taken again, and nothing is claimed of it.
      expect(second.proof).toEqual({
        steps: 0,
        fromIndex: entries.length,
        same: null,
        firstDifference: null,
      });
      expect(proofWords(second.proof)).toBe(`${entries.length} steps from the index, 0 taken again`);
      second.index.close();
      expect(said).toEqual([]);
    });
  });
});
