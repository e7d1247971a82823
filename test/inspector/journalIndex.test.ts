import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Io } from '../../src/cli/io.ts';
import { runInFile } from '../../src/cli/replay/journalRun.ts';
import { proofOf } from '../../src/cli/replay/proof.ts';
import { type Block, foldBlock, replayedFrame } from '../../src/inspector/fold.ts';
import { bytesInMemory, bytesOfFile } from '../../src/inspector/journalIndex/journalBytes.ts';
import { type JournalIndex, openIndex } from '../../src/inspector/journalIndex/journalIndex.ts';
import { createHistory, type HistoryData } from '../../src/inspector/page/history.ts';
import { proofWords } from '../../src/inspector/page/proof-words.ts';
import type { Noted, Past } from '../../src/inspector/page/run-source.ts';
import { alarmChanges, isNotable } from '../../src/inspector/page/words.ts';
import { runIndexOn } from '../../src/inspector/runIndex.ts';
import { encodeEntry } from '../../src/runtime/journal.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { inFolder } from '../cli/islet.ts';
import { recorded } from './support/recorded.ts';

const { steps, entries, lines, text } = await recorded();
const wholly = (value: unknown) => JSON.parse(JSON.stringify(value));
const shownThen = steps.map(step => wholly(replayedFrame(step)));

const all = (index: JournalIndex): JournalIndex => {
  for (let round = 0; index.advance(700); round += 1) if (round > 100) throw new Error('it never ends');
  return index;
};
const indexOf = (
  journal: string,
  path: string | null = null,
  { charts = 'these', program = 'this' } = {},
): JournalIndex =>
  openIndex({
    journal: path === null ? bytesInMemory(Buffer.from(journal)) : bytesOfFile(path),
    path: path === null ? null : `${path}.index`,
    charts,
    program,
  });
const past = (index: JournalIndex): Past => JSON.parse(index.past() ?? 'null');

const whySchema = z.object({ why: z.string() });
/** The frame that a page folds from what it is given for an instant. */
const folded = (index: JournalIndex, monoMs: number): unknown => {
  const given: Block = JSON.parse(index.block({ monoMs }));
  const block = foldBlock(given);
  const seq = block.at(monoMs);
  return seq === null ? null : wholly(block.frame(seq));
};
const whyNot = (index: JournalIndex, monoMs: number): string =>
  whySchema.parse(JSON.parse(index.block({ monoMs }))).why;

describe('an index of a journal', () => {
  const index = all(indexOf(text));

  test('has the last frame, the whole run in columns, and every moment', () => {
    const known = past(index);
    expect(known.seq).toBe(steps.length);
    expect(known.latest).toEqual(shownThen.at(-1));
    const history = createHistory();
    for (const frame of shownThen) history.take(frame);
    expect(known.history).toEqual(wholly(history.data()));
    const kinds = new Set(known.moments.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['alarm', 'bolus', 'settings', 'start', 'stop']);
    expect(known.moments.map(({ words }) => words).join()).toContain('Alarm raised: Occlusion');
    for (const { seq, monoMs } of known.moments) expect(shownThen[seq - 1].monoMs).toBe(monoMs);
    expect(known.clock).toHaveLength(1);
  });

  test('gives, for any instant, what leads to the frame that was shown then', () => {
    let checked = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: shownThen.at(-1).monoMs }), monoMs => {
        expect(folded(index, monoMs)).toEqual(
          shownThen.findLast((frame: { readonly monoMs: number }) => frame.monoMs <= monoMs) ?? null,
        );
        checked += 1;
      }),
      { numRuns: 40 },
    );
    expect(checked).toBe(40);
  });

  test('has every notable frame with what became of alarms in it', () => {
    const noted: readonly Noted[] = JSON.parse(index.notable(Number.MAX_SAFE_INTEGER, 10_000));
    const expected = steps.flatMap(({ envelope, state, before }) => {
      const frame = shownThen[envelope.seq - 1];
      const changes = alarmChanges(before.annunciation, state.annunciation);
      return isNotable(frame) || changes.length > 0 ? [{ frame, changes }] : [];
    });
    expect(noted).toEqual(wholly(expected));
    expect(noted.length).toBeGreaterThan(50);
    expect(JSON.parse(index.notable(noted[20]?.frame.monoMs ?? 0, 5))).toHaveLength(5);
  });

  test('draws an hour from frames of that hour alone, and what lies between hours once', () => {
    const drawn: HistoryData = JSON.parse(index.columns(3_700, 7_100));
    const history = createHistory();
    for (const frame of shownThen)
      if (frame.monoMs >= 3_600_000 && frame.monoMs < 7_200_000) history.take(frame);
    expect(drawn).toEqual(wholly(history.data()));
    const two: HistoryData = JSON.parse(index.columns(3_700, 10_000));
    for (const times of [
      two.glucose.times,
      two.insulin.times,
      ...two.lanes.map(([, { stretches }]) => stretches.map(({ at }) => at)),
    ])
      expect([...times]).toEqual([...times].sort((one, other) => one - other));
    const hours = [1, 2].map(
      (hour): HistoryData => JSON.parse(index.columns(hour * 3_600, hour * 3_600 + 60)),
    );
    expect(two.insulin.times).toEqual(hours.flatMap(({ insulin }) => insulin.times));
    expect(two.boluses.length).toBe(new Set(two.boluses.map(({ id }) => id)).size);
    for (const [, { stretches }] of two.lanes)
      for (const [place, { state }] of stretches.entries())
        expect(stretches[place - 1]?.state).not.toBe(state);
  });
});

test('an index that is cut off anywhere goes on to the same end, through a file or a growing journal', async () => {
  await inFolder(async folder => {
    const path = join(folder, 'journal.jsonl');
    const whole = past(all(indexOf(text)));
    for (const cut of [700, lines.length - 1]) {
      writeFileSync(path, `${lines.slice(0, cut + 1).join('\n')}\n`);
      const first = all(indexOf(text, path));
      first.seal();
      // What comes after is lost with the process, but for the journal.
      writeFileSync(path, text);
      all(first);
      first.close();
      const second = indexOf(text, path);
      expect(second.rebuilt).toBeNull();
      expect(second.stand().seq).toBe(cut);
      const again = past(all(second));
      expect(again).toEqual(whole);
      second.seal();
      second.close();
      const third = indexOf(text, path);
      expect(third.stand().seq).toBe(entries.length);
      expect(past(third)).toEqual(whole);
      third.close();
      for (const ending of ['.index', '.index-wal', '.index-shm'])
        if (existsSync(path + ending)) writeFileSync(path + ending, '');
    }
  });
});

/** Changes one byte of a blob of the index beside a journal. */
const flip = (path: string, put: string, get: string): undefined => {
  const database = new DatabaseSync(`${path}.index`);
  const { data } = z.object({ data: z.instanceof(Uint8Array) }).parse(database.prepare(get).get());
  const middle = data.length >> 1;
  database.prepare(put).run(data.with(middle, (data[middle] ?? 0) ^ 0x55));
  database.close();
};

test('a keyframe that is damaged is told, and the index built again when it is opened next', async () => {
  await inFolder(async folder => {
    const path = join(folder, 'journal.jsonl');
    writeFileSync(path, text);
    const first = all(indexOf(text, path));
    first.seal();
    first.close();
    flip(
      path,
      'UPDATE block SET keyframe = ? WHERE first = 513',
      'SELECT keyframe AS data FROM block WHERE first = 513',
    );
    const second = indexOf(text, path);
    expect(second.stand().seq).toBe(entries.length);
    expect(whyNot(second, entries[600]?.monoMs ?? 0)).toContain('the index is damaged');
    expect(folded(second, entries[100]?.monoMs ?? 0)).not.toBeNull();
    second.close();
    const third = indexOf(text, path);
    expect(third.stand().seq).toBe(0);
    third.close();
  });
});

const quiet: Io = { out: () => {}, say: () => {}, isTerminal: false, env: {} };

/** A journal that was indexed to its end, and then one digit of one early line changed. */
const editedAfter = (folder: string): string => {
  const path = join(folder, 'journal.jsonl');
  writeFileSync(path, text);
  const first = all(indexOf(text, path));
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
      const path = editedAfter(folder);
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

describe('an index that is stale or damaged is told and built again', () => {
  const STALE: readonly (readonly [
    what: string,
    spoil: (path: string) => { readonly charts?: string; readonly program?: string } | undefined,
    says: string,
  ])[] = [
    ['other charts', () => ({ charts: 'others' }), 'charts these'],
    ['another program of the same charts', () => ({ program: 'another' }), 'program this'],
    ['a shorter journal', path => void writeFileSync(path, `${lines.slice(0, 900).join('\n')}\n`), 'shorter'],
    [
      'another line at its end',
      path =>
        void writeFileSync(path, text.replace(`"seq":${entries.length},`, `"seq":${entries.length + 1},`)),
      '',
    ],
    ['a byte of it changed', path => flip(path, 'UPDATE seal SET data = ?', 'SELECT data FROM seal'), ''],
  ];
  test.each(STALE)('%s', async (_, spoil, says) => {
    await inFolder(async folder => {
      const path = join(folder, 'journal.jsonl');
      writeFileSync(path, text);
      const first = all(indexOf(text, path));
      first.seal();
      first.close();
      const second = indexOf(text, path, spoil(path));
      expect(second.rebuilt ?? 'not told').not.toBe('not told');
      expect(second.rebuilt).toContain(says);
      expect(second.stand().seq).toBe(0);
      all(second);
      const { read } = { read: readJournal(readFileSync(path)) };
      expect(second.stand().seq).toBe(read.ok ? read.read.entries.length : read.error.line - 2);
      second.close();
    });
  });
});

describe('a journal that cannot be trusted', () => {
  test('is indexed up to the bad line, which is named as the reader names it', () => {
    const bad = text.replace(`"seq":1500,`, `"seq":1501,`);
    const index = all(indexOf(bad));
    const reading = readJournal(bad);
    if (reading.ok) throw new Error('it was to be damaged');
    expect(index.stand().error).toEqual(reading.error);
    expect(index.stand().seq).toBe(1_499);
    expect(folded(index, entries[1_400]?.monoMs ?? 0)).toEqual(
      shownThen.findLast(
        (frame: { readonly monoMs: number }) => frame.monoMs <= (entries[1_400]?.monoMs ?? 0),
      ),
    );
  });

  test('is told where it changed after it was indexed', () => {
    const bytes = Buffer.from(text);
    const index = all(
      openIndex({ journal: bytesInMemory(bytes), path: null, charts: 'these', program: 'this' }),
    );
    const at = bytes.indexOf('"seq":2000,');
    bytes.write('1', at + 6);
    expect(whyNot(index, entries[1_999]?.monoMs ?? 0)).toMatch(/^line 2001 of the journal/);
    expect(folded(index, 0)).not.toBeNull();
  });

  test('that leads elsewhere now says what a replay says, and ends there', () => {
    let prev = JSON.parse(lines[0] ?? '').hash;
    const forged = entries.slice(0, 1_200).map(entry => {
      const line = encodeEntry(entry.seq === 1_100 ? { ...entry, state: '0123456789abcdef' } : entry, prev);
      prev = line.hash;
      return line.line;
    });
    const journal = `${[lines[0], ...forged].join('\n')}\n`;
    const reading = readJournal(journal);
    if (!reading.ok) throw new Error(reading.error.problem);
    const index = all(indexOf(journal));
    expect(index.stand().difference).toBe(proofOf(reading.read).firstDifference);
    expect(index.stand().seq).toBe(1_100);
  });

  test('no journal is told as none', () => {
    expect(() => indexOf('hello\n')).toThrow('this is not a journal of Islet');
    expect(() => indexOf('')).toThrow();
  });
});

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
