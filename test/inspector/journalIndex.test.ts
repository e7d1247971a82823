import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { proofOf } from '../../src/cli/replay/proof.ts';
import { type Block, foldBlock, replayedFrame } from '../../src/inspector/fold.ts';
import { bytesInMemory } from '../../src/inspector/journalIndex/journalBytes.ts';
import { type JournalIndex, openIndex } from '../../src/inspector/journalIndex/journalIndex.ts';
import { createHistory, type HistoryData } from '../../src/inspector/page/history.ts';
import { neighbour } from '../../src/inspector/page/moments.ts';
import type { Noted } from '../../src/inspector/page/run-source.ts';
import { alarmChanges, isNotable } from '../../src/inspector/page/words.ts';
import { encodeEntry } from '../../src/runtime/journal.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { inFolder } from '../cli/islet.ts';
import { all, indexOf, past } from './support/indexed.ts';
import { recorded } from './support/recorded.ts';

const { steps, entries, lines, text } = await recorded();
const wholly = (value: unknown) => JSON.parse(JSON.stringify(value));
const shownThen = steps.map(step => wholly(replayedFrame(step)));

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

  test('says when the notable step before or after any instant is, anywhere in the run', () => {
    const noted: readonly Noted[] = JSON.parse(index.notable(Number.MAX_SAFE_INTEGER, 10_000));
    const times = noted.map(({ frame }) => frame.monoMs);
    expect(times.length).toBeGreaterThan(50);
    for (const time of times)
      for (const at of [time - 1, time, time + 1])
        for (const by of [-1, 1] as const)
          expect(JSON.parse(index.notableBeside(at, by))).toBe(neighbour(times, at, by));
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
