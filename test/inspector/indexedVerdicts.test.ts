import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { storyIn } from '../../src/cli/files.ts';
import { runInFile } from '../../src/cli/replay/journalRun.ts';
import { proofOf } from '../../src/cli/replay/proof.ts';
import { replaySource } from '../../src/cli/replay/replay.ts';
import { bytesInMemory } from '../../src/inspector/journalIndex/journalBytes.ts';
import { openIndex } from '../../src/inspector/journalIndex/journalIndex.ts';
import { openShelf } from '../../src/inspector/journalIndex/shelf.ts';
import { judging, type Verdicts } from '../../src/inspector/judged.ts';
import { runIndexOn } from '../../src/inspector/runIndex.ts';
import { serveInspector } from '../../src/inspector/server.ts';

/** The person of this story confirms twice: the plant in which one property is proved has no such person. */
const STORY = join(import.meta.dirname, '../../specs/scenarios/second-confirmation.txt');

const { read, bytes } = await storyIn(STORY);
const folder = mkdtempSync(join(tmpdir(), 'islet-verdicts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const journal = join(folder, 'journal.jsonl');
writeFileSync(journal, bytes);

const judgedThen = judging();
proofOf(read, step => void judgedThen.of(step));
const expected = judgedThen.verdicts();

const shownSchema = z.object({
  past: z.object({
    verdicts: z.object({
      exercised: z.record(z.string(), z.number()),
      broken: z.array(z.unknown()),
      trouble: z.string().nullable(),
    }),
  }),
});

/** What a page is told of a replay of the journal, from its index; and whether that had to be built again. */
const opened = async (): Promise<{ readonly told: readonly unknown[]; readonly said: readonly string[] }> => {
  const said: string[] = [];
  const io = { out: () => {}, say: (line: string) => void said.push(line), isTerminal: false, env: {} };
  const { index, proof } = runInFile(journal, io);
  const asked = runIndexOn(index);
  const source = {
    ...replaySource(journal, [], proof),
    index: () => asked,
    verdicts: (): Verdicts => index.verdicts(),
  };
  const inspector = await serveInspector({ source, charts: {}, pageDir: folder, port: 0 });
  const ask = async (path: string): Promise<unknown> => {
    const headers = { Authorization: `Bearer ${inspector.token}` };
    return (await fetch(`http://127.0.0.1:${inspector.port}/api/${path}`, { headers })).json();
  };
  const { verdicts: atOnce } = shownSchema.shape.past.parse(await ask('charts'));
  const { verdicts: withPast } = shownSchema.parse(await ask('past')).past;
  await inspector.close();
  await asked.close();
  return { told: [atOnce, withPast], said };
};

const reseal = (change: (text: string) => string): void => {
  const shelf = openShelf(`${journal}.index`);
  const text = shelf.sealed() ?? '';
  expect(change(text)).not.toBe(text);
  shelf.seal(change(text));
  shelf.close();
};

describe('a replay that is opened from the index beside its journal', () => {
  test('tells what its steps have shown of properties, when the index is new and when it was there', async () => {
    expect(Object.keys(expected.exercised).length).toBeGreaterThan(90);
    expect(expected.broken).toHaveLength(1);
    const first = await opened();
    expect(first).toEqual({ told: [expected, expected], said: [] });
    expect(await opened()).toEqual(first);
  });

  test('goes on with it in the middle of what a property obliges to, and tells what it would have told', () => {
    let open = 0;
    for (const end of [1_964, 1_971]) {
      const path = join(folder, `${end}.index`);
      for (const until of [end, Number.POSITIVE_INFINITY]) {
        const journalBytes = bytesInMemory(bytes);
        const index = openIndex({ journal: journalBytes, path, charts: 'these', program: 'this', until });
        while (index.advance(5_000));
        if (until === end) {
          expect(index.stand().seq).toBe(end);
          if (index.verdicts().broken.length === 0) open += 1;
        } else {
          expect(index.stand().fromIndex).toBe(end);
          expect(index.verdicts()).toEqual(expected);
        }
        index.seal();
        index.close();
      }
    }
    expect(open).toBe(2);
  });

  test('judges again where the index was made by other properties, or not judged to its end', async () => {
    for (const [was, is, why] of [
      [/"properties":"\w+"/, '"properties":"others"', /built again: it is of properties others/],
      [
        /"trouble":null/,
        '"trouble":"from record 7 on"',
        /built again: not all was judged .* from record 7 on/,
      ],
    ] as const) {
      reseal(text => text.replace(was, is));
      const { told, said } = await opened();
      expect(said.join()).toMatch(why);
      expect(told).toEqual([expected, expected]);
    }
  });
});
