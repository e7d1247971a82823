import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT, Refusal } from '../../src/cli/exits.ts';
import { proofOf } from '../../src/cli/replay/proof.ts';
import { type Book, openBook } from '../../src/cli/start/book.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { wallMs } from '../../src/domain/units.ts';
import { DIGEST, digest } from '../../src/runtime/digest.ts';
import { encodeEntry, encodeHeader, hashOf } from '../../src/runtime/journal.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { inFolder } from './islet.ts';

const NOW = wallMs(Date.UTC(2026, 0, 2, 1));

const life = await corePump();
await life.give({ type: 'resume.requested' });
await life.wait(600_000);
await life.give({ type: 'bolus.requested', bolus: 'b', amountUu: 500_000 });
await life.give({ type: 'bolus.confirmed', bolus: 'b' });
await life.wait(5_000);
/** A real journal, killed in the middle of a bolus. */
const WHOLE = Buffer.from(`${life.lines.join('\n')}\n`);

type Opened = { readonly book: Book } | { readonly refusal: Refusal };

const open = (path: string, settings: Settings | null): Opened => {
  try {
    return { book: openBook({ path, settings, now: NOW, isSimulated: true }) };
  } catch (failure) {
    if (failure instanceof Refusal) return { refusal: failure };
    throw failure;
  }
};

/** The state after the first facts of the boot, and after a resume that nobody should heed. */
const booted = ({ recovered }: Book): PumpState => {
  const facts = [
    ...recovered.boot,
    { type: 'cartridge.inserted' } as const,
    { type: 'selfTest.passed' } as const,
    { type: 'journal.read', verdict: recovered.verdict } as const,
    { type: 'resume.requested' } as const,
  ];
  return facts.reduce(
    (state, fact, index) =>
      step(state, { seq: recovered.end.seq + 1 + index, monoMs: recovered.from, wallMs: NOW, fact }).state,
    recovered.state,
  );
};

/** Every byte that was in the file is somewhere in the folder still, in order. */
const keptBytes = (folder: string, name: string): Buffer => {
  const kept = `${name}.damaged`;
  const main = readFileSync(join(folder, existsSync(join(folder, kept)) ? kept : name));
  const torn = readdirSync(folder).filter(file => file.startsWith(`${name}.torn-`));
  return Buffer.concat([main, ...torn.map(file => readFileSync(join(folder, file)))]);
};

describe('SR-070 SR-072 a journal that cannot be trusted', () => {
  test('with any byte changed: nothing is lost, nothing delivers, and the words name file and remedy', {
    ...req('SR-070', 'SR-072', 'SR-073'),
  }, async () => {
    const seen = { setAside: 0, refused: 0, torn: 0 };
    const damage = fc.tuple(fc.nat(WHOLE.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(damage, async ([at, change, isGiven]) => {
        await inFolder(async folder => {
          const bytes = Buffer.from(WHOLE);
          bytes[at] = (bytes[at] ?? 0) ^ change;
          const path = join(folder, 'pump.jsonl');
          writeFileSync(path, bytes);
          const opened = open(path, isGiven ? exampleSettings : null);
          expect(
            keptBytes(folder, 'pump.jsonl').subarray(0, bytes.length).equals(bytes) ||
              at === bytes.length - 1,
          ).toBe(true);
          if ('refusal' in opened) {
            seen.refused += 1;
            expect(isGiven).toBe(false);
            expect(opened.refusal.exit).toBe(EXIT.badInput);
            expect(opened.refusal.message).toContain(path);
            expect(opened.refusal.message).toContain('--settings FILE');
            expect(readFileSync(path).equals(bytes)).toBe(true);
            return;
          }
          const { book } = opened;
          const state = booted(book);
          book.file.close();
          expect(state.pump.matches({ permission: 'delivering' })).toBe(false);
          if (!existsSync(`${path}.damaged`)) {
            // A byte of the last newline: an ordinary torn tail.
            expect(book.file.repaired).not.toBeNull();
            seen.torn += 1;
            return;
          }
          seen.setAside += 1;
          expect(book.notes.join(' ')).toContain(`${path}.damaged`);
          expect(state.annunciation).toContainEqual(
            expect.objectContaining({ alarm: 'journalFailed', priority: 'high', condition: 'gone' }),
          );
          expect(state.ledger.unknownUntil).toBe(exampleSettings.insulinDurationMinutes * 60_000);
          const begun = readJournal(readFileSync(path));
          expect(begun.ok && begun.read.entries).toEqual([]);
        });
      }),
      { numRuns: 120 },
    );
    expect(seen.setAside).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });

  test('whose facts are whole and lead elsewhere now: its own settings are proven, and it is set aside', async () => {
    await inFolder(async folder => {
      const [first = '', ...rest] = life.lines;
      const { hash: _hash, ...header } = JSON.parse(first);
      let { line, hash } = encodeHeader(header);
      const lines = [line];
      for (const [index, each] of rest.entries()) {
        const { prev: _prev, hash: _own, ...entry } = JSON.parse(each);
        ({ line, hash } = encodeEntry(index === 3 ? { ...entry, state: '0123456789abcdef' } : entry, hash));
        lines.push(line);
      }
      const path = join(folder, 'pump.jsonl');
      writeFileSync(path, `${lines.join('\n')}\n`);
      const opened = open(path, null);
      if ('refusal' in opened) throw opened.refusal;
      const state = booted(opened.book);
      opened.book.file.close();
      expect(state.ledger.settings).toEqual(exampleSettings);
      expect(state.pump.matches({ permission: 'delivering' })).toBe(false);
      expect(opened.book.notes.join(' ')).toMatch(/does not replay: step 4/);
      expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(`${lines.join('\n')}\n`);
    });
  });

  test('of another release: it says so with both digests and the remedy, and is set aside with its settings', {
    ...req('SR-070', 'SR-072'),
  }, async () => {
    await inFolder(async folder => {
      // A whole journal as the first release wrote it: its header says nothing of a digest.
      const [, ...rest] = life.lines;
      const header = JSON.stringify({
        islet: 'journal',
        version: 1,
        created: '2026-01-02T03:04:05.678Z',
        chart: 'an older one',
      });
      let hash = hashOf(header);
      const lines = [`${header.slice(0, -1)},"hash":"${hash}"}`];
      for (const each of rest.slice(0, 40)) {
        const { prev: _prev, hash: _own, ...entry } = JSON.parse(each);
        const line = encodeEntry({ ...entry, state: '0123456789abcdef' }, hash);
        lines.push(line.line);
        hash = line.hash;
      }
      const text = `${lines.join('\n')}\n`;
      const reading = readJournal(text);
      if (!reading.ok) throw new Error(reading.error.problem);
      const words = `written by another release (digest 1, this one has ${DIGEST})`;
      expect(proofOf(reading.read)).toMatchObject({
        same: false,
        firstDifference: expect.stringContaining(words),
      });
      const path = join(folder, 'pump.jsonl');
      writeFileSync(path, text);
      const opened = open(path, null);
      if ('refusal' in opened) throw opened.refusal;
      const state = booted(opened.book);
      opened.book.file.close();
      const notes = opened.book.notes.join(' ');
      expect(notes).toContain(words);
      expect(notes).toContain(
        'go on with it in the release that wrote it, or begin anew with a new cartridge',
      );
      expect(notes).not.toContain('does not replay');
      expect(state.ledger.settings).toEqual(exampleSettings);
      expect(state.ledger.unknownUntil).toBe(exampleSettings.insulinDurationMinutes * 60_000);
      expect(state.pump.matches({ permission: 'delivering' })).toBe(false);
      expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text);
      const begun = readJournal(readFileSync(path));
      expect(begun.ok && begun.read.header.digest).toBe(DIGEST);
    });
  });

  test('the digest of a blank pump is that of its version: raise DIGEST with whatever changes it', () => {
    expect([DIGEST, digest(blankState())]).toEqual([6, 'fa2674cb2eacd701']);
  });

  test('a second one takes another name, and a file that never was a journal is not touched', async () => {
    await inFolder(async folder => {
      const path = join(folder, 'pump.jsonl');
      const bytes = Buffer.from(WHOLE);
      bytes[WHOLE.length >> 1] = 0;
      for (const name of ['pump.jsonl.damaged', 'pump.jsonl.damaged-2']) {
        writeFileSync(path, bytes);
        const opened = open(path, exampleSettings);
        if ('refusal' in opened) throw opened.refusal;
        opened.book.file.close();
        expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
      }
      writeFileSync(path, 'a letter to a friend\n');
      const opened = open(path, exampleSettings);
      expect('refusal' in opened && opened.refusal.message).toMatch(/not a journal of Islet/);
      expect(readFileSync(path, 'utf8')).toBe('a letter to a friend\n');
    });
  });
});
